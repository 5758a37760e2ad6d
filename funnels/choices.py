"""The closed lists of the funnel's vocabulary."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from charters.choices import CustomerPhase  # noqa: F401 - one path of the customer for both apps


class Level(TextChoices):
    UNIVERSE = "universe", _("Universe")
    ABOVE = "above", _("Above the funnel")
    IN = "in", _("In the funnel")
    BEST_FEW = "best_few", _("Best few")
    AFTER = "after", _("After the order")


class StageKind(TextChoices):
    """Leaving the deciding stage wins the opportunity; stages after the order stay outside open value."""

    SELLING = "selling", _("Before the decision")
    DECIDING = "deciding", _("The customer decides")
    AFTER_ORDER = "after_order", _("After the order")


class FunnelState(TextChoices):
    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("Active")
    RETIRED = "retired", _("Retired")


class Enforcement(TextChoices):
    ENFORCED = "enforced", _("Enforced: a stage is left only with evidence")
    ADVISORY = "advisory", _("Advisory: warns and counts, never blocks")


class Status(TextChoices):
    OPEN = "open", _("Open")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")
    NO_DECISION = "no_decision", _("No decision")
    WALKED_AWAY = "walked_away", _("We walked away")
    POSTPONED = "postponed", _("Postponed")


class Kind(TextChoices):
    NEW = "new", _("New customer")
    CROSS_SELL = "cross_sell", _("Cross-sell")
    UPSELL = "upsell", _("Up-sell")
    RENEWAL = "renewal", _("Renewal")


class Concept(TextChoices):
    """What the customer wants to do about its situation, in the customer's own view."""

    UNKNOWN = "", _("Not known yet")
    FIX = "fix", _("Fix something")
    ACCOMPLISH = "accomplish", _("Accomplish something")
    AVOID = "avoid", _("Avoid something")


class InfluenceRole(TextChoices):
    ECONOMIC = "economic", _("Economic")
    USER = "user", _("User")
    TECHNICAL = "technical", _("Technical")
    COACH = "coach", _("Coach")


class Degree(TextChoices):
    UNKNOWN = "", _("Unknown")
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class ResponseMode(TextChoices):
    UNKNOWN = "", _("Unknown")
    GROWTH = "growth", _("Growth")
    TROUBLE = "trouble", _("Trouble")
    EVEN_KEEL = "even_keel", _("Even keel")
    OVERCONFIDENT = "overconfident", _("Overconfident")


class CommitmentState(TextChoices):
    ASKED = "asked", _("Asked")
    PROMISED = "promised", _("Promised")
    FULFILLED = "fulfilled", _("Fulfilled")
    DECLINED = "declined", _("Declined")
    BROKEN = "broken", _("Broken")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class EvidenceKind(TextChoices):
    MESSAGE = "message", _("Customer's e-mail or message")
    CALENDAR = "calendar", _("Calendar acceptance")
    DOCUMENT = "document", _("Document the customer wrote")
    SIGNED = "signed", _("Signed document")
    MINUTES = "minutes", _("Minutes the customer confirmed")
    SYSTEM = "system", _("System event, such as an order number")
    VERBAL = "verbal", _("Said aloud")


class MoveKind(TextChoices):
    OPENED = "opened", _("Opened")
    ADVANCED = "advanced", _("Advanced")
    REGRESSED = "regressed", _("Moved back")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Reopened")
    UNDONE = "undone", _("Move undone")
    MIGRATED = "migrated", _("Moved to the next version of the funnel")
    IMPORTED = "imported", _("Taken over from the CRM")


class MeetingResult(TextChoices):
    UNKNOWN = "", _("Not recorded yet")
    BEST = "best", _("The best we aimed for")
    LEAST = "least", _("At least the minimum")
    NONE = "none", _("Less than the minimum")
    NOT_ASKED = "not_asked", _("We did not ask")


CLOSE_REASONS: dict[str, dict[str, object]] = {
    Status.WON: {
        "best_fit": _("Best fit to the customer's concept"),
        "business_case": _("Proven business case"),
        "relationship": _("Relationship"),
        "price": _("Price"),
        "delivery": _("Delivery or timing"),
    },
    Status.LOST: {
        "competitor": _("Lost to a competitor"),
        "in_house": _("Lost to an in-house solution"),
        "price": _("Price"),
        "fit": _("Did not fit"),
        "relationship": _("Relationship"),
    },
    Status.NO_DECISION: {
        "status_quo": _("Stayed with the status quo"),
        "no_budget": _("No funding"),
        "priority": _("Other priorities"),
        "no_answer": _("The customer stopped answering"),
    },
    Status.WALKED_AWAY: {
        "no_commitment": _("No commitment given"),
        "no_access": _("No access to the economic influence"),
        "no_issue": _("No compelling issue"),
        "outside_profile": _("Outside our ideal customer profile"),
        "win_lose": _("Terms that only one side wins by"),
        "no_resources": _("No resources on our side"),
    },
    Status.POSTPONED: {
        "budget_year": _("Waits for the next budget"),
        "project": _("Waits for another project"),
        "people": _("People change at the customer"),
        "other": _("Other"),
    },
}
CRM_REASON = "per_crm"
