"""How reliably a person keeps what they promised in coaching: for themselves and their manager, one person at a time."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from coaching import rules
from coaching.keeping import reliability_of
from coaching.standing import WEEKS
from portal.api.rendering import answer
from portal.api.resource import Resource
from portal.directory import people_for
from portal.doors import PERSONAL


class ReliabilityShape(serializers.Serializer[Any]):
    """`on_time` of `due` in the last `weeks`. `percent` is null without a case; `few` says that there are fewer than five."""

    weeks = serializers.IntegerField()
    due = serializers.IntegerField()
    on_time = serializers.IntegerField()
    percent = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    few = serializers.BooleanField()


class ReliabilityOfPerson(Resource):
    door = PERSONAL
    shape = ReliabilityShape
    versioned = False

    def retrieve(self, request: Request, **kwargs: Any) -> HttpResponse:
        other = people_for(self.person).filter(pk=self.kwargs["person"]).first()
        if other is None:
            raise Http404
        rules.may_see_reliability(self.person, other).or_refuse()
        found = reliability_of(other, other.today())
        return answer(
            {
                "weeks": WEEKS,
                "due": found.of,
                "on_time": found.count,
                "percent": found.percent,
                "few": found.few,
            }
        )
