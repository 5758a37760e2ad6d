"""Who I am, and my memberships."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework import serializers

from portal.api.briefs import TeamBrief
from portal.api.fields import Related
from portal.api.resource import Edited, Retrieved, Values
from portal.api.shapes import Shape
from portal.doors import PERSONAL
from portal.models import Membership, Person
from portal.profiles import edit_person


class OwnMembership(Shape):
    team = Related(TeamBrief)

    class Meta:
        model = Membership
        fields = ["id", "version", "role", "starts_on", "ends_on", "team"]
        read_only_fields = fields


class MeShape(Shape):
    memberships = serializers.ListSerializer(child=OwnMembership(), read_only=True)

    class Meta:
        model = Person
        fields = [
            "id", "version", "name", "email", "time_zone", "language", "theme", "single_keys", "digest_weekday",
            "digest_hour", "is_administrator", "memberships",
        ]  # fmt: skip
        read_only_fields = ["is_administrator"]


class Me(Retrieved, Edited):
    door = PERSONAL
    shape = MeShape

    def rows(self) -> QuerySet[Person]:
        return Person.objects.filter(pk=self.person.pk)

    def edit(self, record: Person, values: Values) -> None:
        edit_person(record, values, by=self.person, at=self.now, version=record.version)
