"""Memberships: who is in which team, in which role, from when until when."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.api.briefs import PersonBrief, TeamBrief, everybody
from portal.api.fields import Day, Related
from portal.api.filtering import ChoicesFilter, DayFilter, Filters, IdFilter, PersonFilter
from portal.api.handover import HandoverInput, successors_of
from portal.api.resource import Created, Listed, Retrieved, Values, verb
from portal.api.shapes import Shape
from portal.directory import people_for, teams_for
from portal.doors import PERSONAL
from portal.joining import end_membership, join, move
from portal.models import Membership
from portal.models.membership import MembershipQuerySet
from portal.roles import Role
from portal.rules import may_end_membership
from portal.verdicts import Verdict


class MembershipShape(Shape):
    """`starts_on` counts, `ends_on` no longer does."""

    person = Related(PersonBrief)
    team = Related(TeamBrief)

    class Meta:
        model = Membership
        fields = ["id", "version", "role", "starts_on", "ends_on", "created_at", "person", "team"]


class NewMembership(MembershipShape):
    person = Related(PersonBrief, within=everybody)
    team = Related(TeamBrief, within=teams_for)
    starts_on = Day(required=False, help_text="Today when left out.")

    class Meta(MembershipShape.Meta):
        read_only_fields = ["ends_on"]


class EndMembership(HandoverInput):
    until = Day(required=False, help_text="The first day that no longer counts; today when left out.")


class MoveMembership(HandoverInput):
    to = Related(TeamBrief, within=teams_for)
    role = serializers.ChoiceField(choices=Role.choices, required=False)
    on = Day(required=False, help_text="Today when left out.")


class MembershipFilters(Filters):
    person = PersonFilter("person")
    team = IdFilter("team")
    role = ChoicesFilter("role", choices=Role.choices)
    on = DayFilter(method="by_day", label=_("Those that hold on this day"))

    def by_day(self, rows: MembershipQuerySet, name: str, day: object) -> MembershipQuerySet:
        return rows.on(day)


class Memberships(Listed, Retrieved, Created):
    door = PERSONAL
    shape = MembershipShape
    entry = NewMembership
    filters = MembershipFilters
    orderings = {"id": "id", "starts_on": "starts_on", "ends_on": "ends_on"}

    def rows(self) -> QuerySet[Membership]:
        return Membership.objects.filter(person__in=people_for(self.person))

    def may_change(self, record: Membership) -> Verdict:
        return may_end_membership(self.person, record)

    def add(self, values: Values) -> Membership:
        return join(values.pop("person"), values.pop("team"), **values, by=self.person, at=self.now)

    @verb(EndMembership)
    def end(self, membership: Membership, values: Values) -> None:
        successors = successors_of(values)
        end_membership(
            membership, **values, successors=successors, by=self.person, at=self.now, version=membership.version
        )

    @verb(MoveMembership, makes=True)
    def move(self, membership: Membership, values: Values) -> Membership:
        """Ends it here and begins one there on the same day; answers with the new one."""
        successors = successors_of(values)
        return move(
            membership, **values, successors=successors, by=self.person, at=self.now, version=membership.version
        )
