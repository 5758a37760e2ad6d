"""What would be planned and sent at a moment. Reckoned as the engine does it, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from portal.digests.choices import GRACE, Reason, State
from portal.digests.freezing import for_now
from portal.digests.models import Digest, MailSwitch
from portal.digests.planning import wanting
from portal.digests.rendering import BATCH, decide, one_snapshot
from portal.models import Person


@dataclass(frozen=True)
class Fate:
    """`reason` is empty for who would be sent a mail."""

    person: Person
    due_at: datetime
    subject: str
    reason: Reason | None


@dataclass(frozen=True)
class Trial:
    """`planned` would be new rows; `beyond` were not looked at, since only so many were asked for."""

    planned: int
    fates: Sequence[Fate]
    beyond: int

    @property
    def sent(self) -> list[Fate]:
        return [one for one in self.fates if one.reason is None]

    @property
    def skipped(self) -> dict[Reason, list[Fate]]:
        """By reason, the most frequent first."""
        found: dict[Reason, list[Fate]] = {}
        for one in self.fates:
            if one.reason is not None:
                found.setdefault(one.reason, []).append(one)
        return dict(sorted(found.items(), key=lambda each: -len(each[1])))


def try_out(*, at: datetime, most: int | None = None) -> Trial:
    """Rows that exist and wait, and those that would be planned now."""
    with one_snapshot():
        fresh = wanting(at, MailSwitch.known().planned_at)
        rows = [*_waiting(at), *fresh]
        shown = rows[:most]
        with for_now((row.week for row in shown if row.state == State.PLANNED), at=at):
            return Trial(len(fresh), list(_fates(shown, at)), len(rows) - len(shown))


def _waiting(at: datetime) -> list[Digest]:
    due = Digest.objects.waiting().filter(due_at__lte=at).defer("content", "mime")
    return list(due.order_by("due_at", "id"))


def _fates(rows: Sequence[Digest], at: datetime) -> Iterator[Fate]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        people = Person.objects.in_bulk([row.recipient_id for row in batch])
        for row in batch:
            row.recipient = people[row.recipient_id]
        planned = [row for row in batch if row.state == State.PLANNED]
        decided = {one.row.pk: one for one in decide(planned, at=at)}
        for row in batch:
            one = decided.get(row.pk)
            if one is None:
                yield Fate(row.recipient, row.due_at, row.subject, _why_not(row, at))
            else:
                yield Fate(row.recipient, row.due_at, one.letter.subject if one.letter else "", one.reason)


def _why_not(row: Digest, at: datetime) -> Reason | None:
    """Of what is written already, or will only be noted as missed."""
    if row.reason:
        return Reason(row.reason)
    if not row.recipient.is_active or not row.recipient.email:
        return Reason.LEFT
    return Reason.STALE if at - row.due_at > GRACE else None
