"""The addresses of the charters' resources."""

from charters.api.alignment import AlignmentOfAll, Tree
from charters.api.charters import Charters
from charters.api.checks import Checks
from charters.api.conversation import Acknowledgements, Questions, QuestionsOfCharter
from charters.api.feedback import Feedback
from charters.api.figures import Figures
from charters.api.goals import Goals
from charters.api.governance import Connections, Stakeholders
from charters.api.history import History
from charters.api.kinds import PROBLEMS
from charters.api.measurements import Bulk, Measurements, MeasurementsOfMeasure, MeasurementsOfObjective
from charters.api.measures import Measures
from charters.api.objectives import Objectives, ObjectivesOfCharter
from charters.api.offerings import Services
from charters.api.phrase_lists import PhraseLists
from charters.api.priorities import BriefAcknowledgements, Coverage, Priorities, Trainings
from charters.api.realignments import Realignments
from charters.api.sales_missions import SalesMissions
from charters.api.strategies import Strategies
from charters.api.strategy_briefs import StrategyBriefs
from charters.api.tactics import Tactics, TacticsOfCharter
from charters.api.targets import Targets
from charters.api.versions import Diff, Versions
from portal.api.routing import Router

__all__ = ["PROBLEMS", "register"]

CHARTER = "charters/<uuid:charter>"
BRIEF = "strategy-briefs/<uuid:brief>"


def register(router: Router) -> None:
    router.add("charters", Charters)
    router.alone("charters/tree", Tree, "charters-tree")
    router.alone("charters/alignment", AlignmentOfAll, "charters-alignment")
    register_parts(router)
    router.add(f"{CHARTER}/versions", Versions, "charter-versions")
    router.alone(f"{CHARTER}/diff", Diff, "charter-diff")
    router.alone(f"{CHARTER}/checks", Checks, "charter-checks")
    router.add(f"{CHARTER}/history", History, "charter-history")
    router.add(f"{CHARTER}/acknowledgements", Acknowledgements, "charter-acknowledgements")
    router.add(f"{CHARTER}/questions", QuestionsOfCharter, "charter-questions")
    router.add("questions", Questions)
    router.add("realignments", Realignments)
    register_progress(router)
    register_briefs(router)


def register_parts(router: Router) -> None:
    """What a draft is written in."""
    router.add(f"{CHARTER}/goals", Goals, "charter-goals")
    router.add(f"{CHARTER}/objectives", ObjectivesOfCharter, "charter-objectives")
    router.add(f"{CHARTER}/targets", Targets, "charter-targets")
    router.add(f"{CHARTER}/strategies", Strategies, "charter-strategies")
    router.add(f"{CHARTER}/tactics", TacticsOfCharter, "charter-tactics")
    router.add(f"{CHARTER}/services", Services, "charter-services")
    router.add(f"{CHARTER}/measures", Measures, "charter-measures")
    router.add(f"{CHARTER}/connections", Connections, "charter-connections")
    router.add(f"{CHARTER}/stakeholders", Stakeholders, "charter-stakeholders")
    router.add(f"{CHARTER}/sales-missions", SalesMissions, "charter-sales-missions")


def register_progress(router: Router) -> None:
    """What goes on while the text stands still."""
    router.add("objectives", Objectives)
    router.add("tactics", Tactics)
    router.add("measurements", Measurements)
    router.alone("figures", Figures)
    router.alone("measurements/bulk", Bulk, "measurements-bulk")
    router.add("objectives/<uuid:subject>/measurements", MeasurementsOfObjective, "objective-measurements")
    router.add("measures/<uuid:subject>/measurements", MeasurementsOfMeasure, "measure-measurements")


def register_briefs(router: Router) -> None:
    router.add("strategy-briefs", StrategyBriefs)
    router.add(f"{BRIEF}/priorities", Priorities, "brief-priorities")
    router.add(f"{BRIEF}/acknowledgements", BriefAcknowledgements, "brief-acknowledgements")
    router.add(f"{BRIEF}/trainings", Trainings, "brief-trainings")
    router.alone(f"{BRIEF}/coverage", Coverage, "brief-coverage")
    router.add("strategy-feedback", Feedback)
    router.alone("phrase-lists/<str:language>", PhraseLists, "phrase-list")
