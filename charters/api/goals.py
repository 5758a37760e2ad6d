"""Goals of a charter: from which state to which."""

from __future__ import annotations

from charters.api.parts import PART, PartShape, ShiftedParts
from charters.models import Goal


class GoalShape(PartShape):
    class Meta:
        model = Goal
        fields = [*PART, "statement", "from_state", "to_state"]


class Goals(ShiftedParts):
    model = Goal
    shape = GoalShape
