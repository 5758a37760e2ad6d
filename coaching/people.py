"""Whom a manager coaches, those first who come to mind first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from coaching.models import CoachingSession
from portal.models import Membership, Person
from portal.roles import Role

COACHED = (Role.MEMBER, Role.MANAGER)


def coachees_of(coach: Person, today: date) -> list[Person]:
    """Whoever works in the teams that the coach manages: the last coached first, then those who report to them."""
    held = Membership.objects.on(today)
    managed = held.filter(person=OuterRef("pk"), role__in=COACHED, team_id__in=coach.reach.teams(Role.MANAGER))
    rows: QuerySet[Any] = Person.objects.current().filter(Exists(managed)).exclude(pk=coach.pk)
    rows = rows.annotate(
        last=Subquery(_last_of(coach)), near=Exists(held.filter(_reports_to(coach), person=OuterRef("pk")))
    )
    return list(rows.order_by(F("last").desc(nulls_last=True), "-near", "name", "pk"))


def _last_of(coach: Person) -> QuerySet[Any]:
    own = CoachingSession.objects.visible_to(coach).held().filter(coach=coach, coachee=OuterRef("pk"))
    return own.order_by("-held_at").values("held_at")[:1]


def _reports_to(coach: Person) -> Q:
    """In a team of the coach's own, or managing one right below."""
    own = [one.team_id for one in coach.memberships.all() if one.role == Role.MANAGER]
    return Q(team_id__in=own, role__in=COACHED) | Q(team__parent_id__in=own, role=Role.MANAGER)


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
