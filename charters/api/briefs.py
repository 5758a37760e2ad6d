"""How charters and their parts look inside one another, and from which a person may choose."""

from __future__ import annotations

from typing import Any

from charters.models import (
    Charter,
    Goal,
    Measure,
    Measurement,
    Objective,
    StrategicPriority,
    Strategy,
    StrategyBrief,
)
from portal.api.shapes import Brief
from portal.scoping import read_by


class CharterBrief(Brief):
    class Meta:
        model = Charter
        fields = ["id", "title", "state", "revision"]


def briefly(charter: Charter) -> dict[str, Any]:
    """What CharterBrief says, of a charter that is at hand."""
    return {"id": charter.pk, "title": charter.title, "state": charter.state, "revision": charter.revision}


class GoalBrief(Brief):
    class Meta:
        model = Goal
        fields = ["id", "statement"]


class ObjectiveBrief(Brief):
    class Meta:
        model = Objective
        fields = ["id", "statement"]


class StrategyOfTactic(Brief):
    class Meta:
        model = Strategy
        fields = ["id", "statement"]


class MeasureBrief(Brief):
    class Meta:
        model = Measure
        fields = ["id", "name"]


class LatestMeasurement(Brief):
    class Meta:
        model = Measurement
        fields = ["id", "measured_on", "value", "confidence"]


class BriefOfStrategy(Brief):
    class Meta:
        model = StrategyBrief
        fields = ["id", "title", "state", "revision"]


class PriorityBrief(Brief):
    class Meta:
        model = StrategicPriority
        fields = ["id", "name"]


charters = read_by(Charter)
goals = read_by(Goal)
objectives = read_by(Objective)
strategies = read_by(Strategy)
measures = read_by(Measure)
strategy_briefs = read_by(StrategyBrief)
priorities = read_by(StrategicPriority)
