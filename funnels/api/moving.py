"""The verbs that move an opportunity. Each asks its rule and makes one domain call, as the pages do."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from funnels.api.opportunity import AdvancedOpportunity
from funnels.choices import Status
from funnels.models import Opportunity
from funnels.models.moving import Moved as Move
from funnels.refusals import as_missing
from portal.api.fields import Day
from portal.api.resource import Resource, Values, verb
from portal.api.shapes import Closed

OUTCOMES = [(status.value, status.label) for status in Status if status != Status.OPEN]


class OverrideInput(Closed):
    reason = serializers.CharField(max_length=500)


class Advance(Closed):
    to = serializers.UUIDField(required=False, allow_null=True, help_text="A stage; the next one when left out.")
    override = OverrideInput(required=False, allow_null=True, help_text="Managers only: moves without the evidence.")


class Regress(Closed):
    to = serializers.UUIDField(help_text="An earlier stage.")
    reason = serializers.CharField(max_length=500)


class Close(Closed):
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    reasons = serializers.ListField(child=serializers.CharField(max_length=40), min_length=1, max_length=10)
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)
    wake_on = Day(required=False, allow_null=True, help_text="Required for postponed, refused otherwise.")
    override = OverrideInput(required=False, allow_null=True)


class Reopen(Closed):
    reason = serializers.CharField(max_length=500)


class Moved(Resource):
    @verb(Advance, answers=AdvancedOpportunity)
    def advance(self, opportunity: Opportunity, values: Values) -> dict[str, Any]:
        return passed(
            opportunity.advance(
                to=values.get("to"),
                override=reason_of(values),
                by=self.person,
                at=self.now,
                version=opportunity.version,
            )
        )

    @verb(Regress)
    def regress(self, opportunity: Opportunity, values: Values) -> None:
        opportunity.regress(**values, by=self.person, at=self.now, version=opportunity.version)

    @verb(Close, answers=AdvancedOpportunity)
    def close(self, opportunity: Opportunity, values: Values) -> dict[str, Any]:
        reason = reason_of(values)
        values.pop("override", None)
        moved = opportunity.close(**values, override=reason, by=self.person, at=self.now, version=opportunity.version)
        return passed(moved)

    @verb(Reopen)
    def reopen(self, opportunity: Opportunity, values: Values) -> None:
        opportunity.reopen(**values, by=self.person, at=self.now, version=opportunity.version)

    @verb()
    def undo(self, opportunity: Opportunity, values: Values) -> None:
        """Takes back the move that you made yourself within the last seconds."""
        opportunity.undo_move(by=self.person, at=self.now, version=opportunity.version)


def reason_of(values: Values) -> str:
    return str((values.get("override") or {}).get("reason", ""))


def passed(move: Move) -> dict[str, Any]:
    return {"missing": [as_missing(criterion) for criterion in move.missing]}
