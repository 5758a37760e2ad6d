"""What managers answered for: running, expired, ended; renewed with a reason of its own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from funnels.api.briefs import StageBrief
from funnels.api.commitments import OpportunityBrief
from funnels.models import Override
from funnels.rules import may_override
from portal.api.briefs import PersonBrief
from portal.api.fields import Related
from portal.api.filtering import DayFilter, Filters, FlagFilter, IdFilter, PersonFilter
from portal.api.resource import Listed, Retrieved, Values, verb
from portal.api.shapes import Closed, Shape
from portal.doors import PERSONAL
from portal.verdicts import Verdict


class OverrideShape(Shape):
    """`missing` is what the customer still owed; when the override expires the stage stays and the gap shows."""

    opportunity = Related(OpportunityBrief)
    from_stage = Related(StageBrief)
    to_stage = Related(StageBrief)
    by = Related(PersonBrief)
    reason = serializers.CharField(source="remark.text", read_only=True)
    missing = serializers.ListField(child=serializers.DictField(child=serializers.CharField()), read_only=True)
    ended_how = serializers.CharField(read_only=True)

    class Meta:
        model = Override
        fields = [
            "id", "version", "at", "expires_on", "ended_at", "ended_how", "reason", "missing", "opportunity",
            "from_stage", "to_stage", "by",
        ]  # fmt: skip


class Renew(Closed):
    reason = serializers.CharField(max_length=500)


class OverrideFilters(Filters):
    opportunity = IdFilter("opportunity")
    team = IdFilter("opportunity__team")
    by = PersonFilter("by")
    running = FlagFilter("ended_at", "isnull")
    expired = FlagFilter(method="by_expired", label=_("Not ended, and past its day"))
    expires_to = DayFilter("expires_on", "lte")

    def by_expired(self, rows: Any, name: str, wanted: bool) -> Any:
        expired = rows.expired(self.person.organisation.today())
        return expired if wanted else rows.exclude(pk__in=expired.values("pk"))


class Overrides(Listed, Retrieved):
    door = PERSONAL
    shape = OverrideShape
    filters = OverrideFilters
    orderings = {"id": "id", "at": "at", "expires_on": "expires_on"}

    def rows(self) -> QuerySet[Override]:
        found: QuerySet[Override] = Override.objects.visible_to(self.person)
        return found

    def may_change(self, record: Override) -> Verdict:
        return may_override(self.person, record.opportunity)

    @verb(Renew, makes=True)
    def renew(self, override: Override, values: Values) -> Override:
        """Answers for the same gap for another 14 days; answers with the new override."""
        return override.renew(**values, by=self.person, at=self.now, version=override.version)
