"""What became of each week's digests. The columns add up, or something is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Min, Q

from portal.digests.choices import WAITING, State
from portal.digests.models import Digest

LATE: Final = timedelta(minutes=30)


@dataclass(frozen=True)
class Week:
    """`planned` counts all rows; `waiting` those that are not settled yet."""

    week: date
    planned: int
    sent: int
    skipped: int
    failed: int
    uncertain: int
    waiting: int

    @property
    def adds_up(self) -> bool:
        return self.planned == self.sent + self.skipped + self.failed + self.uncertain + self.waiting


def weeks(*, latest: int = 8) -> list[Week]:
    """The newest first. One statement."""
    states = (State.SENT, State.SKIPPED, State.FAILED, State.UNCERTAIN)
    counts = {state.value: Count("pk", filter=Q(state=state)) for state in states}
    rows = (
        Digest.objects.order_by("-week")
        .values("week")
        .annotate(planned=Count("pk"), waiting=Count("pk", filter=Q(state__in=WAITING)), **counts)
    )
    return [Week(**row) for row in rows[:latest]]


def oldest_waiting(*, at: datetime) -> timedelta | None:
    """How late the oldest digest is that could be sent now; None when nothing waits.

    One that the server asked to be tried again later waits for its time and is nobody's fault here.
    """
    ready = Digest.objects.waiting().filter(Q(not_before=None) | Q(not_before__lt=at - LATE))
    due_at = ready.aggregate(oldest=Min("due_at"))["oldest"]
    return at - due_at if due_at else None
