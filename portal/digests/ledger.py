"""What became of each week's digests. The columns add up, or something is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Min, Q, QuerySet

from portal.digests.choices import WAITING, Reason, State
from portal.digests.models import Digest, Subscription

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


@dataclass(frozen=True)
class Part:
    """So many digests of a week that have the same fate."""

    state: State
    reason: Reason | None
    count: int


def parts(week: date) -> list[Part]:
    """A week by state and reason, the most frequent first. One statement."""
    rows = Digest.objects.filter(week=week).order_by().values_list("state", "reason").annotate(of=Count("pk"))
    found = [Part(State(state), Reason(reason) if reason else None, count) for state, reason, count in rows]
    return sorted(found, key=lambda part: (-part.count, part.state, part.reason or ""))


def coming_back() -> QuerySet[Subscription]:
    """People whose mail came back, those first to whom none is sent any more."""
    rows = Subscription.objects.filter(bounce_points__gt=0, person__is_active=True)
    return rows.select_related("person").order_by("-bounce_points", "-bounced_at")


def oldest_waiting(*, at: datetime) -> timedelta | None:
    """How late the oldest digest is that could be sent now; None when nothing waits.

    One that the server asked to be tried again later waits for its time and is nobody's fault here.
    """
    ready = Digest.objects.waiting().filter(Q(not_before=None) | Q(not_before__lt=at - LATE))
    due_at = ready.aggregate(oldest=Min("due_at"))["oldest"]
    return at - due_at if due_at else None
