"""What of the charters waits for a person this week. One statement, whatever there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, F, TextField, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from charters.choices import CharterState
from charters.models import Charter, Question, Realignment, StrategyFeedback, TacticProgress
from portal.home import SHOWN, Owed, Section
from portal.models import Person
from portal.weeks import coming_friday

MOST = 200
AHEAD = timedelta(days=7)
TITLES: dict[str, str | Promise] = {
    "approve": _("Wait for your approval"),
    "realign": _("Do they still serve the charter above?"),
    "review": _("Charters to review"),
    "question": _("Questions on your charters"),
    "feedback": _("Feedback that you owe an answer to"),
}
PROMISED = ("tactic", "review", "feedback")  # they have a day


@dataclass(frozen=True)
class Waiting:
    """`charter` is the place; feedback may be about none."""

    kind: str
    key: UUID
    charter: UUID | None
    title: str
    detail: str
    due_on: date | None


def sections(person: Person, now: datetime) -> list[Section | Owed]:
    """What has its day by the end of the week stands among what is due; the rest is what others wait for."""
    friday = coming_friday(person.today_at(now))
    found = waiting(person, person.today_at(now))
    owed = [one for one in found if one.kind in PROMISED and one.due_on and one.due_on <= friday]
    by_kind = {kind: [one for one in found if one.kind == kind and one not in owed] for kind in TITLES}
    lines = [Owed(one.due_on, "charters/home/_owed.html", {"one": one}) for one in owed if one.due_on]
    return [*lines, *(_section(kind, rows) for kind, rows in by_kind.items() if rows)]


def _section(kind: str, rows: Sequence[Waiting]) -> Section:
    context = {"kind": kind, "rows": rows[:SHOWN], "count": len(rows)}
    return Section(str(TITLES[kind]), "charters/home/_waiting.html", context)


def waiting(person: Person, today: date) -> list[Waiting]:
    """By its day, what has none last."""
    charters = Charter.objects.visible_to(person)
    due = charters.active().filter(owner=person, review_due_on__lte=today + AHEAD)
    tactics = TacticProgress.objects.visible_to(person).of_person(person).open()
    soon = tactics.filter(due_on__lte=coming_friday(today), tactic__charter__state=CharterState.ACTIVE)
    tasks = Realignment.objects.visible_to(person).waiting_for(person)
    questions = Question.objects.visible_to(person).waiting_for(person)
    feedback = StrategyFeedback.objects.visible_to(person).waiting_for(person)
    rows = _told("approve", charters.waiting_for(person), "id", "id", "title", "team__name").union(
        _told("review", due, "id", "id", "title", "team__name", "review_due_on"),
        _told("realign", tasks, "id", "charter_id", "charter__title", "after__title"),
        _told("question", questions, "id", "charter_id", "text", "asked_by__name"),
        _told("feedback", feedback, "id", "charter_id", "text", "author__name", "answer_due_on"),
        _told("tactic", soon, "tactic_id", "tactic__charter_id", "tactic__step", "tactic__charter__title", "due_on"),
        all=True,
    )
    return [Waiting(*row) for row in rows.order_by(F("told_due").asc(nulls_last=True), "told_key")[:MOST]]


def _told(kind: str, rows: Any, key: str, charter: str, title: str, detail: str, due_on: str = "") -> Any:
    """Rows of one kind in the columns that all share."""
    told = {
        "told_kind": Value(kind, CharField()),
        "told_key": F(key),
        "told_charter": F(charter),
        "told_title": Cast(F(title), TextField()),
        "told_detail": Cast(F(detail), TextField()),
        "told_due": F(due_on) if due_on else Cast(Value(None), DateField()),
    }
    return rows.order_by().annotate(**told).values_list(*told)
