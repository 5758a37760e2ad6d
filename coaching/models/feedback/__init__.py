from coaching.models.feedback.above import FeedbackFromAbove
from coaching.models.feedback.box import FeedbackBallot, FeedbackBox
from coaching.models.feedback.cycle import FeedbackCycle
from coaching.models.feedback.result import FeedbackResult
from coaching.models.feedback.template import FeedbackTemplate

__all__ = [
    "FeedbackBallot",
    "FeedbackBox",
    "FeedbackCycle",
    "FeedbackFromAbove",
    "FeedbackResult",
    "FeedbackTemplate",
]
