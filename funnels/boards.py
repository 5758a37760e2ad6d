"""The board: open opportunities by stage, what needs attention among them. Page and API draw from here.

Columns group by stage code across the versions of one funnel: after a revision, opportunities stay on
the version they entered with until they are migrated, and the board still shows one column per stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from funnels.choices import FunnelState, StageKind
from funnels.models import Funnel, Opportunity
from funnels.models.funnel import outline_of
from funnels.models.opportunity import OpportunityQuerySet
from funnels.standing import StageFact
from portal.models import Person

STALLED_DAYS = 30
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


@dataclass(frozen=True)
class Needs:
    """How many open opportunities ask for something today."""

    overdue: int
    due: int
    ready: int
    no_next: int
    stalled: int
    past_close: int
    overridden: int


NEEDS = ("overdue", "due", "ready", "no_next", "stalled", "past_close", "overridden")


def in_need(opportunities: OpportunityQuerySet, need: str, person: Person, now: datetime) -> OpportunityQuerySet:
    """Those that one of the pills counts; all when no need is named."""
    condition = needing(person, now).get(need)
    return opportunities.filter(condition) if condition is not None else opportunities


def needing(person: Person, now: datetime) -> dict[str, Q]:
    """What each pill means, for open opportunities."""
    today = person.today_at(now)
    awake = Q(parked_until=None) | Q(parked_until__lt=today)
    return {
        "overdue": Q(next_due_on__lt=today),
        "due": Q(next_due_on=today),
        "ready": Q(required_total__gt=0, required_met=F("required_total"))
        & (Q(ready_until=None) | Q(ready_until__gte=today)),
        "no_next": Q(next_due_on=None) & awake & Q(required_met__lt=F("required_total")),
        "stalled": Q(stage_entered_at__lt=now - timedelta(days=STALLED_DAYS)) & awake,
        "past_close": Q(expected_close__lt=today),
        "overridden": Q(overrides__ended_at=None, overrides__isnull=False),
    }


def count_needs(opportunities: OpportunityQuerySet, person: Person, now: datetime) -> Needs:
    """One statement for all pills but the overrides, which are few."""
    conditions = needing(person, now)
    overridden = conditions.pop("overridden")
    counts: dict[str, Any] = opportunities.order_by().aggregate(
        **{name: Count("pk", filter=condition) for name, condition in conditions.items()}
    )
    return Needs(**counts, overridden=opportunities.filter(overridden).distinct().count())


def funnels_of(person: Person) -> list[Funnel]:
    """The newest version in use of every funnel that serves the person, or that people below are served by."""
    funnels = Funnel.objects.visible_to(person).active().select_related("team").order_by("name", "id")
    return list(funnels)


def columns(funnel: Funnel) -> list[Column]:
    """The stages of an open opportunity, in the order of the funnel's version in use; older versions add vanished ones."""
    versions = [funnel.pk, *funnel.versions().filter(state=FunnelState.RETIRED).values_list("pk", flat=True)]
    found: dict[str, Column] = {}
    for version in versions:
        for stage in outline_of(version).selling:
            column = found.setdefault(stage.code, _column(stage))
            column.stages.append(stage.id)
    ordered = sorted(found.values(), key=lambda column: column.position)
    for column, following in zip(ordered, ordered[1:], strict=False):
        column.next_label = following.label
    return ordered


def _column(stage: StageFact) -> Column:
    exit_test = [definition.statement for definition in stage.required]
    return Column(stage.code, stage.label, stage.name, stage.position, stage.kind, exit_test, [])


def fill(found: Sequence[Column], opportunities: OpportunityQuerySet, *, cards: int = CARDS) -> None:
    """Counts, sums and the first cards of each column: one statement for the sums, one per column with cards."""
    by_stage = {stage: column for column in found for stage in column.stages}
    totals = (
        opportunities.filter(stage_id__in=list(by_stage))
        .order_by()
        .values_list("stage_id", "currency")
        .annotate(count=Count("pk"), total=Sum("amount"))
    )
    for stage, currency, count, total in totals:
        column = by_stage[stage]
        column.count += count
        column.sums[currency] = column.sums.get(currency, Decimal()) + (total or Decimal())
    for column in found:
        if cards and column.count:
            column.cards = first_cards(opportunities, column, cards)


def first_cards(opportunities: OpportunityQuerySet, column: Column, cards: int, *, skip: int = 0) -> list[Opportunity]:
    """By the date of the next commitment, the most urgent first; those without one come last."""
    stages = column.stages
    chosen = opportunities.filter(stage_id=stages[0]) if len(stages) == 1 else opportunities.filter(stage_id__in=stages)
    return list(
        chosen.select_related("account", "owner", "next_commitment").order_by(F("next_due_on").asc(nulls_last=True), "-id")[
            skip : skip + cards
        ]
    )


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
