"""Where a team wants to be by a day: the one part that only charters of kind `mission` have, and only once."""

from __future__ import annotations

from rest_framework import serializers

from charters.api.briefs import GoalBrief, goals
from charters.api.parts import PART, PartShape, PartsOfCharter
from charters.models import SalesMission
from charters.window import window_warning
from portal.api.fields import Derived, Related
from portal.api.shapes import Brief


class SalesMissionBrief(Brief):
    class Meta:
        model = SalesMission
        fields = ["id", "statement", "starts_on", "ends_on"]


class SalesMissionShape(PartShape):
    """`warning` says why it lasts too short or too long. It blocks nothing."""

    organisation_goal = Related(GoalBrief, within=goals, required=False, allow_null=True)
    warning = Derived(window_warning, "starts_on", "ends_on", of=serializers.CharField(), allow_null=True)

    class Meta:
        model = SalesMission
        fields = [
            *PART, "statement", "comparison", "what_changes", "starts_on", "ends_on", "forecast", "attainable",
            "confidence", "pledge", "organisation_goal", "warning",
        ]  # fmt: skip


class SalesMissions(PartsOfCharter):
    model = SalesMission
    shape = SalesMissionShape
