"""The parts of "This week". Each module of settings.HOME_SECTIONS offers `sections(person, now)`.

What is due by a day comes first and together, whichever part of the portal it belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from portal.models import Person
from portal.weeks import coming_friday, is_this_week

SHOWN: Final = 8  # lines that need no click


@dataclass(frozen=True)
class Section:
    """A part of the page. Its template finds `section.context`; `aside` puts it into the narrow column."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    aside: bool = False


@dataclass(frozen=True)
class Owed:
    """Something that the person owes, or waits for, by a day. Its template is a line that finds `owed.context`."""

    due_on: date
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """`late` in days, nought or less while it is not due."""

    owed: Owed
    late: int


def sections(person: Person, now: datetime) -> list[Section]:
    found = [part for name in settings.HOME_SECTIONS for part in import_module(name).sections(person, now)]
    owed = [part for part in found if isinstance(part, Owed)]
    return [*_by_day(owed, person.today_at(now)), *(part for part in found if isinstance(part, Section))]


def _by_day(owed: Sequence[Owed], today: date) -> list[Section]:
    """What is overdue, the latest first, and what is due by the end of the week."""
    rows = [Row(one, (today - one.due_on).days) for one in sorted(owed, key=lambda one: one.due_on)]
    until = _("Due by Friday") if is_this_week(coming_friday(today), today) else _("Due soon")
    parts = (
        (_("Overdue"), "bad", [row for row in rows if row.late > 0]),
        (until, "warn", [row for row in rows if row.late <= 0]),
    )
    return [_listed(title, tone, some) for title, tone, some in parts if some]


def _listed(title: str, tone: str, rows: Sequence[Row]) -> Section:
    context = {"rows": rows[:SHOWN], "more": rows[SHOWN:], "count": len(rows), "tone": tone}
    return Section(title, "portal/home/_owed.html", context)
