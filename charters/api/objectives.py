"""Objectives: written as parts of a draft; accepted and handed over, since that is no text, at an address of their own."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from charters import rules
from charters.api.briefs import CharterBrief, GoalBrief, LatestMeasurement, ObjectiveBrief, goals, objectives
from charters.api.parts import PART, PartShape, ShiftedParts
from charters.api.standing import StandingShape, standing
from charters.choices import BINDING_STATES, ObjectiveKind
from charters.models import Objective, Target
from portal.api.briefs import PersonBrief, everybody
from portal.api.fields import Related
from portal.api.filtering import ChoicesFilter, Filters, FlagFilter, IdFilter, PersonFilter
from portal.api.rendering import answer
from portal.api.resource import Listed, Resource, Retrieved, Values, verb
from portal.api.shapes import Brief, Reason
from portal.api.versions import require
from portal.doors import PERSONAL
from portal.models import Person
from portal.verdicts import Verdict

TEXT = [
    "statement", "kind", "metric", "unit", "direction", "baseline", "baseline_on", "expectation", "figure", "goal",
    "supports", "owner", "targets",
]  # fmt: skip


class TargetOfObjective(Brief):
    class Meta:
        model = Target
        fields = ["id", "due_on", "value", "milestone"]


class ObjectiveOfCharter(PartShape):
    """`supports` is an objective of the charter above. Its targets are written at targets/."""

    goal = Related(GoalBrief, within=goals, required=False, allow_null=True)
    supports = Related(ObjectiveBrief, within=objectives, required=False, allow_null=True)
    owner = Related(PersonBrief, within=everybody, required=False, allow_null=True, source="progress.owner")
    targets = serializers.ListSerializer(child=TargetOfObjective(), read_only=True)

    class Meta:
        model = Objective
        fields = [*PART, *TEXT]
        verbs = {"targets": _("Use targets/ below the charter.")}


class ObjectivesOfCharter(ShiftedParts):
    """Whoever accepted an objective is asked again when it is changed."""

    model = Objective
    shape = ObjectiveOfCharter

    def values(self, shape: Any, *, partial: bool = False) -> Values:
        return with_owner(super().values(shape, partial=partial))


def with_owner(values: Values) -> Values:
    """Who owns a part stands in its progress; the domain takes it with the text."""
    progress = values.pop("progress", {})
    return values | progress


class ObjectiveShape(PartShape):
    """`version` is that of its progress: who owns it, and whether they accepted it."""

    version = serializers.IntegerField(source="progress.version", read_only=True)
    accepted_at = serializers.DateTimeField(source="progress.accepted_at", read_only=True, allow_null=True)
    charter = Related(CharterBrief)
    goal = Related(GoalBrief, allow_null=True)
    supports = Related(ObjectiveBrief, allow_null=True)
    owner = Related(PersonBrief, allow_null=True, source="progress.owner")
    latest = Related(LatestMeasurement, allow_null=True, source="progress.latest")
    targets = serializers.ListSerializer(child=TargetOfObjective(), read_only=True)

    class Meta:
        model = Objective
        fields = [*PART, *TEXT, "accepted_at", "charter", "latest"]


class ObjectiveFilters(Filters):
    charter = IdFilter("charter")
    team = IdFilter("charter__team")
    lineage = django_filters.UUIDFilter("lineage", label=_("The same objective in all versions"))
    owner = PersonFilter("progress__owner", label=_("An id, or “me”"))
    supports = IdFilter("supports")
    kind = ChoicesFilter("kind", choices=ObjectiveKind.choices)
    accepted = FlagFilter("progress__accepted_at", "isnull", exclude=True)


class HandOver(Reason):
    to = Related(PersonBrief, within=everybody)


def may_accept(person: Person, objective: Objective) -> Verdict:
    return rules.may_accept(person, objective.progress)


class Objectives(Listed, Retrieved):
    """A list shows those of charters in force; with `charter` or `lineage`, those of every version that fits."""

    door = PERSONAL
    shape = ObjectiveShape
    filters = ObjectiveFilters
    orderings = {"id": "id", "statement": "statement"}
    usual = "statement"

    def rows(self) -> QuerySet[Objective]:
        return in_force(self, Objective.objects.visible_to(self.person))

    def addressed(self) -> QuerySet[Objective]:
        return super().addressed().select_related("charter__sales_mission", "progress__latest", "supports")

    def require_seen(self, record: Objective) -> None:
        require(record.progress, self.seen)

    def may_change(self, record: Objective) -> Verdict:
        return rules.may_assign(self.person, record.charter)

    @verb(rule=may_accept)
    def accept(self, objective: Objective, values: Values) -> None:
        """Its owner says yes to what is asked; holds until the objective or its owner changes."""
        progress = objective.progress
        progress.accept(by=self.person, at=self.now, version=progress.version)

    @verb(HandOver)
    def hand_over(self, objective: Objective, values: Values) -> None:
        """Somebody else owns it from now on, and is asked to accept it."""
        progress = objective.progress
        progress.hand_over(**values, by=self.person, at=self.now, version=progress.version)

    @action(detail=True, methods=["get"])
    def standing(self, request: Request, **kwargs: Any) -> HttpResponse:
        """From what to what by when, how far it has come, and what is not SMART about it."""
        return answer(standing(self.opened()))

    standing.answers = StandingShape  # type: ignore[attr-defined]


def in_force(resource: Resource, rows: Any) -> QuerySet[Any]:
    """Of a list that asks for no version, the parts of charters that are approved or active."""
    chosen = {"charter", "lineage"} & set(resource.request.query_params)
    found: QuerySet[Any] = (
        rows if chosen or resource.action != "list" else rows.filter(charter__state__in=BINDING_STATES)
    )
    return found
