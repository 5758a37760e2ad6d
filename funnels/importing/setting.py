"""What every row of one import shares: whose it is, when it happens, and what the CRM's words mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from funnels.models import Funnel, ImportBatch, ImportSource
from portal.models import Organisation, Person, Team


@dataclass(frozen=True)
class Setting:
    """`at` is the one moment of all effects. With `pretend` nothing is written or locked."""

    source: ImportSource
    team: Team
    batch: ImportBatch | None
    by: Person | None
    at: datetime
    pretend: bool = False
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    organisation: Organisation = field(default_factory=Organisation.current)

    @property
    def today(self) -> date:
        return self.organisation.today(self.at)

    def midday(self, day: date) -> datetime:
        """A moment on that day, and not after the import itself."""
        return min(datetime.combine(day, time(12), tzinfo=ZoneInfo(self.organisation.time_zone)), self.at)


class Serving:
    """The funnel that serves each team: the nearest active one at or above it. Two statements for all teams."""

    def __init__(self) -> None:
        self.parents: dict[UUID, UUID | None] = dict(Team.objects.values_list("id", "parent_id"))
        active = Funnel.objects.everything(reason="the funnel that serves each owner's team").active()
        self.funnels = _first_by_team(active.order_by("name"))

    def of(self, team: Team) -> Funnel | None:
        place: UUID | None = team.pk
        while place is not None and place not in self.funnels:
            place = self.parents.get(place)
        return self.funnels[place] if place is not None else None


def _first_by_team(funnels: Iterable[Funnel]) -> dict[UUID, Funnel]:
    found: dict[UUID, Funnel] = {}
    for funnel in funnels:
        found.setdefault(funnel.team_id, funnel)
    return found
