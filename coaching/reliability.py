"""How many of the promises that came due were kept on time. Values in, values out; no web, no clock, no database.

A promise is due by the day that was agreed at first: another day given later does not make it on time. What is no longer
relevant is no case. Over eight weeks, so that the last few months do not weigh for ever; for oneself and one's manager,
and never beside somebody else's. The figure of a person's page
(coaching/stood.py) is the same, counted in SQL.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coaching.choices import CommitmentState
from coaching.coverage import Share
from coaching.standing import Windows


@dataclass(frozen=True)
class Vow:
    """A commitment as far as it matters here."""

    first_due_on: date
    state: str
    settled_on: date | None = None

    @property
    def on_time(self) -> bool:
        return (
            self.state == CommitmentState.KEPT and self.settled_on is not None and self.settled_on <= self.first_due_on
        )

    def counts(self, today: date) -> bool:
        """Its day has passed within the weeks, or has come and it is settled."""
        if self.state == CommitmentState.DROPPED or not since(today) <= self.first_due_on <= today:
            return False
        return self.first_due_on < today or self.state != CommitmentState.OPEN


def since(today: date) -> date:
    """The first day of the eight weeks that end today."""
    return Windows(today).since


def reliability(vows: Iterable[Vow], today: date) -> Share:
    """Kept on time, of those that came due."""
    due = [one for one in vows if one.counts(today)]
    return Share(sum(one.on_time for one in due), len(due))
