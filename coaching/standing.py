"""Where somebody stands, in three parts, held against their own past and never against other people. Values only.

Each figure compares the last eight weeks with the eight before. Below `ENOUGH_CASES` it says that they are too few.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coaching.coverage import ENOUGH_CASES, Share

WEEKS: Final = 8
WINDOW: Final = timedelta(weeks=WEEKS)
UP, DOWN, LEVEL = "up", "down", "level"
ALIKE: Final = 5  # percentage points within which nothing has changed


@dataclass(frozen=True)
class Counted:
    """Cases of one figure. `before` is None where the past is not known; plain counts have no `of`."""

    now: Share
    before: Share | None = None


@dataclass(frozen=True)
class Figure:
    """`how` says how it was made. `is_share` figures read "8 of 10"; the others count."""

    code: str
    label: str | Promise
    how: str | Promise
    is_share: bool
    counted: Counted

    @property
    def is_few(self) -> bool:
        """There are cases, and fewer than would say anything."""
        return self.is_share and self.counted.now.few

    @property
    def has_none(self) -> bool:
        return self.is_share and self.counted.now.of == 0

    @property
    def trend(self) -> str:
        """Against the own eight weeks before; empty where either time holds too little to say."""
        now, before = self.counted.now, self.counted.before
        if before is None:
            return ""
        if not self.is_share:
            return _way(now.count - before.count, 0)
        if now.of < ENOUGH_CASES or before.of < ENOUGH_CASES:
            return ""
        return _way(100 * now.count / now.of - 100 * before.count / before.of, ALIKE)


def _way(change: float, alike: int) -> str:
    if abs(change) <= alike:
        return LEVEL
    return UP if change > 0 else DOWN


@dataclass(frozen=True)
class Part:
    title: str | Promise
    figures: Sequence[Figure]


@dataclass(frozen=True)
class Windows:
    """The eight weeks up to and including a day, and the eight before."""

    today: date

    @property
    def since(self) -> date:
        return self.today - WINDOW + timedelta(days=1)

    @property
    def before(self) -> date:
        return self.since - WINDOW


PARTS: Final = (
    (_("Connecting with customers"), (
        ("dated", True, _("Open opportunities with a dated customer commitment"), _("Counted today, of all open opportunities that they own.")),
        ("asked", True, _("Meetings in which a commitment was asked for"), _("Of the meetings on their opportunities in eight weeks whose result was noted.")),
        ("got", True, _("Of those, meetings that brought one"), _("The best that was aimed for, or at least the minimum.")),
    )),
    (_("Collaborating"), (
        ("helped", False, _("Commitments recorded for colleagues"), _("Customer commitments that they recorded in eight weeks on opportunities of others.")),
        ("shared", False, _("Best practices told or adopted"), _("Those that they wrote, and those of others that they took up, in eight weeks.")),
    )),
    (_("Managing to goals"), (
        ("kept", True, _("Coaching commitments kept by their first day"), _("Of their own that fell due in eight weeks, by the day on which that was seen; those no longer relevant are left out.")),
        ("tactics", True, _("Tactics done by their day"), _("Of the tactics of charters that they own and that fell due in eight weeks; dropped ones are left out.")),
    )),
)  # fmt: skip


def parts(counted: Mapping[str, Counted]) -> list[Part]:
    nothing = Counted(Share(), Share())
    return [
        Part(
            title, [Figure(code, label, how, share, counted.get(code, nothing)) for code, share, label, how in figures]
        )
        for title, figures in PARTS
    ]
