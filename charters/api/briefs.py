"""How charters and their parts look inside one another, and from which a person may choose."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

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
from portal.models import Person


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


def charters(person: Person) -> QuerySet[Charter]:
    found: QuerySet[Charter] = Charter.objects.visible_to(person)
    return found


def goals(person: Person) -> QuerySet[Goal]:
    found: QuerySet[Goal] = Goal.objects.visible_to(person)
    return found


def objectives(person: Person) -> QuerySet[Objective]:
    found: QuerySet[Objective] = Objective.objects.visible_to(person)
    return found


def strategies(person: Person) -> QuerySet[Strategy]:
    found: QuerySet[Strategy] = Strategy.objects.visible_to(person)
    return found


def measures(person: Person) -> QuerySet[Measure]:
    found: QuerySet[Measure] = Measure.objects.visible_to(person)
    return found


def strategy_briefs(person: Person) -> QuerySet[StrategyBrief]:
    found: QuerySet[StrategyBrief] = StrategyBrief.objects.visible_to(person)
    return found


def priorities(person: Person) -> QuerySet[StrategicPriority]:
    found: QuerySet[StrategicPriority] = StrategicPriority.objects.visible_to(person)
    return found
