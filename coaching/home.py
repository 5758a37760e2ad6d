"""What of coaching waits for a person this week. One statement for all kinds, one for the words, one for managers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, DateTimeField, F, IntegerField, Q, Value, When
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coaching.expected import Enough
from coaching.models import CoachingCommitment, CoachingSession, CommitmentWords
from coaching.people import quiet_under
from funnels.home import end_of_week
from portal.home import Section
from portal.models import Person
from portal.roles import Role

SHOWN = 8
MOST = 200
TITLES: dict[str, str | Promise] = {
    "confirm": _("Did these take place?"),
    "today": _("Coaching today"),
    "due": _("Promised in coaching"),
}


@dataclass(frozen=True)
class Waiting:
    """`who` is the other of the two. `what` are the words of a commitment, for whoever may read them."""

    kind: str
    key: UUID
    session: UUID
    who: str
    day: date
    at: datetime | None
    minutes: int
    version: int
    what: str = ""


def sections(person: Person, now: datetime) -> list[Section]:
    today = person.today_at(now)
    found = waiting(person, today)
    by_kind = {kind: [one for one in found if one.kind == kind] for kind in TITLES}
    told = [_section(kind, rows) for kind, rows in by_kind.items() if rows]
    return [*told, *(_quiet(person, now) if person.reach.anywhere(Role.MANAGER) else [])]


def _section(kind: str, rows: Sequence[Waiting]) -> Section:
    context = {"kind": kind, "rows": rows[:SHOWN], "count": len(rows)}
    return Section(str(TITLES[kind]), "coaching/home/_waiting.html", context)


def _quiet(person: Person, now: datetime) -> list[Section]:
    rows = quiet_under(person, person.organisation.today(now), Enough().gap_days)
    context: Mapping[str, Any] = {"rows": rows[:SHOWN], "count": len(rows)}
    title = str(_("Not coached for long"))
    return [Section(title, "coaching/home/_quiet.html", context, aside=True)] if rows else []


def waiting(person: Person, today: date) -> list[Waiting]:
    """By its day: sessions to confirm, sessions of today, own commitments up to the end of the week."""
    sessions = CoachingSession.objects.visible_to(person)
    open_ = CoachingCommitment.objects.visible_to(person).open().owed_by(person).filter(due_on__lte=end_of_week(today))
    ours = sessions.planned().filter(Q(coach=person) | Q(coachee=person), held_on=today)
    told = _sessions("confirm", sessions.unanswered().filter(coachee=person), person).union(
        _sessions("today", ours, person), _commitments(open_, person), all=True
    )
    rows = [Waiting(*row) for row in told.order_by("told_day", "told_key")[:MOST]]
    due = [one.key for one in rows if one.kind == "due"]
    words: Any = CommitmentWords.objects.visible_to(person).filter(commitment__in=due) if due else ()
    what = {one.commitment_id: one.what for one in words}
    return [replace(one, what=what.get(one.key, "")) for one in rows]


def _sessions(kind: str, rows: Any, person: Person) -> Any:
    other = Case(When(coach=person, then=F("coachee__name")), default=F("coach__name"))
    return _told(rows, kind, key="id", session="id", who=other, day="held_on", at=F("held_at"), minutes=F("minutes"))


def _commitments(rows: Any, person: Person) -> Any:
    other = Case(When(session__coach=person, then=F("session__coachee__name")), default=F("session__coach__name"))
    never = Cast(Value(None), DateTimeField())
    return _told(
        rows, "due", key="id", session="session_id", who=other, day="due_on", at=never, minutes=Value(0, IntegerField())
    )


def _told(rows: Any, kind: str, *, key: str, session: str, who: Any, day: str, at: Any, minutes: Any) -> Any:
    """Rows of one kind in the columns that all share."""
    told = {
        "told_kind": Value(kind, CharField()),
        "told_key": F(key),
        "told_session": F(session),
        "told_who": who,
        "told_day": F(day),
        "told_at": at,
        "told_minutes": minutes,
        "told_version": F("version"),
    }
    return rows.order_by().annotate(**told).values_list(*told)
