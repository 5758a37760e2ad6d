"""Who I am, and my memberships of today."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from portal.api.briefs import TeamBrief
from portal.api.fields import Related
from portal.api.resource import Resource
from portal.api.shapes import Shape
from portal.doors import PERSONAL
from portal.models import Membership, Person


class OwnMembership(Shape):
    team = Related(TeamBrief)

    class Meta:
        model = Membership
        fields = ["id", "team", "role", "starts_on", "ends_on"]
        read_only_fields = fields


class MeShape(Shape):
    memberships = serializers.ListSerializer(child=OwnMembership(), read_only=True)

    class Meta:
        model = Person
        fields = [
            "id",
            "version",
            "name",
            "email",
            "time_zone",
            "language",
            "digest_weekday",
            "digest_hour",
            "is_administrator",
            "memberships",
        ]


class Me(Resource):
    door = PERSONAL
    shape = MeShape

    def rows(self) -> QuerySet[Person]:
        return Person.objects.filter(pk=self.person.pk)

    def retrieve(self, request: Request, **kwargs: Any) -> HttpResponse:
        return self.reply(self.read(self.rows()))
