"""What a charter's audience is offered."""

from __future__ import annotations

from rest_framework import serializers

from charters import lists
from charters.api.parts import PART, PartShape, ShiftedParts
from charters.choices import CustomerPhase
from charters.models import Service


class ServiceShape(PartShape):
    """`audiences` are keys of the charter's audiences. It is live from `live_from` until `live_until`."""

    audiences = serializers.ListField(
        child=serializers.CharField(max_length=lists.LONGEST), required=False, max_length=lists.MOST
    )
    customer_phases = serializers.ListField(
        child=serializers.ChoiceField(choices=CustomerPhase.choices), required=False, max_length=lists.MOST
    )

    class Meta:
        model = Service
        fields = [
            *PART, "name", "kind", "description", "audiences", "customer_phases", "first_time", "live_from",
            "live_until", "adoption_measure", "how_to_ask", "promise",
        ]  # fmt: skip


class Services(ShiftedParts):
    model = Service
    shape = ServiceShape
