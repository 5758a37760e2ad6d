"""Whether a charter's measures cover every dimension, and its services every audience. Values in, values out.

Rule: what is offered for the first time is judged by milestones first, what exists by effectiveness and impact,
everything by efficiency. Where all services are new, effectiveness may wait until a day that is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from charters.choices import Dimension, Family, MeasureLevel
from charters.document import Document, MeasureFact, ServiceFact


@dataclass(frozen=True)
class Cover:
    """`postponed` is the day until which the family may wait; None when it may not."""

    family: Family
    measures: tuple[MeasureFact, ...]
    postponed: date | None = None

    @property
    def missing(self) -> bool:
        return not self.measures and self.postponed is None


def measure_cover(document: Document) -> list[Cover]:
    """One per family; milestones come first where something is new."""
    first_time = [service.first_time for service in document.services]
    all_new = bool(first_time) and all(first_time)
    until = document.texts.get("effectiveness_from") if all_new else None
    order = list(Family) if any(first_time) else [Family.EFFECTIVENESS, Family.EFFICIENCY, Family.MILESTONE]
    return [
        Cover(
            family,
            tuple(one for one in document.measures if Dimension(one.dimension).family == family),
            until if family == Family.EFFECTIVENESS else None,
        )
        for family in order
    ]


def missing_families(document: Document) -> list[str]:
    """What is not covered, in words."""
    return [
        _("No measure covers %(family)s.") % {"family": cover.family.label.lower()}
        for cover in measure_cover(document)
        if cover.missing
    ]


def objectives_without_activity(document: Document) -> list[str]:
    """Only activities can be managed: each objective has at least one measure of activity. Returns statements."""
    managed = {one.objective for one in document.measures if one.level == MeasureLevel.ACTIVITY}
    return [one.statement for one in document.objectives if one.id not in managed]


@dataclass(frozen=True)
class Row:
    """An audience and the services it has. Empty without `none_yet` is a gap."""

    key: str
    name: str
    services: tuple[ServiceFact, ...]
    none_yet: bool

    @property
    def missing(self) -> bool:
        return not self.services and not self.none_yet


def service_matrix(audiences: Sequence[Mapping[str, object]], services: Sequence[ServiceFact]) -> list[Row]:
    """Role × service, one row per audience."""
    return [
        Row(
            str(one["key"]),
            str(one["name"]),
            tuple(service for service in services if one["key"] in service.audiences),
            bool(one.get("none_yet")),
        )
        for one in audiences
    ]
