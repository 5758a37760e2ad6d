"""How far each strategic priority has come: told, trained, coached, reinforced, measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, FilteredRelation, IntegerField, OuterRef, Q, UUIDField, Value
from django.db.models.functions import Cast

from charters.chain import PriorityFact, Reached
from charters.models import BriefAcknowledgement, Measurement, StrategicPriority, StrategyBrief, Training
from portal.models import Team
from portal.roles import Role

TOGETHER = "the reach of briefs that are read in scope: counted, nobody is named"
NOBODY: frozenset[UUID] = frozenset()
LATELY = timedelta(days=90)
FEWEST = 5
COACHED = 1


def priority_facts(briefs: Iterable[StrategyBrief], today: date) -> list[PriorityFact]:
    """Of the priorities of all these briefs, in their order. In two statements.

    Measured is what has data: the objective itself, or a measure of it, in any version.
    """
    objective = OuterRef("objective__lineage")
    data = Measurement.objects.everything(reason=TOGETHER).filter(
        Q(lineage=objective) | Q(measure__objective__lineage=objective)
    )
    rows = StrategicPriority.objects.everything(reason=TOGETHER).filter(brief__in=briefs).select_related("brief")
    found = list(rows.annotate(has_data=Exists(data)).order_by("brief", "position", "id"))
    if not found:
        return []
    people = People.read(found, today)
    return [_fact(one, people) for one in found]


def coached_on(lineages: Collection[UUID], today: date) -> list[Any]:
    """Who had a session lately about one of them. The apps are reached by name: settings.PRIORITY_COACHING."""
    return [import_module(module).coached(lineages, today - LATELY, today) for module in settings.PRIORITY_COACHING]


def reached_by_coaching(
    sellers: AbstractSet[UUID], coached: Mapping[UUID, AbstractSet[UUID]], lineage: UUID
) -> Reached:
    """No data of fewer than five people, whose coaching could be told apart; and none where no session of theirs names
    any priority: nobody notes it yet, and that is no gap."""
    noted = any(sellers & people for people in coached.values())
    if len(sellers) < FEWEST or not noted:
        return Reached(0, 0)
    return Reached(len(sellers & coached.get(lineage, NOBODY)), len(sellers))


def _fact(one: Any, people: People) -> PriorityFact:
    sellers = people.below(one.brief.team_id)
    return PriorityFact(
        id=one.pk,
        name=one.name,
        told=Reached(len(sellers & people.at(one.brief_id)), len(sellers)),
        trained=Reached(len(sellers & people.at(one.lineage)), len(sellers)),
        coached=reached_by_coaching(sellers, people.coached, one.lineage),
        reinforced=one.objective_id is not None,
        measured=one.has_data,
    )


@dataclass(frozen=True)
class People:
    """By id: who sells in each team, who has acknowledged each brief, who was trained for each priority's lineage; and
    apart, by lineage, who was coached."""

    parents: Mapping[UUID, UUID | None]
    by_id: Mapping[UUID, set[UUID]]
    coached: Mapping[UUID, set[UUID]]

    @classmethod
    def read(cls, priorities: Iterable[Any], today: date) -> People:
        """The team tree, memberships of the day, acknowledgements, trainings and coaching, in one statement."""
        briefs, lineages = {one.brief_id for one in priorities}, {one.lineage for one in priorities}
        told = BriefAcknowledgement.objects.everything(reason=TOGETHER).filter(brief__in=briefs)
        trained = Training.objects.everything(reason=TOGETHER).filter(lineage__in=lineages)
        teams = Team.objects.annotate(seller=FilteredRelation("memberships", condition=_sells(today)))
        parents: dict[UUID, UUID | None] = {}
        by_id: dict[UUID, set[UUID]] = defaultdict(set)
        coached: dict[UUID, set[UUID]] = defaultdict(set)
        parts = [_rows(told, "brief_id", "by_id"), _rows(trained, "lineage", "person_id")]
        parts += [_rows(rows, "lineage", "coachee", kind=COACHED) for rows in coached_on(lineages, today)]
        for kind, about, parent, person in _rows(teams, "pk", "seller__person_id", "parent_id").union(*parts, all=True):
            parents[about] = parent
            (coached if kind else by_id)[about].update({person} if person else NOBODY)
        return cls(parents, by_id, coached)

    def at(self, key: UUID) -> AbstractSet[UUID]:
        return self.by_id.get(key, NOBODY)

    def below(self, team: UUID) -> AbstractSet[UUID]:
        """Who sells in the team and in the teams below it."""
        return {person for key, people in self.by_id.items() if team in self._line(key) for person in people}

    def _line(self, team: UUID | None) -> set[UUID]:
        seen: set[UUID] = set()
        while team is not None and team not in seen:
            seen.add(team)
            team = self.parents.get(team)
        return seen


def _rows(found: Any, about: str, person: str, parent: str = "", *, kind: int = 0) -> Any:
    told = {
        "told_kind": Value(kind, IntegerField()),
        "told_about": F(about),
        "told_parent": F(parent) if parent else Cast(Value(None), UUIDField()),
        "told_person": F(person),
    }
    return found.order_by().annotate(**told).values_list(*told)


def _sells(today: date) -> Q:
    """A member's membership on that day."""
    lasting = Q(memberships__ends_on=None) | Q(memberships__ends_on__gt=today)
    return lasting & Q(memberships__role=Role.MEMBER, memberships__starts_on__lte=today)
