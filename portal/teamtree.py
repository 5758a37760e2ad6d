"""The team tree held in memory: one read, then any question about above and below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass
class Node:
    """A team in the tree with the people who are in it today, and in it or below."""

    team: Team
    depth: int
    people: int = 0
    people_below: int = 0
    children: list[Node] = field(default_factory=list)

    @property
    def indent(self) -> range:
        """As many steps as the team lies deep, for a template to repeat."""
        return range(self.depth)

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


def forest(teams: Iterable[Team], people: Mapping[UUID, set[UUID]] | None = None) -> list[Node]:
    """Teams as trees, siblings in the order given. `people` holds the ids of those in each team.

    A team whose parent is not among `teams` stands at the top. Nobody is counted twice in a branch.
    """
    teams = list(teams)
    known = {team.pk for team in teams}
    below: dict[UUID | None, list[Team]] = {}
    for team in teams:
        below.setdefault(team.parent_id if team.parent_id in known else None, []).append(team)
    return [_grow(team, 0, below, people or {})[0] for team in below.get(None, [])]


def _grow(
    team: Team, depth: int, below: Mapping[UUID | None, Sequence[Team]], people: Mapping[UUID, set[UUID]]
) -> tuple[Node, set[UUID]]:
    grown = [_grow(child, depth + 1, below, people) for child in below.get(team.pk, [])]
    here = people.get(team.pk, set())
    everybody = here.union(*(ids for _child, ids in grown))
    return Node(team, depth, len(here), len(everybody), [child for child, _ids in grown]), everybody


def flat(nodes: Iterable[Node]) -> list[Node]:
    return [node for top in nodes for node in top.walk()]
