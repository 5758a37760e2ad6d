"""The words that coaching chooses among."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    IN_PERSON = "in_person", _("In person")
    REMOTE = "remote", _("Remote")
    FIELD = "field", _("In the field")
    WRITTEN = "written", _("Written")


class Kind(TextChoices):
    """Lead and opportunity are one layer, split where the customer's journey makes a lead an opportunity."""

    LEAD = "lead", _("Lead")
    OPPORTUNITY = "opportunity", _("Opportunity")
    FUNNEL = "funnel", _("Funnel")
    ACCOUNT = "account", _("Account")
    TERRITORY = "territory", _("Territory")
    SKILL = "skill", _("Skill")


class SessionState(TextChoices):
    """A held session is claimed until its coachee has answered (`acknowledged_at`)."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    EXCUSED = "excused", _("Excused")
    CANCELLED = "cancelled", _("Cancelled")


NOT_HELD: Final = "not_held"
# As they are shown: a planned session whose day has passed without a word about it was not held.
STANDINGS: Final = [*SessionState.choices[:1], (NOT_HELD, _("Not held")), *SessionState.choices[1:]]


class Excuse(TextChoices):
    LEAVE = "leave", _("Leave")
    RAMP = "ramp", _("New in the role")
    OTHER = "other", _("Another reason")


class AbsenceKind(TextChoices):
    LEAVE = "leave", _("Leave")
    RAMP = "ramp", _("New in the role")


class Side(TextChoices):
    """Whose promise it is."""

    COACHEE = "coachee", _("Coachee")
    COACH = "coach", _("Coach")


class CommitmentState(TextChoices):
    OPEN = "open", _("Open")
    KEPT = "kept", _("Kept")
    PARTLY = "partly", _("Partly kept")
    MISSED = "missed", _("Not kept")
    DROPPED = "dropped", _("No longer relevant")


class Setting(TextChoices):
    """Where somebody was observed."""

    CUSTOMER = "customer", _("With the customer")
    JOINT = "joint", _("In a joint call")
    RECORDING = "recording", _("On a recording of a customer call")
    ROLE_PLAY = "role_play", _("In a role-play")


class CallType(TextChoices):
    """What the conversation is for: what to look at differs with it."""

    ANY = "any", _("Any conversation with a customer")
    FIRST = "first", _("A first conversation")
    ISSUE = "issue", _("Understanding the customer's issue")
    SOLUTION = "solution", _("Discussing a solution")
    DECISION = "decision", _("Towards the decision")
    REVIEW = "review", _("Reviewing with a customer in place")


class FormState(TextChoices):
    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("In use")
    RETIRED = "retired", _("Retired")


class ObservationState(TextChoices):
    """Open until the observer has given levels and the coachee has given theirs or declined to."""

    OPEN = "open", _("Open")
    COMPLETE = "complete", _("Complete")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Problem(TextChoices):
    """What stands in the way of a customer's decision: by this, best practices are found."""

    CONCEPT = "concept", _("We do not know what the customer wants to change")
    URGENCY = "urgency", _("The customer sees no reason to act")
    ACCESS = "access", _("We do not reach those who decide")
    COMMITMENT = "commitment", _("The customer commits to nothing")
    SILENCE = "silence", _("The customer no longer answers")
    DISAGREEMENT = "disagreement", _("The customer's people do not agree with each other")
    ALTERNATIVE = "alternative", _("The customer leans towards an alternative")
    PRICE = "price", _("Everything turns on the price")
    RISK = "risk", _("The customer is afraid of the change")
    PURCHASING = "purchasing", _("Contract and purchasing take too long")
    ADOPTION = "adoption", _("What was bought is not used")
    OTHER = "other", _("Something else")


class Outcome(TextChoices):
    """What came of it where it was tried."""

    UNKNOWN = "", _("Not known yet")
    COMMITTED = "committed", _("The customer made a commitment")
    ADVANCED = "advanced", _("The customer took the next step")
    WON = "won", _("The customer decided for us")
    STOPPED = "stopped", _("We stopped early, for a good reason")
    FAILED = "failed", _("It did not work there, and we know why")


WITH_CUSTOMERS: Final = (Setting.CUSTOMER, Setting.JOINT, Setting.RECORDING)
LOWEST: Final = 1
HIGHEST: Final = 4
LEVELS: Final = (1, 2, 3, 4)
SETTLED: Final = (CommitmentState.KEPT, CommitmentState.PARTLY, CommitmentState.MISSED, CommitmentState.DROPPED)
MAX_MINUTES: Final = 600
MAX_COMMITMENTS: Final = 3
