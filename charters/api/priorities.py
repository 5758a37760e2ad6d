"""Below a strategy brief: its priorities, who has acknowledged it, who was trained, and how far it has come."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from charters import rules
from charters.api.briefs import ObjectiveBrief, PriorityBrief, objectives
from charters.api.strategy_briefs import MixShape, PriorityOfBrief
from charters.chain import LINKS, PriorityFact, Reached
from charters.models import BriefAcknowledgement, StrategicPriority, StrategyBrief, Training
from charters.priorities import priority_facts
from portal.api.briefs import PersonBrief, everybody
from portal.api.fields import Day, Related
from portal.api.filtering import DayFilter, Filters, IdFilter, PersonFilter
from portal.api.rendering import answer
from portal.api.resource import Created, Edited, Listed, Removed, Resource, Retrieved, Values, writing
from portal.api.shapes import Closed, Shape
from portal.api.versions import require
from portal.doors import PERSONAL
from portal.verdicts import Verdict

MOST = 200


class OfBrief(Resource):
    door = PERSONAL

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Nothing is said about a body before its brief is known to be there."""
        super().initial(request, *args, **kwargs)
        _found = self.brief

    @cached_property
    def brief(self) -> StrategyBrief:
        seen = StrategyBrief.objects.visible_to(self.person).select_related("team")
        found = seen.filter(pk=self.kwargs["brief"]).first()
        if found is None:
            raise Http404
        brief: StrategyBrief = found
        return brief

    @property
    def kept(self) -> Verdict:
        return rules.may_keep_brief(self.person, self.brief.team)

    def may_add(self) -> Verdict:
        return self.kept

    def may_change(self, record: Any) -> Verdict:
        return self.kept


class PriorityShape(PriorityOfBrief):
    """`version` is the brief's, which is versioned as a whole while it is a draft."""

    version = serializers.IntegerField(source="brief.version", read_only=True)

    class Meta(PriorityOfBrief.Meta):
        fields = [*PriorityOfBrief.Meta.fields, "version"]
        read_only_fields = fields


class MixEntry(Shape):
    class Meta:
        model = MixShape.Meta.model
        fields = ["starts_on", "ends_on", "baseline", "share"]


class PriorityEntry(Shape):
    """`mix` replaces the mix targets as a whole: shares of what is sold, in percent, within a period."""

    objective = Related(ObjectiveBrief, within=objectives, required=False, allow_null=True)
    mix = MixEntry(many=True, required=False, max_length=MOST)

    class Meta:
        model = StrategicPriority
        fields = ["kind", "name", "words", "objective", "mix"]


class Priorities(OfBrief, Listed, Retrieved, Created, Edited, Removed):
    """Edited while the brief is a draft. `objective` reinforces and measures the priority."""

    shape = PriorityShape
    entry = PriorityEntry
    changes = PriorityEntry
    orderings = {"position": "position", "id": "id"}
    usual = "position"

    def rows(self) -> QuerySet[StrategicPriority]:
        found: QuerySet[StrategicPriority] = self.brief.priorities.all()
        return found

    def addressed(self) -> QuerySet[StrategicPriority]:
        return super().addressed().select_related("brief")

    def require_seen(self, record: StrategicPriority) -> None:
        require(self.brief, self.seen)

    def add(self, values: Values) -> StrategicPriority:
        mix = values.pop("mix", None)
        return StrategicPriority.add(self.brief, values, mix=mix, by=self.person, at=self.now)

    def edit(self, record: StrategicPriority, values: Values) -> None:
        mix = values.pop("mix", None)
        record.edit(values, mix=mix, by=self.person, at=self.now, version=self.brief.version)

    def remove(self, record: StrategicPriority) -> None:
        record.remove(by=self.person, at=self.now, version=self.brief.version)


class BriefAcknowledgementShape(Shape):
    by = Related(PersonBrief)

    class Meta:
        model = BriefAcknowledgement
        fields = ["id", "at", "by"]
        read_only_fields = fields


