"""The board: open opportunities by stage, with counts, sums and the first cards. Page and API draw from here.

Columns group by stage code across the versions of one funnel: after a revision, opportunities stay on
the version they entered with until they are migrated, and the board still shows one column per stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Q, Sum

from funnels.choices import FunnelState, StageKind
from funnels.models import Funnel, Opportunity
from funnels.models.funnel import outline_of
from funnels.models.opportunity import OpportunityQuerySet
from funnels.standing import StageFact
from portal.models import Person

CARDS = 20


@dataclass
class Column:
    """One stage. `sums` are per currency; `stages` the ids of this stage in every version of the funnel."""

    code: str
    label: str
    name: str
    position: int
    kind: str
    exit_test: list[str]
    stages: list[UUID]
    count: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)
    cards: list[Opportunity] = field(default_factory=list)
    next_label: str = ""

    @property
    def more(self) -> bool:
        return self.count > len(self.cards)

    @property
    def last(self) -> Place | None:
        return Place(self.cards[-1].next_due_on, self.cards[-1].pk) if self.cards else None


def funnels_of(person: Person) -> list[Funnel]:
    """The newest version in use of every funnel that serves the person, or that people below are served by."""
    funnels = Funnel.objects.visible_to(person).active().select_related("team").order_by("name", "id")
    return list(funnels)


def columns(funnel: Funnel, versions: Sequence[UUID] | None = None) -> list[Column]:
    """The stages of an open opportunity, in the order of the funnel's version in use; older versions add vanished ones.

    `versions` are the ids of all its versions that were ever in use; they are read when not handed over.
    """
    if versions is None:
        versions = list(funnel.versions().exclude(state=FunnelState.DRAFT).values_list("pk", flat=True))
    found: dict[str, Column] = {}
    for version in [funnel.pk, *(one for one in versions if one != funnel.pk)]:
        for stage in outline_of(version).selling:
            column = found.setdefault(stage.code, _column(stage))
            column.stages.append(stage.id)
    ordered = sorted(found.values(), key=lambda column: column.position)
    for column, following in pairwise(ordered):
        column.next_label = following.label
    return ordered


def _column(stage: StageFact) -> Column:
    exit_test = [definition.statement for definition in stage.required]
    return Column(stage.code, stage.label, stage.name, stage.position, stage.kind, exit_test, [])


def fill(found: Sequence[Column], opportunities: OpportunityQuerySet, *, cards: int = CARDS) -> None:
    """Counts, sums and the first cards of each column."""
    by_stage = {stage: column for column in found for stage in column.stages}
    totals = (
        opportunities.filter(stage_id__in=list(by_stage))
        .order_by()
        .values_list("stage_id", "currency")
        .annotate(count=Count("*"), total=Sum("amount"))
    )
    for stage, currency, count, total in totals:
        column = by_stage[stage]
        column.count += count
        column.sums[currency] = column.sums.get(currency, Decimal()) + (total or Decimal())
    if cards:
        deal(found, opportunities, cards)


def deal(found: Sequence[Column], opportunities: OpportunityQuerySet, cards: int) -> None:
    """The first cards of every column: one statement for their ids where the database can, one for what they show."""
    tops = [
        urgent_first(opportunities, column).values_list("pk", flat=True)[:cards] for column in found if column.count
    ]
    ids = together(tops)
    shown = {one.pk: one for one in with_faces(opportunities.filter(pk__in=ids))} if ids else {}
    home = {stage: column for column in found for stage in column.stages}
    for pk in ids:
        if pk in shown:
            home[shown[pk].stage_id].cards.append(shown[pk])


def together(tops: Sequence[Any]) -> list[UUID]:
    """SQLite cannot limit the parts of a compound statement."""
    if len(tops) > 1 and connection.features.supports_slicing_ordering_in_compound:
        return list(tops[0].union(*tops[1:], all=True))
    return [pk for top in tops for pk in top]


def urgent_first(opportunities: OpportunityQuerySet, column: Column) -> OpportunityQuerySet:
    """By the date of the next commitment, the most urgent first; those without one come last."""
    stages = column.stages
    chosen = opportunities.filter(stage_id=stages[0]) if len(stages) == 1 else opportunities.filter(stage_id__in=stages)
    return chosen.order_by(F("next_due_on").asc(nulls_last=True), "-id")


def with_faces(opportunities: OpportunityQuerySet) -> OpportunityQuerySet:
    return opportunities.select_related("account", "owner", "next_commitment")


@dataclass(frozen=True)
class Place:
    """A card's place in its column: right after it, the next page begins."""

    due: date | None
    pk: UUID

    def __str__(self) -> str:
        return f"{self.due or ''}_{self.pk}"

    @classmethod
    def read(cls, text: str) -> Place | None:
        """None for what is no place."""
        due, _mark, pk = text.partition("_")
        try:
            return cls(date.fromisoformat(due) if due else None, UUID(pk))
        except ValueError:
            return None

    @property
    def beyond(self) -> Q:
        undated = Q(next_due_on=None)
        if self.due is None:
            return undated & Q(pk__lt=self.pk)
        return undated | Q(next_due_on__gt=self.due) | Q(next_due_on=self.due, pk__lt=self.pk)


def cards_after(opportunities: OpportunityQuerySet, column: Column, place: Place, cards: int) -> list[Opportunity]:
    return list(with_faces(urgent_first(opportunities, column).filter(place.beyond))[:cards])


def wins(column: Column) -> bool:
    """Whether leaving this column wins the opportunity."""
    return column.kind == StageKind.DECIDING


def totals(found: Iterable[Column]) -> dict[str, Decimal]:
    """Open value per currency."""
    sums: dict[str, Decimal] = {}
    for column in found:
        for currency, amount in column.sums.items():
            sums[currency] = sums.get(currency, Decimal()) + amount
    return sums
