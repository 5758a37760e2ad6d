"""People: who works here. Invited, edited and let go by stewards and administrators."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.administration import make_administrator, withdraw_administration
from portal.api.briefs import TeamBrief
from portal.api.fields import Related
from portal.api.filtering import ChoicesFilter, Filters, FlagFilter, IdFilter
from portal.api.handover import HandoverInput, successors_of
from portal.api.resource import Created, Edited, Listed, Retrieved, Values, verb
from portal.api.shapes import Closed, Shape
from portal.directory import STATES, people_for, teams_for
from portal.doors import PERSONAL
from portal.joining import invite, send_invitation
from portal.leaving import come_back, leave
from portal.models import Person
from portal.profiles import edit_person
from portal.roles import Role
from portal.rules import may_bring_back, may_edit_person, may_let_go, may_make_administrator, may_send_invitation
from portal.verdicts import Verdict


class PersonShape(Shape):
    class Meta:
        model = Person
        fields = [
            "id", "version", "name", "email", "time_zone", "language", "is_active", "is_administrator", "invited_at",
            "left_at", "created_at",
        ]  # fmt: skip
        read_only_fields = ["is_active", "is_administrator", "time_zone", "language"]
        verbs = {
            "is_active": _("Use leave/ or come-back/."),
            "is_administrator": _("Use make-administrator/ or withdraw-administration/."),
        }


class NewPerson(Closed):
    name = serializers.CharField(max_length=120)
    email = serializers.EmailField(max_length=254)
    team = Related(TeamBrief, within=teams_for)
    role = serializers.ChoiceField(choices=Role.choices, default=Role.MEMBER)


class Invitation(Closed):
    email = serializers.EmailField(required=False, max_length=254, help_text="For somebody who has none yet.")


class ComeBack(Closed):
    team = Related(TeamBrief, within=teams_for)
    role = serializers.ChoiceField(choices=Role.choices, default=Role.MEMBER)


class PersonFilters(Filters):
    name = django_filters.CharFilter("name", "icontains", min_length=2, max_length=100)
    email = django_filters.CharFilter("email", "iexact", max_length=254)
    active = FlagFilter("is_active")
    state = ChoicesFilter(method="by_state", choices=[(code, label) for code, (label, _condition) in STATES.items()])
    team = IdFilter(method="by_team", label=_("In this team today"))

    def by_state(self, rows: Any, name: str, states: list[str]) -> Any:
        return rows.filter(reduce(or_, (STATES[state][1] for state in states)))

    def by_team(self, rows: Any, name: str, team: Any) -> Any:
        return rows.in_teams([team], today=self.person.organisation.today())


class People(Listed, Retrieved, Created, Edited):
    door = PERSONAL
    shape = PersonShape
    entry = NewPerson
    filters = PersonFilters
    orderings = {"name": "name", "id": "id"}
    usual = "name"

    def rows(self) -> QuerySet[Person]:
        found: QuerySet[Person] = people_for(self.person)
        return found

    def may_change(self, record: Person) -> Verdict:
        return may_edit_person(self.person, record)

    def add(self, values: Values) -> Person:
        return invite(**values, by=self.person, at=self.now)

    def edit(self, record: Person, values: Values) -> None:
        edit_person(record, values, by=self.person, at=self.now, version=record.version)

    @verb(Invitation, rule=may_send_invitation)
    def invitation(self, person: Person, values: Values) -> None:
        """Sends the letter that lets somebody choose a password, for the first time or again."""
        send_invitation(person, **values, by=self.person, at=self.now)

    @verb(HandoverInput, rule=may_let_go)
    def leave(self, person: Person, values: Values) -> None:
        successors = successors_of(values)
        leave(person, **values, successors=successors, by=self.person, at=self.now, version=person.version)

    @verb(ComeBack, rule=lambda person, _other: may_bring_back(person))
    def come_back(self, person: Person, values: Values) -> None:
        come_back(person, **values, by=self.person, at=self.now)

    @verb(rule=lambda person, _other: may_make_administrator(person))
    def make_administrator(self, person: Person, values: Values) -> None:
        make_administrator(person, by=self.person, at=self.now)

    @verb(rule=lambda person, _other: may_make_administrator(person))
    def withdraw_administration(self, person: Person, values: Values) -> None:
        withdraw_administration(person, by=self.person, at=self.now)
