"""One change to several opportunities at once: previewed, then done for all or for none."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from funnels import bulk
from funnels.handover import home_of
from portal.api.briefs import PersonBrief, managed_people
from portal.api.fields import Day, Related
from portal.api.rendering import answer
from portal.api.resource import Resource, Values, writing
from portal.api.shapes import Closed
from portal.doors import PERSONAL


class SeenOpportunity(Closed):
    id = serializers.UUIDField()
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


class BulkReassign(Closed):
    """An owner who does not work in an opportunity's team takes it along to their own."""

    owner = Related(PersonBrief, within=managed_people)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")


class BulkRedate(Closed):
    expected_close = Day()
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, default="")


class BulkEntry(Closed):
    """Exactly one of `reassign`, `redate` and `archive`. With `preview` nothing is changed."""

    opportunities = SeenOpportunity(many=True, allow_empty=False, max_length=bulk.MOST)
    reassign = BulkReassign(required=False)
    redate = BulkRedate(required=False)
    archive = serializers.BooleanField(required=False)
    preview = serializers.BooleanField(default=False)

    def validate(self, values: Values) -> Values:
        chosen = [name for name in ("reassign", "redate", "archive") if values.get(name)]
        if len(chosen) != 1:
            raise ValidationError(_("Give exactly one of reassign, redate and archive."), code="one-change")
        return values


class BulkLine(serializers.Serializer[Any]):
    """What becomes of one opportunity; `refusal` says why nothing does."""

    opportunity = serializers.UUIDField()
    before = serializers.CharField()
    after = serializers.CharField()
    refusal = serializers.CharField()


class BulkAnswer(serializers.Serializer[Any]):
    changed = serializers.IntegerField()
    lines = BulkLine(many=True, help_text="Of a preview.")


class Bulk(Resource):
    """Refused as a whole, with not-as-seen, when one of them is no longer in the version given."""

    door = PERSONAL
    shape = BulkAnswer
    entry = BulkEntry
    versioned = False

    @writing
    def create(self, request: Request, **kwargs: Any) -> HttpResponse:
        values = self.values(BulkEntry)
        versions = {one["id"]: one["version"] for one in values["opportunities"]}
        change = self._change(values)
        if not values["preview"]:
            return answer({"changed": bulk.carry_out(change, versions, by=self.person, at=self.now), "lines": []})
        lines = bulk.preview(bulk.chosen(self.person, versions), change, self.person)
        return answer({"changed": 0, "lines": [told(line) for line in lines]})

    create.makes = False  # type: ignore[attr-defined]

    def _change(self, values: Values) -> bulk.Change:
        if "reassign" in values:
            to = values["reassign"]["owner"]
            return bulk.Reassign(to, home_of(to, at=self.now), values["reassign"]["reason"])
        return bulk.Redate(**values["redate"]) if "redate" in values else bulk.PutAway()


def told(line: bulk.Line) -> dict[str, Any]:
    return {
        "opportunity": line.opportunity.pk,
        "before": line.before,
        "after": line.after,
        "refusal": line.refusal,
    }
