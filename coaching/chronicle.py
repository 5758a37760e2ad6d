"""What became of a session or a commitment, in sentences. They tell facts and no word of what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from coaching.models import CoachingCommitment, CoachingSession
from portal.models import Event

SENTENCES = {
    ("coachingsession", "logged"): _("Logged"),
    ("coachingsession", "planned"): _("Planned"),
    ("coachingsession", "held"): _("Held"),
    ("coachingsession", "moved"): _("Moved to another time"),
    ("coachingsession", "excused"): _("Excused"),
    ("coachingsession", "cancelled"): _("Called off"),
    ("coachingsession", "corrected"): _("Corrected"),
    ("coachingsession", "prepared"): _("Own view written down"),
    ("coachingsession", "acknowledged"): _("Answered by the person who was coached"),
    ("coachingsession", "erased"): _("Texts erased, as they are not kept any longer"),
    ("coachingcommitment", "made"): _("Agreed"),
    ("coachingcommitment", "kept"): _("Kept"),
    ("coachingcommitment", "partly"): _("Partly kept"),
    ("coachingcommitment", "missed"): _("Not kept"),
    ("coachingcommitment", "dropped"): _("No longer relevant"),
    ("coachingcommitment", "reopened"): _("Opened again"),
    ("coachingcommitment", "rescheduled"): _("Given another day"),
}


@dataclass(frozen=True)
class Change:
    """A line of the list that says who was quicker."""

    title: str
    detail: str
    at: datetime


def changes_since(subject: CoachingSession | CoachingCommitment, seen: int) -> list[Change]:
    """What made the versions after the one that was seen, the newest first."""
    current: Any = type(subject)._base_manager.filter(pk=subject.pk).values_list("version", flat=True).first()
    behind = max((current or seen) - seen, 0)
    events = Event.objects.about(subject).select_related("by").order_by("-at", "-id")[:behind]
    return [Change(sentence(one), one.actor, one.at) for one in events]


def sentence(event: Event) -> str:
    return str(SENTENCES.get((event.subject_kind, event.verb), event.verb))
