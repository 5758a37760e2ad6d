from charters.models.brief import BriefAcknowledgement, StrategyBrief
from charters.models.charter import Charter
from charters.models.conversation import Acknowledgement, Question
from charters.models.feedback import StrategyFeedback
from charters.models.goal import Goal
from charters.models.governance import Connection, Stakeholder
from charters.models.measurement import Measurement, ObjectiveProgress
from charters.models.objective import Objective, Target
from charters.models.phrases import PhraseList
from charters.models.priority import MixTarget, StrategicPriority, Training
from charters.models.realignment import Realignment
from charters.models.sales_mission import SalesMission
from charters.models.service import Measure, Service
from charters.models.strategy import Strategy
from charters.models.tactic import Tactic, TacticProgress

__all__ = [
    "Acknowledgement",
    "BriefAcknowledgement",
    "Charter",
    "Connection",
    "Goal",
    "Measure",
    "Measurement",
    "MixTarget",
    "Objective",
    "ObjectiveProgress",
    "PhraseList",
    "Question",
    "Realignment",
    "SalesMission",
    "Service",
    "Stakeholder",
    "StrategicPriority",
    "Strategy",
    "StrategyBrief",
    "StrategyFeedback",
    "Tactic",
    "TacticProgress",
    "Target",
    "Training",
]
