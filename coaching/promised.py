"""Commitments from coaching as one person may see them: the facts for all who may, the words for the pair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from coaching.choices import CommitmentState
from coaching.models import CoachingCommitment, CommitmentWords
from coaching.reading import promises_of
from coaching.rules import may_redate, may_settle
from portal.models import Person
from portal.verdicts import Verdict


@dataclass(frozen=True)
class Promised:
    """`what`, `seen_by` and `reason` are empty for whoever may not read them; `is_read` tells the two cases apart."""

    commitment: CoachingCommitment
    what: str
    seen_by: str
    reason: str
    is_read: bool
    mine: bool
    may_settle: Verdict
    may_redate: Verdict

    @property
    def mark(self) -> str:
        """How its sign is drawn."""
        kept = {CommitmentState.OPEN: "open", CommitmentState.KEPT: "done", CommitmentState.MISSED: "no"}
        return kept.get(CommitmentState(self.commitment.state), "")

    @property
    def other(self) -> Person:
        """Whom it was promised to."""
        return self.commitment.session.other(self.commitment.owner)

    def is_late(self, today: date) -> bool:
        return self.commitment.is_overdue(today)


def promised(commitments: Iterable[CoachingCommitment], person: Person) -> list[Promised]:
    """One statement for all words. Each commitment comes with its owner and its session's names."""
    rows = list(commitments)
    words = promises_of(rows, person) if rows else {}
    return [_one(row, words.get(row.pk), person) for row in rows]


def _one(row: CoachingCommitment, words: CommitmentWords | None, person: Person) -> Promised:
    return Promised(
        row,
        what=words.what if words else "",
        seen_by=words.seen_by if words else "",
        reason=words.reason if words else "",
        is_read=words is not None,
        mine=row.owner_id == person.pk,
        may_settle=may_settle(person, row),
        may_redate=may_redate(person, row),
    )


def open_first(rows: Sequence[Promised]) -> list[Promised]:
    return sorted(rows, key=lambda one: (one.commitment.state != CommitmentState.OPEN, one.commitment.due_on))
