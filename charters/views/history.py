"""How one objective or one measure went: every value, with who recorded it and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from charters import rules, smart
from charters.curve import curve
from charters.document import ObjectiveFact
from charters.models import Measure, Measurement, Objective
from charters.models.outlining import objective_fact
from charters.progress import expected_on
from portal.doors import personal_page, signed_in
from portal.models import Person
from portal.views.page import page


@personal_page
def objective_history(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = signed_in(request)
    rows = Objective.objects.visible_to(person).select_related("charter__team", "progress__owner", "supports")
    objective: Objective = get_object_or_404(rows.prefetch_related("targets"), pk=pk)
    fact = objective_fact(objective)
    writes = bool(rules.may_measure(person, objective.progress))
    shown = {"sentence": smart.from_to(fact), "unit": "" if objective.is_milestone else objective.unit}
    return _history(request, objective, fact, shown | {"writes": writes, "address": "charters:objective_measure"})


@personal_page
def measure_history(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = signed_in(request)
    measure: Measure = get_object_or_404(Measure.objects.visible_to(person).select_related("charter__team"), pk=pk)
    writes = bool(rules.may_write(person, measure.charter))
    shown = {"sentence": measure.rhythm, "unit": measure.unit}
    return _history(request, measure, None, shown | {"writes": writes, "address": "charters:measure_measure"})


def _history(
    request: HttpRequest, thing: Objective | Measure, fact: ObjectiveFact | None, shown: dict[str, Any]
) -> HttpResponse:
    """In every version; the newest comes first in the table, the oldest in the picture."""
    person: Person = signed_in(request)
    today = person.today()
    found = list(thing.history().select_related("by", "remark", "charter"))
    unit = shown.pop("unit")
    drawn = curve([(one.measured_on, one.value) for one in last_of_each_day(found)], today, fact)
    context = {
        "thing": thing,
        "charter": thing.charter,
        "rows": [(one, smart.quantity(one.value, unit), _line(fact, one)) for one in reversed(found)],
        "curve": drawn,
        "scale": [smart.quantity(value, unit) for value in (drawn.highest, drawn.lowest)] if drawn else [],
        "today": today,
        **shown,
    }
    return page(request, "charters/history.html", context)


def _line(fact: ObjectiveFact | None, one: Measurement) -> str:
    expected = expected_on(fact, one.measured_on) if fact else None
    return "" if expected is None else smart.quantity(round(expected, 2), "")


def last_of_each_day(found: Iterable[Measurement]) -> list[Measurement]:
    """Where a day was measured twice the later one stands."""
    return list({one.measured_on: one for one in found}.values())
