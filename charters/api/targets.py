"""Targets of a charter's objectives: a value, or a milestone, by a day."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from charters.api.briefs import ObjectiveBrief, objectives
from charters.api.parts import PART, PartShape, PartsOfCharter
from charters.models import Target
from portal.api.fields import Related


class TargetShape(PartShape):
    version = serializers.IntegerField(source="objective.charter.version", read_only=True)
    objective = Related(ObjectiveBrief)

    class Meta:
        model = Target
        fields = [*PART, "due_on", "value", "milestone", "objective"]


class TargetEntry(TargetShape):
    objective = Related(ObjectiveBrief, within=objectives)

    class Meta(TargetShape.Meta):
        pass


class Targets(PartsOfCharter):
    """By their days. `milestone` is for objectives that are measured by milestones, `value` for the others."""

    model = Target
    shape = TargetShape
    entry = TargetEntry
    changes = TargetEntry
    orderings = {"due_on": "due_on", "id": "id"}
    usual = "due_on"

    def rows(self) -> QuerySet[Any]:
        targets = Target.objects.everything(reason="targets of a charter that was read in scope")
        found: QuerySet[Any] = targets.filter(objective__charter=self.charter)
        return found
