"""Who reaches which team, by today's memberships."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from portal.prepared import planned_once
from portal.roles import Role

REACH = """
WITH RECURSIVE reach(team_id, role) AS (
    SELECT team_id, role FROM portal_membership
     WHERE person_id = %s AND starts_on <= %s AND (ends_on IS NULL OR ends_on > %s)
    UNION
    SELECT team.id, reach.role FROM portal_team AS team
      JOIN reach ON team.parent_id = reach.team_id
     WHERE reach.role IN ('manager', 'steward')
), line(team_id) AS (
    SELECT team_id FROM portal_membership
     WHERE person_id = %s AND starts_on <= %s AND (ends_on IS NULL OR ends_on > %s)
    UNION
    SELECT team.parent_id FROM portal_team AS team
      JOIN line ON team.id = line.team_id WHERE team.parent_id IS NOT NULL
)
SELECT team_id, role FROM reach UNION ALL SELECT team_id, '' FROM line
"""


@dataclass(frozen=True)
class Reach:
    """The roles a person holds today, on each team they were given to and, for managers and stewards, every team below.

    `line` are the person's own teams and all teams above them: whose definitions serve this person.
    """

    roles: Mapping[UUID, frozenset[Role]]
    line: frozenset[UUID] = frozenset()

    def teams(self, *roles: Role) -> list[UUID]:
        """Ids of the teams where the person holds one of `roles` (any role when none is named)."""
        return [team for team, held in self.roles.items() if not roles or held.intersection(roles)]

    def holds(self, team_id: UUID, *roles: Role) -> bool:
        held = self.roles.get(team_id, frozenset())
        return bool(held.intersection(roles) if roles else held)

    def anywhere(self, *roles: Role) -> bool:
        """Whether the person holds one of `roles` (any role when none is named) in any team."""
        return bool(self.teams(*roles))


def reach_of(person_id: UUID, today: date) -> Reach:
    """One statement: memberships of the day, widened down the team tree."""
    found: dict[UUID, set[Role]] = {}
    line: set[UUID] = set()
    with planned_once() as cursor:
        key = person_id if connection.vendor == "postgresql" else person_id.hex
        cursor.execute(REACH, [key, today, today] * 2)
        for team_id, role in cursor.fetchall():
            team = team_id if isinstance(team_id, UUID) else UUID(team_id)
            if role:
                found.setdefault(team, set()).add(Role(role))
            else:
                line.add(team)
    return Reach({team: frozenset(roles) for team, roles in found.items()}, frozenset(line))
