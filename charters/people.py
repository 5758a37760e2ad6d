"""Whom one may choose for a charter: those who work in its team or below, those who lead above."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q

from charters.models import Charter
from portal.models import Membership, Person, Team
from portal.roles import Role


def candidates(charter: Charter, today: date) -> list[Person]:
    """Who may own the charter, its objectives and tactics: people of the team and below, managers above."""
    branch = charter.team.branch().values("pk")
    here = Membership.objects.on(today).filter(Q(team__in=branch) | Q(team__in=charter.team.line(), role=Role.MANAGER))
    named = [pk for pk in (charter.owner_id, charter.sponsor_id) if pk]
    return _people(Q(pk__in=here.values("person")) | Q(pk__in=named))


def sponsors(charter: Charter, today: date) -> list[Person]:
    """Who may approve: managers of the team and of those above, and who is named already."""
    lead = Membership.objects.on(today).filter(team__in=charter.team.line(), role=Role.MANAGER)
    return _people(Q(pk__in=lead.values("person")) | Q(pk=charter.sponsor_id))


def colleagues() -> list[Person]:
    """Everybody who works here."""
    return _people(Q())


def of_team(team: Team, today: date) -> list[Person]:
    """Who works in the team or below it."""
    here = Membership.objects.on(today).filter(team__in=team.branch().values("pk"))
    return _people(Q(pk__in=here.values("person")))


def _people(wanted: Q) -> list[Person]:
    return list(Person.objects.current().filter(wanted).order_by("name"))


def _line(team: UUID, above: Mapping[UUID, UUID | None]) -> Iterator[UUID]:
    """The team and all above it."""
    at: UUID | None = team
    while at is not None:
        yield at
        at = above[at]


def leaders(teams: list[Team], today: date) -> list[Person]:
    """Who answers for the strategy: managers of these teams and of all above, the nearest first."""
    above = dict(Team.objects.values_list("pk", "parent_id"))
    far: dict[UUID, int] = {}
    for team in teams:
        for distance, pk in enumerate(_line(team.pk, above)):
            far[pk] = min(distance, far.get(pk, distance))
    lead = Membership.objects.on(today).filter(team__in=far, role=Role.MANAGER, person__is_active=True)
    rows = sorted(lead.select_related("person"), key=lambda row: (far[row.team_id], row.person.name))
    return list(dict.fromkeys(row.person for row in rows))