class BriefAcknowledgements(OfBrief, Listed):
    """Who has read this version: all for those who keep the brief, one's own for everybody else."""

    shape = BriefAcknowledgementShape
    orderings = {"at": "at"}
    usual = "-at"
    versioned = False

    def rows(self) -> QuerySet[BriefAcknowledgement]:
        found: QuerySet[BriefAcknowledgement] = self.brief.acknowledgements.all()
        return found if self.kept else found.filter(by=self.person)


class TrainingShape(Shape):
    priority = Related(PriorityBrief)
    person = Related(PersonBrief)
    by = Related(PersonBrief, allow_null=True)

    class Meta:
        model = Training
        fields = ["id", "held_on", "at", "priority", "person", "by"]
        read_only_fields = fields


class TrainingEntry(Closed):
    """Whoever is known to have been trained on that day is passed over."""

    priority = serializers.UUIDField()
    people = serializers.ListField(child=Related(PersonBrief, within=everybody), min_length=1, max_length=MOST)
    held_on = Day(help_text="Never in the future.")


class TrainingRecorded(serializers.Serializer[Any]):
    recorded = serializers.IntegerField(help_text="How many were new.")


class TrainingFilters(Filters):
    priority = IdFilter("priority")
    person = PersonFilter("person", label=_("An id, or “me”"))
    held_from = DayFilter("held_on", "gte")
    held_to = DayFilter("held_on", "lte")


class Trainings(OfBrief, Listed):
    """Who was trained for a priority: all for those who keep the brief, one's own for everybody else."""

    shape = TrainingShape
    entry = TrainingEntry
    created = TrainingRecorded
    filters = TrainingFilters
    orderings = {"held_on": "held_on", "id": "id"}
    usual = "-held_on"
    versioned = False

    def rows(self) -> QuerySet[Training]:
        trainings = Training.objects.everything(reason="trainings for a brief that was read in scope")
        found: QuerySet[Training] = trainings.filter(priority__brief=self.brief)
        return found if self.kept else found.filter(person=self.person)

    @writing
    def create(self, request: Request, **kwargs: Any) -> HttpResponse:
        """Records who was trained on a day."""
        self.kept.or_refuse()
        values = self.values(TrainingEntry)
        priority = self._priority(values["priority"])
        recorded = priority.record_training(values["people"], held_on=values["held_on"], by=self.person, at=self.now)
        return answer({"recorded": recorded}, 201)

    def _priority(self, key: Any) -> StrategicPriority:
        found: StrategicPriority | None = self.brief.priorities.filter(pk=key).first()
        if found is None:
            raise ValidationError({"priority": [_("Choose a priority of this brief.")]}, code="unknown-id")
        return found


class LinkShape(serializers.Serializer[Any]):
    """`reached` of `people` where that is counted; null where nobody counts it, and then whether it `holds` is unknown."""

    link = serializers.ChoiceField(choices=list(LINKS.items()))
    holds = serializers.BooleanField(allow_null=True)
    reached = serializers.IntegerField(allow_null=True)
    people = serializers.IntegerField(allow_null=True)


class CoveredPriority(serializers.Serializer[Any]):
    priority = serializers.UUIDField()
    name = serializers.CharField()
    links = LinkShape(many=True)


class CoverageShape(serializers.Serializer[Any]):
    priorities = CoveredPriority(many=True)


class Coverage(OfBrief):
    """Told, trained, coached, reinforced, measured: a link that does not hold is leadership's gap, nobody else's."""

    shape = CoverageShape
    versioned = False

    def retrieve(self, request: Request, **kwargs: Any) -> HttpResponse:
        facts = priority_facts([self.brief], self.person.today())
        return answer({"priorities": [covered(fact) for fact in facts]})


def covered(fact: PriorityFact) -> dict[str, Any]:
    counted = {"told": fact.told, "trained": fact.trained, "coached": fact.coached}
    links = [linked(link, fact.holds(link), counted.get(link)) for link in LINKS]
    return {"priority": fact.id, "name": fact.name, "links": links}


def linked(link: str, holds: bool | None, reached: Reached | None) -> dict[str, Any]:
    data = reached if reached and reached.of else None
    return {
        "link": link,
        "holds": holds,
        "reached": data.count if data else None,
        "people": data.of if data else None,
    }
