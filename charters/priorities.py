"""How far each strategic priority has come: told, trained, coached, reinforced, measured. In two statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from charters.chain import PriorityFact, Reached
from charters.models import BriefAcknowledgement, Measurement, StrategicPriority, StrategyBrief, Training
from portal.models import Team
from portal.roles import Role

TOGETHER = "the reach of briefs that are read in scope: counted, nobody is named"
Sellers = Mapping[UUID, set[UUID]]


def priority_facts(briefs: Iterable[StrategyBrief], today: date) -> list[PriorityFact]:
    """Of the priorities of all these briefs, in their order. Coaching is not told of yet: nobody to reach, no data."""
    rows = StrategicPriority.objects.everything(reason=TOGETHER).filter(brief__in=briefs).select_related("brief")
    found = list(_counted(rows).order_by("brief", "position", "id"))
    sellers = sellers_below({one.brief.team_id for one in found}, today) if found else {}
    return [_fact(one, len(sellers[one.brief.team_id])) for one in found]


def _counted(priorities: Any) -> Any:
    told = BriefAcknowledgement.objects.everything(reason=TOGETHER).filter(brief=OuterRef("brief"))
    trained = Training.objects.everything(reason=TOGETHER).filter(lineage=OuterRef("lineage"))
    data = Measurement.objects.everything(reason=TOGETHER).filter(lineage=OuterRef("objective__lineage"))
    return priorities.annotate(
        told=_count(told, "brief", "by"), trained=_count(trained, "lineage", "person"), has_data=Exists(data)
    )  # fmt: skip


def _count(rows: Any, group: str, people: str) -> Any:
    counted = rows.order_by().values(group).annotate(people=Count(people, distinct=True)).values("people")
    return Coalesce(Subquery(counted), 0)


def _fact(one: Any, sellers: int) -> PriorityFact:
    return PriorityFact(
        id=one.pk,
        name=one.name,
        told=Reached(min(one.told, sellers), sellers),
        trained=Reached(min(one.trained, sellers), sellers),
        coached=Reached(0, 0),
        reinforced=one.objective_id is not None,
        measured=one.has_data,
    )


def sellers_below(teams: set[UUID], today: date) -> Sellers:
    """The members of each team and of the teams below it, today; team tree and memberships in one statement."""
    joined = FilteredRelation("memberships", condition=_at(today))
    rows = list(Team.objects.annotate(seller=joined).values_list("pk", "parent_id", F("seller__person_id")).order_by())
    parents: dict[UUID, UUID | None] = {team: parent for team, parent, _person in rows}
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for team, _parent, person in rows:
        for above in _line(team, parents) if person else ():
            found[above].add(person)
    return {team: found[team] for team in teams}


def _at(today: date) -> Q:
    """A member's membership on that day."""
    lasting = Q(memberships__ends_on=None) | Q(memberships__ends_on__gt=today)
    return lasting & Q(memberships__role=Role.MEMBER, memberships__starts_on__lte=today)


def _line(team: UUID | None, parents: Mapping[UUID, UUID | None]) -> Iterator[UUID]:
    seen: set[UUID] = set()
    while team is not None and team not in seen:
        seen.add(team)
        yield team
        team = parents.get(team)
