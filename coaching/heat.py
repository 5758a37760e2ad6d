"""The heat map of coverage: what each cell shows, and what it says to those who do not see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from babel.dates import format_date
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coaching.coverage import Cell, Row
from portal import formats
from portal.models import Person
from portal.weeks import WEEK

ON_A_PHONE: Final = 6  # weeks
HOTTEST: Final = 3
NONE: Final = "·"
OLD: Final = {True: " old", False: ""}
CELL: Final = '<td class="c{}"><span class="{}">{}<span>{}</span><span class="vh"> {}</span>{}</span></td>'
THERE: Final = mark_safe("</a>")
Said = tuple[int, int, int]


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
class Line:
    """A person's line. `month` is this month's part of the same person."""

    person: Person
    row: Row
    month: Row
    cells: SafeString
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
    words: dict[Said, str] = {}
    return [
        Line(
            people[one.person],
            one,
            months[one.person],
            drawn(people[one.person], one.cells, columns, words),
            is_quiet(one, gap_days),
        )
        for one in found
    ]


def is_quiet(row: Row, gap_days: int) -> bool:
    return row.since is not None and row.since >= gap_days


def drawn(person: Person, cells: Sequence[Cell], columns: Sequence[Week], words: dict[Said, str]) -> SafeString:
    """The weeks of one line, those with sessions leading to them. A year of fifty people has thousands of cells: none is
    a template of its own."""
    here = reverse("coaching:person", args=[person.pk])
    shown = []
    for cell, week in zip(cells, columns, strict=True):
        kind, figure, rest = spot(cell, words)
        way = format_html('<a href="{}?week={}#sessions">', here, week.monday) if cell.sessions else ""
        shown.append((OLD[week.old], kind, way, figure, rest, THERE if way else ""))
    return format_html_join("", CELL, shown)


def spot(cell: Cell, words: dict[Said, str]) -> tuple[str, str, str]:
    """Its class, its figure, and the rest in words."""
    if cell.sessions:
        kind = "l0 claimed" if cell.unanswered == cell.sessions else f"l{min(cell.sessions, HOTTEST)}"
        return kind, str(cell.sessions), _said(cell, words)
    if cell.away:
        return "leave", "", _("on leave")
    if cell.target is None:
        return "out", "", _("not in the team")
    return "l0", NONE, _("no session")


def _said(cell: Cell, words: dict[Said, str]) -> str:
    """Many cells say the same: each text is put together once."""
    key = (cell.sessions, cell.minutes, cell.unanswered)
    if key not in words:
        sessions = ngettext("session", "sessions", cell.sessions)
        minutes = ngettext("%(count)d minute", "%(count)d minutes", cell.minutes) % {"count": cell.minutes}
        claimed = _("%(count)d not confirmed yet") % {"count": cell.unanswered} if cell.unanswered else ""
        words[key] = ", ".join(filter(None, [sessions, minutes, claimed]))
    return words[key]
