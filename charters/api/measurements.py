"""Measurements of objectives and measures: appended one by one or many at once, never edited."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from charters import rules
from charters.api.briefs import MeasureBrief, ObjectiveBrief, measures, objectives
from charters.choices import Confidence
from charters.models import Measure, Measurement, Objective
from charters.recording import AT_MOST, Recorded, record_all
from portal.api.briefs import PersonBrief
from portal.api.fields import Day, Related
from portal.api.filtering import DayFilter, Filters, IdFilter
from portal.api.rendering import answer
from portal.api.resource import Created, Listed, Resource, Retrieved, Values, writing
from portal.api.shapes import Closed, Shape
from portal.doors import PERSONAL
from portal.models import Person
from portal.verdicts import Verdict


class MeasurementShape(Shape):
    """Of an objective or of a measure. `why` is what lies behind the number; `figure` the figure that filled it itself."""

    objective = Related(ObjectiveBrief, allow_null=True)
    measure = Related(MeasureBrief, allow_null=True)
    by = Related(PersonBrief, allow_null=True)
    why = serializers.CharField(source="remark.text", read_only=True, allow_null=True)

    class Meta:
        model = Measurement
        fields = [
            "id", "lineage", "measured_on", "value", "confidence", "figure", "at", "objective", "measure", "by", "why",
        ]  # fmt: skip
        read_only_fields = fields


class MeasurementEntry(Closed):
    value = serializers.DecimalField(
        max_digits=18, decimal_places=4, help_text="Of a milestone objective, how many are reached."
    )
    confidence = serializers.ChoiceField(choices=Confidence.choices, default=Confidence.HIGH)
    why = serializers.CharField(max_length=500, help_text="What lies behind the number.")
    measured_on = Day(required=False, help_text="Today when left out; never in the future.")


class MeasurementFilters(Filters):
    lineage = django_filters.UUIDFilter("lineage", label=_("Of one objective or measure in all versions"))
    charter = IdFilter("charter")
    objective = IdFilter("objective")
    measure = IdFilter("measure")
    measured_from = DayFilter("measured_on", "gte")
    measured_to = DayFilter("measured_on", "lte")


class Measurements(Listed, Retrieved):
    door = PERSONAL
    shape = MeasurementShape
    filters = MeasurementFilters
    orderings = {"measured_on": "measured_on", "at": "at", "id": "id"}
    usual = "-measured_on"
    versioned = False

    def rows(self) -> QuerySet[Measurement]:
        found: QuerySet[Measurement] = Measurement.objects.visible_to(self.person)
        return found


def may_measure(person: Person, subject: Objective | Measure) -> Verdict:
    """A measure is kept by whoever writes its charter; an objective also by its owner."""
    if isinstance(subject, Objective):
        return rules.may_measure(person, subject.progress)
    return rules.may_write(person, subject.charter)


class MeasurementsOf(Listed, Created):
    """Those of every version, since progress goes on from version to version."""

    door = PERSONAL
    shape = MeasurementShape
    entry = MeasurementEntry
    orderings = Measurements.orderings
    usual = Measurements.usual
    home = "measurements"
    versioned = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        _found = self.subject

    @cached_property
    def subject(self) -> Objective | Measure:
        found = self.subjects().filter(pk=self.kwargs["subject"]).first()
        if found is None:
            raise Http404
        subject: Objective | Measure = found
        return subject

    def subjects(self) -> QuerySet[Any]:
        """What can be measured and be seen."""
        raise NotImplementedError

    def rows(self) -> QuerySet[Measurement]:
        return self.subject.history().order_by()

    def may_add(self) -> Verdict:
        return may_measure(self.person, self.subject)

    def add(self, values: Values) -> Measurement:
        return self.subject.measure(**values, by=self.person, at=self.now)


class MeasurementsOfObjective(MeasurementsOf):
    def subjects(self) -> QuerySet[Any]:
        return objectives(self.person).select_related("charter", "progress")


class MeasurementsOfMeasure(MeasurementsOf):
    def subjects(self) -> QuerySet[Any]:
        return measures(self.person).select_related("charter")


class MeasurementRow(MeasurementEntry):
    """Exactly one of `objective` and `measure`."""

    objective = serializers.UUIDField(required=False)
    measure = serializers.UUIDField(required=False)

    def validate(self, attrs: Values) -> Values:
        if ("objective" in attrs) == ("measure" in attrs):
            raise ValidationError(_("Give an objective or a measure, and not both."), code="required")
        return attrs


class BulkMeasurements(Closed):
    measurements = MeasurementRow(many=True, allow_empty=False, max_length=AT_MOST)


class BulkOutcome(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    lineage = serializers.UUIDField()
    what = serializers.ChoiceField(choices=[("recorded", "recorded"), ("unchanged", "unchanged")])


class BulkRecorded(serializers.Serializer[Any]):
    recorded = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    results = BulkOutcome(many=True, help_text="In the order of the rows.")


class Bulk(Resource):
    """All of them or none. A row that says what stands for that day already is left unchanged."""

    door = PERSONAL
    shape = BulkRecorded
    entry = BulkMeasurements
    versioned = False

    @writing
    def create(self, request: Request, **kwargs: Any) -> HttpResponse:
        rows = self.values(BulkMeasurements)["measurements"]
        known = self._known(rows)
        found = record_all(
            [self._row(index, row, known) for index, row in enumerate(rows)], by=self.person, at=self.now
        )
        fresh = sum(one.fresh for one in found)
        results = [told(one) for one in found]
        return answer({"recorded": fresh, "unchanged": len(found) - fresh, "results": results})

    create.makes = False  # type: ignore[attr-defined]

    def _known(self, rows: list[Values]) -> dict[Any, Objective | Measure]:
        """What the rows name and the person sees, by id."""
        wanted = {row.get(name) for row in rows for name in ("objective", "measure")} - {None}
        seen = objectives(self.person).select_related("charter", "progress").filter(pk__in=wanted)
        meant = measures(self.person).select_related("charter").filter(pk__in=wanted)
        found: list[Any] = [*seen, *meant]
        return {one.pk: one for one in found}

    def _row(self, index: int, row: Values, known: dict[Any, Any]) -> tuple[Objective | Measure, Values]:
        name = "objective" if "objective" in row else "measure"
        subject = known.get(row.pop(name))
        if subject is None:
            raise ValidationError({"measurements": {index: {name: [_("There is no such record.")]}}}, code="unknown-id")
        may_measure(self.person, subject).or_refuse()
        return subject, row


def told(one: Recorded) -> Values:
    what = "recorded" if one.fresh else "unchanged"
    return {"id": one.measurement.pk, "lineage": one.measurement.lineage, "what": what}
