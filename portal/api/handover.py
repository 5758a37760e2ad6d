"""Who takes over what is open when somebody stops: part of every verb that ends a membership."""

from __future__ import annotations

from rest_framework import serializers

from portal.api.briefs import PersonBrief, everybody
from portal.api.fields import Related
from portal.api.resource import Values
from portal.api.shapes import Closed
from portal.handover import Successors


class SuccessorInput(Closed):
    item = serializers.UUIDField(help_text="An id out of `open` of the problem handover-missing.")
    person = Related(PersonBrief, within=everybody)


class HandoverInput(Closed):
    successors = SuccessorInput(many=True, required=False, max_length=1000)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500)


def successors_of(values: Values) -> Successors:
    """Take the successors out of the values."""
    return {one["item"]: one["person"] for one in values.pop("successors", [])}
