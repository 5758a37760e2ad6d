"""How a charter sees whether it works: milestones, effectiveness and impact, efficiency."""

from __future__ import annotations

from charters.api.briefs import ObjectiveBrief, objectives
from charters.api.parts import PART, PartShape, ShiftedParts
from charters.models import Measure
from portal.api.fields import Related


class MeasureShape(PartShape):
    """`proves` marks the one that is inspected above all."""

    objective = Related(ObjectiveBrief, within=objectives, required=False, allow_null=True)

    class Meta:
        model = Measure
        fields = [
            *PART, "name", "dimension", "level", "leading", "proves", "unit", "direction", "rhythm", "figure",
            "objective",
        ]  # fmt: skip


class Measures(ShiftedParts):
    model = Measure
    shape = MeasureShape
