"""What of coaching waits for a person this week, and who of their people has waited for long. One statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    BinaryField,
    Case,
    CharField,
    DateTimeField,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coaching.models import CoachingCommitment, CoachingSession, CommitmentWords, FeedbackBallot, Observation
from coaching.models.feedback.box import USED
from coaching.people import quiet_under
from portal.home import SHOWN, Owed, Section
from portal.models import Person
from portal.roles import Role
from portal.sealed import opened
from portal.weeks import coming_friday

MOST = 200
QUIET, DUE, ASKED = "quiet", "due", "asked"
NONE, NEVER = Value(0, IntegerField()), Cast(Value(None), DateTimeField())
NOTHING = Cast(Value(None), BinaryField())
TITLES: dict[str, str | Promise] = {
    "confirm": _("Did these take place?"),
    "today": _("Coaching today"),
    "observed": _("Observations that wait for your view"),
    "asked": _("You are asked"),
}


@dataclass(frozen=True)
class Waiting:
    """`who` is the other of the two. `what` are the words of a commitment, for whoever may read them.

    Of an observation, `key` and `session` are the observation. Of a ballot they are its box, `minutes` its number. Of somebody who was not coached for long, `key` is the
    person and `day` that of the last session, if there was one.
    """

    kind: str
    key: UUID
    session: UUID
    who: str
    day: date | None
    at: datetime | None
    minutes: int
    version: int
    what: str


@dataclass(frozen=True)
class Quiet:
    """Somebody without a session for long. `days` is None when there never was one."""

    person: Person
    days: int | None


def sections(person: Person, now: datetime) -> list[Section | Owed]:
    found = [one for one in waiting(person, now) if not _is_answered(one)]
    owed = [Owed(one.day, "coaching/home/_owed.html", {"one": one}) for one in found if one.kind == DUE and one.day]
    by_kind = {kind: [one for one in found if one.kind == kind] for kind in (*TITLES, QUIET)}
    told = [_section(kind, by_kind[kind]) for kind in TITLES if by_kind[kind]]
    return [*owed, *told, *_quiet(by_kind[QUIET], person.organisation.today(now))]


def _is_answered(one: Waiting) -> bool:
    """Of a ballot: `what` are the marks of all that were used, as they stood sealed."""
    return one.kind == ASKED and one.what[one.minutes] == USED


def _section(kind: str, rows: Sequence[Waiting]) -> Section:
    context = {"kind": kind, "rows": rows[:SHOWN], "count": len(rows)}
    return Section(str(TITLES[kind]), "coaching/home/_waiting.html", context)


def _quiet(found: Sequence[Waiting], today: date) -> list[Section]:
    """Who never was coached first, then by the time without a session."""
    rows = [Quiet(Person(pk=one.key, name=one.who), (today - one.day).days if one.day else None) for one in found]
    rows.sort(key=lambda one: (one.days is not None, -(one.days or 0), one.person.name))
    context: Mapping[str, Any] = {"rows": rows[:SHOWN], "count": len(rows)}
    title = str(_("Not coached for long"))
    return [Section(title, "coaching/home/_quiet.html", context, aside=True)] if rows else []


def waiting(person: Person, now: datetime) -> list[Waiting]:
    """By its day: sessions to confirm, sessions of today, observations without the person's view, own commitments up to
    the end of the week, feedback that is asked for; to managers whom nobody coached for long."""
    today = person.today_at(now)
    sessions = CoachingSession.objects.visible_to(person)
    open_ = (
        CoachingCommitment.objects.visible_to(person).open().owed_by(person).filter(due_on__lte=coming_friday(today))
    )
    ours = sessions.planned().filter(Q(coach=person) | Q(coachee=person), held_on=today)
    views = Observation.objects.visible_to(person).waiting_for(person)
    parts = [
        _sessions("today", ours, person),
        _observations(views, person),
        _commitments(open_, person),
        _ballots(FeedbackBallot.objects.visible_to(person).running(person.organisation.today(now))),
    ]
    if person.reach.anywhere(Role.MANAGER):
        parts.append(_people(quiet_under(person, person.organisation.today(now))))
    told = _sessions("confirm", sessions.asked_about(today).filter(coachee=person), person).union(*parts, all=True)
    rows = told.order_by("told_day", "told_key")[:MOST]
    return [Waiting(*(*row[:-1], opened(row[-1] or b""))) for row in rows]


def _sessions(kind: str, rows: Any, person: Person) -> Any:
    other = Case(When(coach=person, then=F("coachee__name")), default=F("coach__name"))
    told = {"session": F("id"), "who": other, "day": F("held_on"), "at": F("held_at"), "minutes": F("minutes")}
    return _told(rows, kind, told | {"version": F("version"), "what": NOTHING})


def _observations(rows: Any, person: Person) -> Any:
    other = Case(When(observer=person, then=F("coachee__name")), default=F("observer__name"))
    told = {"session": F("id"), "who": other, "day": F("held_on"), "at": NEVER, "minutes": NONE}
    return _told(rows, "observed", told | {"version": F("version"), "what": NOTHING})


def _commitments(rows: Any, person: Person) -> Any:
    other = Case(When(session__coach=person, then=F("session__coachee__name")), default=F("session__coach__name"))
    words = CommitmentWords.objects.visible_to(person).filter(commitment=OuterRef("pk")).values("what")[:1]
    told = {"session": F("session_id"), "who": other, "day": F("due_on"), "at": NEVER, "minutes": NONE}
    return _told(rows, DUE, told | {"version": F("version"), "what": Subquery(words)})


def _ballots(rows: Any) -> Any:
    told = {"session": F("box_id"), "who": F("box__manager__name"), "day": F("box__cycle__closes_on"), "at": NEVER}
    used = Cast(F("box__used"), BinaryField())
    return _told(rows, ASKED, told | {"minutes": F("number"), "version": NONE, "what": used})


def _people(rows: Any) -> Any:
    told = {"session": F("id"), "who": F("name"), "day": F("last"), "at": NEVER, "minutes": NONE}
    return _told(rows, QUIET, told | {"version": NONE, "what": NOTHING})


def _told(rows: Any, kind: str, told: Mapping[str, Any]) -> Any:
    """Rows of one kind in the columns that all share."""
    columns = {"told_kind": Value(kind, CharField()), "told_key": F("id")}
    columns |= {f"told_{name}": value for name, value in told.items()}
    return rows.order_by().annotate(**columns).values_list(*columns)
