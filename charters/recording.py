"""Many measurements at once, all or none. What stands there already is not recorded twice, so that it can be repeated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import transaction

from charters.models import Measure, Measurement, Objective
from portal.models import Person
from portal.refusals import Invalid

AT_MOST: Final = 500

Said = tuple[date, Decimal, str]


class Recorded(NamedTuple):
    """`fresh` is False where the newest measurement of that day says the same."""

    measurement: Measurement
    fresh: bool


@transaction.atomic
def record_all(
    rows: Sequence[tuple[Objective | Measure, Mapping[str, Any]]], *, by: Person, at: datetime
) -> list[Recorded]:
    """Each row is what was measured and what `measure()` takes. Raises Invalid naming the row that cannot be accepted."""
    known = _newest(subject.lineage for subject, _values in rows)
    found = []
    for index, (subject, values) in enumerate(rows):
        day = values.get("measured_on") or by.today_at(at)
        standing = known.get((subject.lineage, day))
        if standing is not None and _says(standing) == _asked(day, values):
            found.append(Recorded(standing, fresh=False))
            continue
        known[subject.lineage, day] = made = _record(index, subject, {**values, "measured_on": day}, by=by, at=at)
        found.append(Recorded(made, fresh=True))
    return found


def _newest(lineages: Iterable[UUID]) -> dict[tuple[UUID, date], Measurement]:
    """The last one of each day stands."""
    everything = Measurement.objects.everything(reason="what was measured in any version")
    rows = everything.filter(lineage__in=set(lineages)).order_by("at", "id")
    return {(one.lineage, one.measured_on): one for one in rows}


def _says(one: Measurement) -> Said:
    return one.measured_on, one.value, one.confidence


def _asked(day: date, values: Mapping[str, Any]) -> Said:
    return day, values["value"], values["confidence"]


def _record(
    index: int, subject: Objective | Measure, values: Mapping[str, Any], *, by: Person, at: datetime
) -> Measurement:
    try:
        return subject.measure(**values, by=by, at=at)
    except Invalid as error:
        raise Invalid({f"measurements.{index}.{name}": words for name, words in error.errors.items()}) from error
