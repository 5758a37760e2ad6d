"""Whom a manager coaches, those first who come to mind first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, DateField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Value, When

from coaching.choices import AbsenceKind
from coaching.models import Absence, CoachedDay, CoachingSession
from coaching.standards import LongestGap
from portal.models import Membership, Person
from portal.roles import Role

COACHED = (Role.MEMBER, Role.MANAGER)


def coachees_of(coach: Person, today: date) -> list[Person]:
    """Whoever works in the teams that the coach manages: the last coached first, then those who report to them."""
    held = Membership.objects.on(today)
    managed = held.filter(person=OuterRef("pk"), role__in=COACHED, team_id__in=coach.reach.teams(Role.MANAGER))
    rows: QuerySet[Any] = Person.objects.current().filter(Exists(managed)).exclude(pk=coach.pk)
    rows = rows.annotate(last=Subquery(_last_of(coach)), near=Exists(reports_to(coach, today)))
    return list(rows.order_by(F("last").desc(nulls_last=True), "-near", "name", "pk"))


def _last_of(coach: Person) -> QuerySet[Any]:
    own = CoachingSession.objects.visible_to(coach).held().filter(coach=coach, coachee=OuterRef("pk"))
    return own.order_by("-held_at").values("held_at")[:1]


def reports_to(coach: Person, today: date) -> QuerySet[Any]:
    """Memberships of those whose nearest manager the coach is: in a team of the coach's own, managing one right below,
    or in one right below that nobody manages."""
    held = Membership.objects.on(today)
    own = held.filter(person=coach, role=Role.MANAGER).values("team")
    managed = Exists(held.filter(team=OuterRef("team"), role=Role.MANAGER))
    below = Q(team__parent__in=own) & (Q(role=Role.MANAGER) | ~managed)
    return held.filter(Q(team__in=own) | below, role__in=COACHED, person=OuterRef("pk"))


def quiet_under(coach: Person, today: date) -> QuerySet[Any]:
    """Those who report to the coach, are not on leave today, and had no session with anybody for as long as the coach's
    team holds for too long; as the coverage of that team has it.

    `last` is the day of their last session, None when there never was one.
    """
    away = Absence.objects.everything(reason="of those who report to the coach").touching(today, today)
    away = away.filter(person=OuterRef("pk"), kind=AbsenceKind.LEAVE)
    rows: QuerySet[Any] = Person.objects.current().filter(Exists(reports_to(coach, today)))
    rows = rows.exclude(Exists(away)).exclude(pk=coach.pk).annotate(last=Subquery(_last_day()))
    return rows.filter(Q(last=None) | Q(last__lte=Subquery(_long_ago(coach, today))))


def _long_ago(coach: Person, today: date) -> QuerySet[Any]:
    """The day before which a last session lies too far back, by the team of the coach's that somebody reports to."""
    own = Membership.objects.on(today).filter(person=coach, role=Role.MANAGER).values("team")
    theirs = Case(When(team__in=own, then=F("team")), default=F("team__parent"))
    days = DaysBefore(Value(today, DateField()), LongestGap(theirs))
    return reports_to(coach, today).annotate(day=days).order_by("-day").values("day")[:1]


class DaysBefore(Func):
    """A day, so many days earlier."""

    output_field = DateField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner="::date - ", **context)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        told = "date(%(expressions)s || ' days')"
        return self.as_sql(compiler, connection, template=told, arg_joiner=", -", **context)


def _last_day() -> QuerySet[Any]:
    met: QuerySet[Any] = CoachedDay.objects.everything(reason="days alone").met().filter(coachee=OuterRef("pk"))
    return met.order_by("-day").values("day")[:1]


@dataclass(frozen=True)
class Ahead:
    """A session of two people that is planned."""

    coachee_id: Any
    held_at: datetime
    held_on: date


def planned_of(coach: Person, now: datetime) -> dict[Any, Ahead]:
    """By coachee, the coach's next planned session."""
    rows = CoachingSession.objects.visible_to(coach).planned().filter(coach=coach, held_at__gt=now)
    found: dict[Any, Ahead] = {}
    for row in rows.order_by("held_at").values_list("coachee_id", "held_at", "held_on"):
        found.setdefault(row[0], Ahead(*row))
    return found
