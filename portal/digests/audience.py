"""The people whose digests are written together, and whom they reach: four statements, however many they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.access import Reach
from portal.digests.models import WeekFigures
from portal.formats import day
from portal.models import Membership, Organisation, Person, Team
from portal.roles import Role
from portal.weeks import coming_friday


class Tree:
    """The teams by what lies above and below them."""

    def __init__(self, parents: dict[UUID, UUID | None]):
        self.parents = parents
        self.children: dict[UUID, list[UUID]] = {}
        self.known: dict[UUID, list[UUID]] = {}
        for team, parent in parents.items():
            if parent:
                self.children.setdefault(parent, []).append(team)

    def branch(self, team: UUID) -> list[UUID]:
        """The team and all below it."""
        if team not in self.known:
            self.known[team] = [team, *(one for child in self.children.get(team, []) for one in self.branch(child))]
        return self.known[team]

    def line(self, team: UUID) -> list[UUID]:
        """The team and all above it, the nearest first."""
        found, at = [], team
        while at:
            found.append(at)
            above = self.parents.get(at)
            if above is None:
                break
            at = above
        return found


@dataclass(frozen=True)
class Audience:
    """`today` is the day where each person is; `managers` are those of each team alone.

    `weeks` says which week each one's digest is of, `figures` how things stood when those weeks began.
    """

    people: Sequence[Person]
    at: datetime
    tree: Tree
    today: dict[UUID, date]
    managers: dict[UUID, list[UUID]] = field(default_factory=dict)
    weeks: Mapping[UUID, date] = field(default_factory=dict)
    figures: Mapping[date, WeekFigures] = field(default_factory=dict)

    @property
    def last_friday(self) -> date:
        """The latest end of a week among them."""
        return max(coming_friday(day) for day in self.today.values())

    def is_soon(self, person: UUID, day: date) -> bool:
        """Overdue, or due by the end of the person's week."""
        return day <= coming_friday(self.today[person])

    def managers_among(self) -> dict[UUID, list[UUID]]:
        """The people who manage somebody, with all teams that they manage."""
        found = {person.pk: person.reach.teams(Role.MANAGER) for person in self.people}
        return {person: teams for person, teams in found.items() if teams}

    def of(self, people: Sequence[Person]) -> Audience:
        """These of them alone."""
        return replace(self, people=people, today={one.pk: self.today[one.pk] for one in people})

    def kept_for(self, person: UUID) -> WeekFigures | None:
        """The figures of the person's week."""
        week = self.weeks.get(person)
        return self.figures.get(week) if week else None

    def as_of(self, person: UUID) -> str:
        """When the figures were taken, where the person is."""
        kept = self.kept_for(person)
        if kept is None:
            return ""
        [zone] = [one.zone for one in self.people if one.pk == person]
        local = timezone.localtime(kept.at, zone)
        return _("figures as of %(day)s, %(time)s") % {"day": day(local.date(), local.date()), "time": f"{local:%H:%M}"}

    def heads(self, person: UUID) -> list[UUID]:
        """The teams that the person manages themselves, not those below."""
        return [team for team, managers in self.managers.items() if person in managers]

    def leads(self, person: UUID) -> list[UUID]:
        """The teams whose nearest manager the person is: of their people they hear one by one."""
        branches = {team for head in self.heads(person) for team in self.tree.branch(head)}
        return [team for team in branches if person in self._nearest(team)]

    def _nearest(self, team: UUID) -> Sequence[UUID]:
        return next((self.managers[one] for one in self.tree.line(team) if one in self.managers), ())

    def manager_of(self, team: UUID | None, owner: UUID | None, among: Collection[UUID] | None = None) -> UUID | None:
        """Who answers for the team: its manager, or the nearest above it who is somebody else than the owner.

        Where only some may be told, the nearest of them; None when none of them answers for the team.
        """
        for one in self.tree.line(team) if team else []:
            for manager in self.managers.get(one, []):
                if manager != owner and (among is None or manager in among):
                    return manager
        return None


def gather(people: Sequence[Person], at: datetime) -> Audience:
    """Each person knows their reach afterwards, as if they had asked for it themselves."""
    organisation = Organisation.current()
    day = organisation.today(at)
    tree = Tree(dict(Team.objects.order_by().values_list("pk", "parent_id")))
    held: dict[UUID, list[tuple[UUID, str]]] = {}
    rows = Membership.objects.on(day).filter(person__in=people).order_by()
    for pk, team, role in rows.values_list("person_id", "team_id", "role"):
        held.setdefault(pk, []).append((team, role))
    for person in people:
        person.__dict__["organisation"] = organisation
        person.__dict__["reach"] = _reach(held.get(person.pk, []), tree)
    return Audience(people, at, tree, {one.pk: one.today_at(at) for one in people}, _managers(day))


def _reach(memberships: Sequence[tuple[UUID, str]], tree: Tree) -> Reach:
    """As portal.access.reach_of reckons it in the database."""
    roles: dict[UUID, set[Role]] = {}
    line: set[UUID] = set()
    for team, role in memberships:
        line.update(tree.line(team))
        for one in tree.branch(team) if role in (Role.MANAGER, Role.STEWARD) else [team]:
            roles.setdefault(one, set()).add(Role(role))
    return Reach({team: frozenset(found) for team, found in roles.items()}, frozenset(line))


def _managers(day: date) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    rows = Membership.objects.on(day).filter(role=Role.MANAGER, person__is_active=True)
    for team, person in rows.order_by("starts_on", "id").values_list("team_id", "person_id"):
        found.setdefault(team, []).append(person)
    return found
