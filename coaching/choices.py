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


SETTLED: Final = (CommitmentState.KEPT, CommitmentState.PARTLY, CommitmentState.MISSED, CommitmentState.DROPPED)
MAX_MINUTES: Final = 600
MAX_COMMITMENTS: Final = 3
