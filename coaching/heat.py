"""The heat map of coverage: what each cell shows, and what it says to those who do not see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Final
from uuid import UUID

from babel.dates import format_date
from django.urls import reverse
from django.utils.html import format_html
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
BEGINS: Final = '<td class="c{}"><span class="{}">'
SAID: Final = '<span>{}</span><span class="vh"> {}'
ENDS: Final = "</span></span></td>"
ENDS_LINKED: Final = "</span></a></span></td>"


@dataclass(frozen=True)
class Week:
    """A column. `month` stands above the first week of each month, and `again` above the first on a narrow screen, where
    `old` ones are left out."""

    monday: date
    month: str
    again: bool
    old: bool
    now: bool

    @cached_property
    def way(self) -> SafeString:
        """The end of an address that leads to its sessions."""
        return format_html('?week={}#sessions">', self.monday)

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
    phrases = Phrases()
    return [
        Line(
            people[one.person],
            one,
            months[one.person],
            drawn(people[one.person], one.cells, columns, phrases),
            is_quiet(one, gap_days),
        )
        for one in found
    ]


def is_quiet(row: Row, gap_days: int) -> bool:
    return row.since is not None and row.since >= gap_days


class Phrases:
    """The pieces of cells, escaped, in the language of the page. A year of fifty people has thousands of cells that are
    put together from few pieces: each piece is made once, and none is a template of its own."""

    def __init__(self) -> None:
        self.empty, self.begins = cache(_empty), cache(_begins_cell)
        self.sessions, self.minutes, self.unanswered = cache(_sessions), cache(_minutes), cache(_unanswered)


def _begins_cell(old: bool, kind: str) -> SafeString:
    return format_html(BEGINS, OLD[old], kind)


def _empty(old: bool, away: bool, outside: bool) -> SafeString:
    """A whole cell without a session."""
    if away:
        kind, figure, rest = "leave", "", _("on leave")
    elif outside:
        kind, figure, rest = "out", "", _("not in the team")
    else:
        kind, figure, rest = "l0", NONE, _("no session")
    return format_html(BEGINS + SAID + ENDS, OLD[old], kind, figure, rest)


def _sessions(count: int) -> SafeString:
    return format_html(SAID, count, ngettext("session", "sessions", count))


def _minutes(count: int) -> SafeString:
    return format_html(", {}", ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count})


def _unanswered(count: int) -> SafeString | str:
    return format_html(", {}", _("%(count)d not confirmed yet") % {"count": count}) if count else ""


def drawn(person: Person, cells: Sequence[Cell], columns: Sequence[Week], phrases: Phrases) -> SafeString:
    """The weeks of one line, those with sessions leading to them."""
    here = format_html('<a href="{}', reverse("coaching:person", args=[person.pk]))
    pieces: list[str] = []
    for cell, week in zip(cells, columns, strict=True):
        pieces += _pieces(cell, week, here, phrases)
    return mark_safe("".join(pieces))  # noqa: S308 - each piece is escaped


def _pieces(cell: Cell, week: Week, here: SafeString, phrases: Phrases) -> tuple[str, ...]:
    if not cell.sessions:
        return (phrases.empty(week.old, cell.away, cell.target is None),)
    kind = "l0 claimed" if cell.unanswered == cell.sessions else f"l{min(cell.sessions, HOTTEST)}"
    return (
        phrases.begins(week.old, kind),
        here,
        week.way,
        phrases.sessions(cell.sessions),
        phrases.minutes(cell.minutes),
        phrases.unanswered(cell.unanswered),
        ENDS_LINKED,
    )
