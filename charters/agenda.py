"""A person's tactics by date: what is overdue, what is due this week, what comes later, what is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from django.utils.translation import gettext as _

from charters.choices import CharterState, TacticState
from charters.models import TacticProgress
from portal.models import Person
from portal.weeks import coming_friday, is_this_week

LATELY = 20


@dataclass(frozen=True)
class Group:
    code: str
    title: str
    tone: str
    rows: Sequence[TacticProgress]


def own_tactics(person: Person) -> list[TacticProgress]:
    """Each tactic once: where two versions of a charter are binding, as the one in force has it."""
    rows = TacticProgress.objects.visible_to(person).of_person(person)
    rows = rows.select_related("tactic__charter__team", "tactic__strategy")
    found: dict[object, TacticProgress] = {}
    for row in rows.order_by("due_on", "id"):
        known = found.get(row.tactic.lineage)
        if known is None or row.tactic.charter.state == CharterState.ACTIVE:
            found[row.tactic.lineage] = row
    return list(found.values())


def grouped(rows: Sequence[TacticProgress], today: date) -> list[Group]:
    """Without the empty ones."""
    friday = coming_friday(today)
    week = _("This week") if is_this_week(friday, today) else _("Due soon")
    open_ones = [one for one in rows if one.state == TacticState.OPEN]
    dated = [(one, one.due_on) for one in open_ones if one.due_on]
    settled = [(one.settled_on, one) for one in rows if one.settled_on]
    settled.sort(key=itemgetter(0), reverse=True)
    found = [
        Group("overdue", _("Overdue"), "bad", [one for one, day in dated if day < today]),
        Group("week", week, "warn", [one for one, day in dated if today <= day <= friday]),
        Group("later", _("Later"), "", [one for one, day in dated if day > friday]),
        Group("undated", _("Without a day"), "", [one for one in open_ones if not one.due_on]),
        Group("done", _("Done"), "ok", [one for _day, one in settled[:LATELY]]),
    ]
    return [group for group in found if group.rows]
