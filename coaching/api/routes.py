"""The addresses of coaching's resources."""

from coaching.api.absences import Absences
from coaching.api.cadences import Cadences
from coaching.api.commitments import Commitments
from coaching.api.coverage import Coverage
from coaching.api.feedback import FeedbackBallots, FeedbackFromAboves
from coaching.api.feedback_cycles import FeedbackCycles, FeedbackStatements
from coaching.api.feedback_results import FeedbackResults
from coaching.api.grants import ReadingGrants
from coaching.api.kinds import PROBLEMS
from coaching.api.observation_forms import ObservationForms
from coaching.api.observations import Observations
from coaching.api.own import OwnCoaching
from coaching.api.practices import BestPractices
from coaching.api.reliable import ReliabilityOfPerson
from coaching.api.sessions import Plan, Sessions
from coaching.api.standards import Standards
from coaching.api.wording import WeakVerbLists, Wording
from portal.api.routing import Router

__all__ = ["PROBLEMS", "register"]


def register(router: Router) -> None:
    router.add("coaching-sessions", Sessions)
    router.alone("coaching-sessions/plan", Plan, "coaching-sessions-plan")
    router.add("coaching-commitments", Commitments)
    router.alone("coaching-commitments/check", Wording, "coaching-wording")
    router.alone("coaching-weak-verbs/<slug:language>", WeakVerbLists, "coaching-weak-verbs")
    router.alone("people/<uuid:person>/coaching-reliability", ReliabilityOfPerson, "coaching-reliability")
    router.alone("me/coaching", OwnCoaching, "me-coaching")
    router.add("coaching-cadences", Cadences)
    router.add("coaching-absences", Absences)
    router.add("reading-grants", ReadingGrants)
    router.alone("teams/<uuid:team>/coaching-standard", Standards, "team-coaching-standard")
    router.alone("teams/<uuid:team>/coaching-coverage", Coverage, "team-coaching-coverage")
    router.add("observations", Observations)
    router.add("observation-forms", ObservationForms)
    router.add("best-practices", BestPractices)
    router.add("feedback-ballots", FeedbackBallots)
    router.add("feedback-from-above", FeedbackFromAboves)
    router.add("feedback-results", FeedbackResults)
    router.add("feedback-cycles", FeedbackCycles)
    router.alone("feedback-statements", FeedbackStatements)
