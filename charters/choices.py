"""The closed lists of the charters' vocabulary."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CharterKind(TextChoices):
    """A sales mission is the time-boxed plan of a team; every other kind is the charter of a lasting function."""

    ORGANISATION = "organisation", _("Organisation")
    SALES = "sales", _("Sales")
    FUNCTION = "function", _("Sales function")
    REGION = "region", _("Region")
    PROGRAM = "program", _("Program")
    MISSION = "mission", _("Sales mission of a team")


class CharterState(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    ACTIVE = "active", _("Active")
    SUPERSEDED = "superseded", _("Superseded")
    RETIRED = "retired", _("Retired")


OPEN_STATES = (CharterState.DRAFT, CharterState.IN_REVIEW)
BINDING_STATES = (CharterState.APPROVED, CharterState.ACTIVE)
LIVE_STATES = (*OPEN_STATES, *BINDING_STATES)


class AudienceGroup(TextChoices):
    SALES = "sales", _("Sales role")
    MANAGER = "manager", _("Manager role")
    PARTNER = "partner", _("Channel partner")


class CustomerPhase(TextChoices):
    AWARENESS = "awareness", _("Awareness")
    IDENTIFICATION = "identification", _("Solution identification")
    BUYING = "buying", _("Buying")
    ADOPTION = "adoption", _("Implementation and adoption")


class ObjectiveKind(TextChoices):
    NUMERIC = "numeric", _("A figure from … to …")
    MILESTONE = "milestone", _("Milestones, each by its day")


class Direction(TextChoices):
    UP = "up", _("Up")
    DOWN = "down", _("Down")


class StrategyKind(TextChoices):
    COVERAGE = "coverage", _("Coverage")
    INCENTIVE = "incentive", _("Incentive")
    KEY_ACCOUNTS = "key_accounts", _("Key accounts")
    SKILLS = "skills", _("Skills and coaching")
    MESSAGING = "messaging", _("Messaging")
    PROCESS = "process", _("Process")
    TECHNOLOGY = "technology", _("Technology")
    NEW_SERVICE = "new_service", _("New service")
    OTHER = "other", _("Other")


NEEDS_ADOPTION = (StrategyKind.TECHNOLOGY, StrategyKind.NEW_SERVICE)


class TacticState(TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class ServiceKind(TextChoices):
    CONTENT = "content", _("Content")
    PLAYBOOK = "playbook", _("Playbook")
    TRAINING = "training", _("Training")
    COACHING_GUIDELINE = "coaching_guideline", _("Coaching guideline")
    PLATFORM = "platform", _("Collaboration platform")
    PERFORMANCE_FRAMEWORK = "performance_framework", _("Performance-management framework")
    PROCESS = "process", _("Process")
    REPORTING = "reporting", _("Reporting")


class ServiceState(TextChoices):
    """Follows from the service's dates."""

    PLANNED = "planned", _("Planned")
    LIVE = "live", _("Live")
    RETIRED = "retired", _("Retired")


class Family(TextChoices):
    """What a charter's measures have to cover, all three."""

    MILESTONE = "milestone", _("Milestones")
    EFFECTIVENESS = "effectiveness", _("Effectiveness and impact")
    EFFICIENCY = "efficiency", _("Efficiency")


class Dimension(TextChoices):
    MILESTONE = "milestone", _("Milestone")
    ADOPTION = "adoption", _("Effectiveness: adoption")
    BEHAVIOUR = "behaviour", _("Effectiveness: behaviour")
    IMPACT = "impact", _("Impact on sales performance")
    EFFICIENCY = "efficiency", _("Efficiency")

    @property
    def family(self) -> Family:
        return Family(self.value) if self.value in Family.values else Family.EFFECTIVENESS


class MeasureLevel(TextChoices):
    """Only activities can be managed; results and objectives follow from them."""

    RESULT = "result", _("Result")
    OBJECTIVE = "objective", _("Objective")
    ACTIVITY = "activity", _("Activity")


class ConnectionKind(TextChoices):
    SUPPORTS = "supports", _("Supports")
    DEPENDS_ON = "depends_on", _("Depends on")
    HANDS_OVER = "hands_over", _("Hands over to")


class Confidence(TextChoices):
    HIGH = "high", _("On course")
    MEDIUM = "medium", _("In doubt")
    LOW = "low", _("Will not be reached as things stand")


class RealignAnswer(TextChoices):
    OPEN = "", _("Not answered")
    STILL_VALID = "still_valid", _("Still valid as it is")
    ADAPT = "adapt", _("Has to be adapted")
    NO_LONGER_SERVES = "no_longer_serves", _("No longer serves it")


class BriefState(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")
    RETIRED = "retired", _("Retired")


class PriorityKind(TextChoices):
    PRODUCT_LINE = "product_line", _("Product line")
    MARKET = "market", _("Market")
    NEW_CUSTOMERS = "new_customers", _("New customers")
    IDEAL_CUSTOMERS = "ideal_customers", _("Ideal customers")


class FeedbackTopic(TextChoices):
    WRONG_CUSTOMERS = "wrong_customers", _("The ideal customer is another")
    MESSAGE_FAILS = "message_fails", _("The message does not work")
    COMPETITOR = "competitor", _("A competitor does better")
    DO_NOTHING = "do_nothing", _("Customers prefer to do nothing")
    OTHER = "other", _("Something else")


FIXED_VALUES: dict[str, str | Promise] = {
    "collaboration": _("Collaboration"),
    "accountability": _("Accountability"),
    "leadership": _("Leadership"),
}
