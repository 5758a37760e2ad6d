"""Teams and people as an import finds or adds them: decided first, written afterwards, each once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from funnels.importing.judging import Effect
from funnels.importing.owners import spelled
from funnels.importing.setting import Setting
from portal.ids import time_ordered_id
from portal.joining import add_person, check, join
from portal.models import Event, Membership, Person, Team
from portal.models.team import TeamKind
from portal.organising import add_team
from portal.roles import Role
from portal.rules import may_change_email, may_invite
from portal.teamtree import TeamTree
from portal.verdicts import ALLOWED, Verdict

Step = Callable[[], list[Effect]]


@dataclass(eq=False)
class Place:
    """A team; without `team` as long as it is only decided upon."""

    key: UUID
    name: str
    above: Place | None
    kind: TeamKind = TeamKind.TEAM
    team: Team | None = None

    def is_below(self, other: Place) -> bool:
        return self is other or (self.above is not None and self.above.is_below(other))


@dataclass(eq=False)
class Somebody:
    """A person; without `person` as long as they are only decided upon. `met` once a row is about them."""

    key: UUID
    name: str
    email: str | None
    person: Person | None = None
    active: bool = True
    known: bool = False
    met: bool = False
    begun: bool = False

    def is_new(self) -> bool:
        return not self.known and not self.met


class Places:
    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.notes: list[dict[str, Any]] = []
        self.places: dict[UUID, Place] = {}
        self.root = self._read_places()
        self.people: dict[UUID, Somebody] = {}
        self.by_email: dict[str, Somebody] = {}
        self.by_name: dict[str, list[Somebody]] = {}
        for person in Person.objects.order_by("id"):
            self._remember(Somebody(person.pk, person.name, person.email, person, person.is_active, known=True))
        self.held: set[tuple[UUID, UUID, str]] = {
            (person, team, role)
            for person, team, role in Membership.objects.on(setting.today).values_list("person_id", "team_id", "role")
        }

    def _read_places(self) -> Place:
        branch = TeamTree.read().branch(self.setting.team.pk)
        teams = Team.objects.filter(pk__in=branch, archived_at=None).order_by("name")
        self.places = {team.pk: Place(team.pk, team.name, None, TeamKind(team.kind), team) for team in teams}
        for place in self.places.values():
            assert place.team is not None
            place.above = self.places.get(place.team.parent_id) if place.team.parent_id else None
        return self.places[self.setting.team.pk]

    def _remember(self, somebody: Somebody) -> None:
        self.people[somebody.key] = somebody
        self.by_name.setdefault(spelled(somebody.name), []).append(somebody)
        if somebody.email:
            self.by_email[somebody.email.lower()] = somebody

    def people_named(self, name: str, email: str | None) -> list[Somebody]:
        """By e-mail address; else by name, where the address is the same or not known here yet."""
        if email and email in self.by_email:
            return [self.by_email[email]]
        namesakes = [one for one in self.by_name.get(spelled(name), []) if not email or not one.email]
        return [one for one in namesakes if one.active] or namesakes

    def newcomer(self, name: str, email: str | None) -> Somebody:
        somebody = Somebody(time_ordered_id(), name, email)
        self._remember(somebody)
        return somebody

    def named(self, name: str | None, *, under: Place, kind: TeamKind = TeamKind.TEAM) -> Place:
        """The team of this name below, the highest first; a new one where there is none."""
        if not name:
            return under
        below = [place for place in self.places.values() if place.is_below(under) and place is not under]
        found = [place for place in below if spelled(place.name) == spelled(name)]
        direct = [place for place in found if place.above is under]
        if found:
            return (direct or found)[0]
        place = Place(time_ordered_id(), name, under, kind)
        self.places[place.key] = place
        return place

    def managed_by(self, manager: Somebody, *, under: Place) -> Place:
        managed = [place for place in self.places.values() if (manager.key, place.key, Role.MANAGER) in self.held]
        inside = [place for place in managed if place.is_below(under)]
        return inside[0] if inside else self.named(_("Team %(name)s") % {"name": manager.name}, under=under)

    def elsewhere(self, somebody: Somebody, place: Place) -> Place | None:
        """Another team of the branch in which they are a member already."""
        teams = [team for person, team, role in self.held if person == somebody.key and role == Role.MEMBER]
        return next((self.places[team] for team in teams if team in self.places and team != place.key), None)

    def may_place(self, role: Role) -> Verdict:
        return ALLOWED if self.setting.by is None else may_invite(self.setting.by, self.setting.team, role)

    def steps(self, somebody: Somebody, email: str | None, place: Place, role: Role) -> list[Step]:
        steps: list[Step] = []
        if not somebody.known and not somebody.begun:
            somebody.begun = True
            steps.append(partial(self._add_person, somebody))
        elif email and not somebody.email:
            somebody.email = email
            steps.append(partial(self._set_email, somebody, email))
        if (somebody.key, place.key, role) not in self.held:
            self.held.add((somebody.key, place.key, role))
            steps.append(partial(self._join, somebody, place, role))
        return steps

    def steps_for_manager(self, manager: Somebody, place: Place) -> list[Step]:
        """Whoever manages a team above manages this one."""
        line = [one for one in self.places.values() if place.is_below(one)]
        if any((manager.key, one.key, Role.MANAGER) in self.held for one in line):
            return []
        verdict = self.may_place(Role.MANAGER)
        if not verdict:
            text = _("%(name)s was not made manager of %(team)s. %(reason)s")
            told = text % {"name": manager.name, "team": place.name, "reason": verdict.reason}
            if {"code": "manager", "text": told} not in self.notes:
                self.notes.append({"code": "manager", "text": told})
            return []
        return self.steps(manager, None, place, Role.MANAGER)

    def _add_person(self, somebody: Somebody) -> list[Effect]:
        setting = self.setting
        somebody.person = add_person(name=somebody.name, email=somebody.email, by=setting.by, at=setting.at)
        return [_effect(somebody.person)]

    def _set_email(self, somebody: Somebody, email: str) -> list[Effect]:
        person, setting = somebody.person, self.setting
        assert person is not None
        if setting.by is not None:
            may_change_email(setting.by, person).or_refuse()
        person.lock()
        person.email = email
        check(person)
        person.keep("email")
        Event.objects.record(person, "edited", by=setting.by, at=setting.at, after={"fields": ["email"]})
        return [_effect(person, before={"email": None}, after={"email": email})]

    def _join(self, somebody: Somebody, place: Place, role: Role) -> list[Effect]:
        effects = self._settle(place)
        assert somebody.person is not None
        assert place.team is not None
        membership = join(somebody.person, place.team, role=role, by=self.setting.by, at=self.setting.at)
        return [*effects, _effect(membership)]

    def _settle(self, place: Place) -> list[Effect]:
        """Add the team, and those above it that are only decided upon."""
        if place.team is not None:
            return []
        assert place.above is not None
        effects = self._settle(place.above)
        setting = self.setting
        place.team = add_team(name=place.name, parent=place.above.team, kind=place.kind, by=setting.by, at=setting.at)
        return [*effects, _effect(place.team)]


def _effect(
    record: Person | Team | Membership, *, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
) -> Effect:
    return {"id": record.pk, "model": record._meta.model_name, "before": before, "after": after or {}}
