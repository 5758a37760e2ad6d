"""Which part of the funnel a person looks at: teams in reach, one funnel in all its versions, only one's own work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from funnels.choices import FunnelState
from funnels.models import Funnel, Opportunity
from funnels.models.opportunity import OpportunityQuerySet
from portal.models import Person, Team
from portal.roles import Role
from portal.teamtree import Node, TeamTree, flat, forest


@dataclass(frozen=True)
class View:
    """What the query string asks for, in this person's scope. Without a team all of the person's teams are meant."""

    person: Person
    teams: Sequence[Node]
    team: Team | None
    owner: str
    funnels: Sequence[Funnel]
    funnel: Funnel | None
    versions: Sequence[UUID]

    @classmethod
    def asked(cls, person: Person, wanted: Mapping[str, str]) -> View:
        teams = list(Team.objects.current().with_ids(person.reach.teams()).order_by("name"))
        team = next((one for one in teams if str(one.pk) == wanted.get("team")), None)
        everything = list(
            Funnel.objects.visible_to(person).exclude(state=FunnelState.DRAFT).order_by("name", "-revision")
        )
        in_use = [funnel for funnel in everything if funnel.state == FunnelState.ACTIVE]
        funnel = _chosen(in_use, wanted.get("funnel", ""), team, person)
        versions = [one.pk for one in everything if funnel is None or one.lineage == funnel.lineage]
        return cls(person, flat(forest(teams)), team, wanted.get("owner", ""), in_use, funnel, versions)

    @property
    def mine(self) -> bool:
        return self.owner == "me"

    @property
    def owned_by(self) -> UUID | None:
        if self.mine:
            return self.person.pk
        try:
            return UUID(self.owner)
        except ValueError:
            return None

    @property
    def manages(self) -> bool:
        return self.person.reach.anywhere(Role.MANAGER)

    @property
    def opens(self) -> bool:
        """Whether the person may open an opportunity somewhere: members and managers, where a funnel serves them."""
        return bool(self.funnels) and self.person.reach.anywhere(Role.MEMBER, Role.MANAGER)

    @property
    def defines(self) -> bool:
        return self.person.reach.anywhere(Role.STEWARD)

    def rows(self) -> OpportunityQuerySet:
        """Every opportunity of the view that is not put away, whatever its status and funnel."""
        found: OpportunityQuerySet = Opportunity.objects.visible_to(self.person).current()
        if self.team:
            found = found.filter(team_id__in=self._branch(self.team))
        return found.filter(owner_id=self.owned_by) if self.owned_by else found

    def open(self) -> OpportunityQuerySet:
        """The open ones in the chosen funnel."""
        found = self.rows().open()
        return found.filter(funnel_id__in=self.versions) if len(self.funnels) > 1 else found

    def _branch(self, team: Team) -> set[UUID]:
        return TeamTree({node.team.pk: node.team.parent_id for node in self.teams}).branch(team.pk)


def _chosen(funnels: Sequence[Funnel], wanted: str, team: Team | None, person: Person) -> Funnel | None:
    """The one that is named, else the one that serves the team or the person's own, else the first."""
    named = next((one for one in funnels if str(one.pk) == wanted), None)
    near = {team.pk} if team else set()
    serving = [one for one in funnels if one.team_id in near] or [
        one for one in funnels if one.team_id in person.reach.line
    ]
    return named or next(iter(serving or funnels), None)
