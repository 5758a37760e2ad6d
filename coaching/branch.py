"""Who is to be coached in a team and below it, and by whom. Read once, then asked from memory.

Members of a team and of the teams below it stand in its coverage, and so do the managers of the teams below: they are
coached as well. The managers of the team itself stand in the coverage of the team above. Sales functions do not sell:
they are looked at by themselves and not from the teams above.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from coaching.expected import Period, Stay
from portal.models import Membership, Person, Team
from portal.models.team import TeamKind
from portal.roles import Role
from portal.teamtree import TeamTree


class Branch:
    """The teams of a branch, current ones, with all memberships that touch a period. Two statements."""

    def __init__(self, top: Team, teams: Iterable[Team], period: Period):
        everything = {one.pk: one for one in teams}
        self.top, self.period = top, period
        self.parents = {one.pk: one.parent_id for one in everything.values()}
        self.tree = TeamTree(self.parents)
        self.teams = {pk: everything[pk] for pk in self.tree.branch(top.pk) if pk in everything}
        self.memberships = list(
            Membership.objects.unended(period.first)
            .filter(team_id__in=list(self.teams), role__in=[Role.MEMBER, Role.MANAGER], starts_on__lte=period.last)
            .select_related("person")
        )
        self.people: dict[UUID, Person] = {one.person_id: one.person for one in self.memberships}

    @classmethod
    def read(cls, top: Team, period: Period) -> Branch:
        return cls(top, Team.objects.all(), period)

    def names(self) -> dict[UUID, str]:
        return {pk: person.name for pk, person in self.people.items()}

    def selling(self, team: UUID) -> set[UUID]:
        """The team and those below it, without functions and what belongs to them."""
        found = {team}
        for child in self._children(team):
            found |= self.selling(child)
        return found

    def _children(self, team: UUID) -> list[UUID]:
        below = self.tree.children.get(team, [])
        return [one for one in below if one in self.teams and self.teams[one].kind != TeamKind.FUNCTION]

    def coached_in(self, team: UUID) -> list[Membership]:
        """Those whose coaching the team answers for, at any time of the period."""
        below = self.selling(team)
        return [
            one for one in self.memberships
            if one.team_id in below and (one.role == Role.MEMBER or one.team_id != team)
        ]  # fmt: skip

    def coached_by_managers_of(self, team: UUID, day: date) -> list[Membership]:
        """The people of that day whose nearest managers are those of the team: its members, the managers of the teams
        right below, and of teams without a manager whoever is in them."""
        here = [one for one in self.memberships if one.holds_on(day)]
        by_team: defaultdict[UUID, list[Membership]] = defaultdict(list)
        for one in here:
            by_team[one.team_id].append(one)
        return list(self._nearest(team, by_team))

    def _nearest(self, team: UUID, by_team: defaultdict[UUID, list[Membership]]) -> Iterable[Membership]:
        yield from (one for one in by_team[team] if one.role == Role.MEMBER)
        for child in self._children(team):
            managers = [one for one in by_team[child] if one.role == Role.MANAGER]
            yield from managers or self._nearest(child, by_team)

    def managers_of(self, team: UUID, day: date) -> list[Membership]:
        return [
            one for one in self.memberships if one.team_id == team and one.role == Role.MANAGER and one.holds_on(day)
        ]

    def below(self) -> list[Team]:
        """The teams right below the top that anybody works in, by name."""
        inhabited = {one.team_id for one in self.memberships}
        children = [self.teams[pk] for pk in self._children(self.top.pk) if pk in self.teams]
        found = [one for one in children if self.selling(one.pk) & inhabited and one.archived_at is None]
        return sorted(found, key=lambda one: one.name)


def stays(memberships: Sequence[Membership]) -> list[Stay]:
    """A membership's last day is the one before it ends."""
    return [
        Stay(one.person_id, one.team_id, one.starts_on, date.fromordinal(one.ends_on.toordinal() - 1) if one.ends_on else date.max)
        for one in memberships
        if one.ends_on is None or one.ends_on > one.starts_on
    ]  # fmt: skip
