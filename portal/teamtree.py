"""The team tree held in memory: one read, then any question about above and below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from portal.models import Membership, Team
from portal.roles import Role


class TeamTree:
    def __init__(self, parents: Mapping[UUID, UUID | None]):
        self.children: dict[UUID | None, list[UUID]] = {}
        for team, parent in parents.items():
            self.children.setdefault(parent, []).append(team)

    @classmethod
    def read(cls) -> TeamTree:
        return cls(dict(Team.objects.values_list("id", "parent_id")))

    def branch(self, team: UUID) -> set[UUID]:
        """The team and every team below it."""
        found, waiting = {team}, [team]
        while waiting:
            below = self.children.get(waiting.pop(), [])
            waiting += [child for child in below if child not in found]
            found.update(below)
        return found

    def reached(self, memberships: Iterable[Membership]) -> set[UUID]:
        """The teams that these memberships let somebody read, as portal/access.py widens them."""
        found: set[UUID] = set()
        for membership in memberships:
            found |= {membership.team_id} if membership.role == Role.MEMBER else self.branch(membership.team_id)
        return found
