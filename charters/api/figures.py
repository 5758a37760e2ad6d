"""The figures that the portal reckons itself: what an objective or a measure may be bound to by name."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from charters.figures import known
from portal.api.rendering import answer
from portal.api.resource import Resource
from portal.doors import PERSONAL


class FigureShape(serializers.Serializer[Any]):
    """`any_day` says that days that have passed can be asked for as well."""

    name = serializers.CharField()
    says = serializers.CharField()
    unit = serializers.CharField()
    any_day = serializers.BooleanField()


class FiguresShape(serializers.Serializer[Any]):
    figures = FigureShape(many=True)


class Figures(Resource):
    """What fills itself each week."""

    door = PERSONAL
    shape = FiguresShape
    versioned = False

    def retrieve(self, request: Request, **kwargs: Any) -> HttpResponse:
        found = [
            {"name": one.name, "says": one.label, "unit": one.unit, "any_day": one.any_day} for one in known().values()
        ]
        return answer({"figures": found})
