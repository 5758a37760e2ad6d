"""Who is asked about whom: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from portal.roles import Role
from portal.teamtree import TeamTree

Parents = Mapping[UUID, UUID | None]
Holds = tuple[UUID, UUID, str]  # person, team, role


@dataclass
class Roster:
    """The people who are asked about a manager. `seen_from` is the team of the manager's own managers, if there is one."""

    manager: UUID
    people: set[UUID] = field(default_factory=set)
    teams: set[UUID] = field(default_factory=set)
    seen_from: UUID | None = None
    above: set[UUID] = field(default_factory=set)


def rosters(branch: UUID, parents: Parents, holds: Iterable[Holds]) -> list[Roster]:
    """By the memberships of one day, for every manager in the branch.

    A team is managed by its own managers; where it has none, by those of the nearest team above that has. Managers
    above the branch are not asked about: their people may be elsewhere. Nobody is asked about themselves.
    """
    holds = list(holds)
    managers = _of_role(holds, Role.MANAGER)
    inside = TeamTree(parents).branch(branch)
    found: dict[UUID, Roster] = {}
    for team, members in _of_role(holds, Role.MEMBER).items():
        home = next((one for one in _line(team, parents) if one in managers), None)
        for manager in managers[home] if home in inside and team in inside else ():
            roster = found.setdefault(manager, Roster(manager))
            roster.people |= members - {manager}
            roster.teams.add(home)  # type: ignore[arg-type]
    for roster in found.values():
        _look_up(roster, parents, managers)
    return [one for one in found.values() if one.people]


def _of_role(holds: Iterable[Holds], role: str) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    for person, team, held in holds:
        if held == role:
            found.setdefault(team, set()).add(person)
    return found


def _look_up(roster: Roster, parents: Parents, managers: Mapping[UUID, set[UUID]]) -> None:
    """The nearest team above all that the manager manages, and that somebody else manages."""
    lines = [_line(team, parents) for team in roster.teams]
    shared = [team for team in lines[0] if all(team in line for line in lines) and team not in roster.teams]
    for team in shared:
        others = managers.get(team, set()) - {roster.manager}
        if others:
            roster.seen_from, roster.above = team, others
            return


def _line(team: UUID, parents: Parents) -> list[UUID]:
    """The team and all above it, the nearest first."""
    found: list[UUID] = []
    step: UUID | None = team
    while step is not None and step not in found:
        found.append(step)
        step = parents.get(step)
    return found
