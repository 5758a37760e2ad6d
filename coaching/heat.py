"""The heat map of coverage: what each cell shows, and what it says to those who do not see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coaching.coverage import Cell, Row
from portal import formats
from portal.models import Person
from portal.weeks import WEEK

ON_A_PHONE: Final = 6  # weeks
HOTTEST: Final = 3


@dataclass(frozen=True)
class Week:
    """A column. `month` stands above the first week of each month, and `again` above the first on a narrow screen, where
    `old` ones are left out."""

    monday: date
    month: str
    again: bool
    old: bool
    now: bool

    @property
    def spoken(self) -> str:
        return _("week of %(day)s") % {"day": format_date(self.monday, "d MMM", locale=formats.locale())}


def weeks(mondays: Sequence[date], today: date) -> list[Week]:
    recent = set(mondays[-ON_A_PHONE:])
    narrow = min(recent)
    return [
        Week(
            monday,
            format_date(monday, "MMM", locale=formats.locale()) if _begins(monday, mondays[0], narrow) else "",
            monday == narrow and not _begins(monday, mondays[0]),
            monday not in recent,
            monday <= today < monday + WEEK,
        )
        for monday in mondays
    ]


def _begins(monday: date, *firsts: date) -> bool:
    """Whether a month is named above the week: it is its first, or the first that is shown."""
    return monday.day <= 7 or monday in firsts


@dataclass(frozen=True)
class Spot:
    """A cell as it is shown: its class, its figure, and the rest in words."""

    kind: str
    figure: str
    words: str
    old: bool


@dataclass(frozen=True)
class Line:
    """A person's line. `month` is this month's part of the same person."""

    person: Person
    row: Row
    month: Row
    spots: Sequence[Spot]
    quiet: bool

    @property
    def last(self) -> date | None:
        return self.row.last


def lines(
    found: Iterable[Row],
    months: Mapping[UUID, Row],
    people: Mapping[UUID, Person],
    columns: Sequence[Week],
    gap_days: int,
) -> list[Line]:
    """`gap_days` is the time without a session that is too long for the team."""
    return [
        Line(
            people[one.person],
            one,
            months[one.person],
            [spot(cell, week) for cell, week in zip(one.cells, columns, strict=True)],
            is_quiet(one, gap_days),
        )
        for one in found
    ]


def is_quiet(row: Row, gap_days: int) -> bool:
    return row.since is not None and row.since >= gap_days


def spot(cell: Cell, week: Week) -> Spot:
    if cell.sessions:
        kind = "l0 claimed" if cell.unanswered == cell.sessions else f"l{min(cell.sessions, HOTTEST)}"
        return Spot(kind, str(cell.sessions), _said(cell), week.old)
    if cell.away:
        return Spot("leave", "", _("on leave"), week.old)
    if cell.target is None:
        return Spot("out", "", _("not in the team"), week.old)
    return Spot("l0", "·", _("no session"), week.old)


def _said(cell: Cell) -> str:
    sessions = ngettext("session", "sessions", cell.sessions)
    minutes = ngettext("%(count)d minute", "%(count)d minutes", cell.minutes) % {"count": cell.minutes}
    told = [f"{sessions}, {minutes}"]
    if cell.unanswered:
        told.append(_("%(count)d not confirmed yet") % {"count": cell.unanswered})
    return ", ".join(told)
