"""Strategies of a charter: how an objective is reached."""

from __future__ import annotations

from charters.api.briefs import ObjectiveBrief, objectives
from charters.api.parts import PART, PartShape, ShiftedParts
from charters.models import Strategy
from portal.api.fields import Related


class StrategyShape(PartShape):
    """For technology: who of the business was involved, when, and when it was decided."""

    objective = Related(ObjectiveBrief, within=objectives, required=False, allow_null=True)

    class Meta:
        model = Strategy
        fields = [
            *PART, "statement", "kind", "how", "expected_outcome", "starts_on", "ends_on", "stakeholders",
            "involved_on", "decided_on", "objective",
        ]  # fmt: skip


class Strategies(ShiftedParts):
    model = Strategy
    shape = StrategyShape
