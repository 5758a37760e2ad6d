"""What the passing of days changes: evidence runs out, overrides are answered, postponed opportunities come back.

Each part asks the database what is due, so running it twice, late or on two machines does no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from funnels.choices import Status
from funnels.models import Opportunity, Override
from funnels.models.funnel import outline_of
from funnels.models.moving import STANDING
from funnels.models.opportunity import OpportunityQuerySet
from funnels.standing import reckon
from portal.models import Organisation

FIGURES = (
    "required_total",
    "required_met",
    "ready_until",
    "supported_stage_id",
    "support_until",
    "next_commitment_id",
    "next_due_on",
)


@dataclass(frozen=True)
class Upkeep:
    """How many standings were reckoned anew, and how many overrides ended because their evidence came."""

    restated: int
    answered: int


@dataclass(frozen=True)
class Drift:
    """A stored figure that differs from what the commitments say."""

    opportunity: UUID
    field: str
    stored: object
    reckoned: object


def keep_up(*, at: datetime) -> Upkeep:
    today = Organisation.current().today(at)
    lapsed = list(lapsed_on(today).values_list("pk", flat=True))
    return Upkeep(
        restated=sum(_restate(lapsed_on(today), pk, today) for pk in lapsed), answered=_answer_overrides(today, at)
    )


def lapsed_on(today: date) -> OpportunityQuerySet:
    """Open opportunities some of whose evidence no longer holds."""
    return Opportunity.objects.everything(reason="upkeep").filter(
        Q(ready_until__lt=today) | Q(support_until__lt=today), status=Status.OPEN
    )


@transaction.atomic
def _restate(rows: OpportunityQuerySet, pk: UUID, today: date) -> bool:
    """Asks `rows` once more under the lock: a verb may have been quicker."""
    opportunity = rows.select_for_update().filter(pk=pk).first()
    if opportunity is None:
        return False
    opportunity.reckon_standing(today)
    opportunity.save(update_fields=STANDING)
    return True


def _answer_overrides(today: date, at: datetime) -> int:
    running = Override.objects.everything(reason="upkeep").running()
    ids = running.values_list("opportunity", flat=True).distinct().order_by()
    return sum(_answer(pk, today, at) for pk in list(ids))


@transaction.atomic
def _answer(pk: UUID, today: date, at: datetime) -> int:
    opportunity = Opportunity.objects.everything(reason="upkeep").select_for_update().get(pk=pk)
    return len(opportunity.end_answered_overrides(today, by=None, at=at))


def mend(*, at: datetime) -> int:
    """Reckon anew what differs, as after a change of the rules; returns how many opportunities that were."""
    today = Organisation.current().today(at)
    return sum(_restate(_opened(), pk, today) for pk in {drift.opportunity for drift in drifts(at=at)})


def _opened() -> OpportunityQuerySet:
    return Opportunity.objects.everything(reason="whether stored standings are right").filter(status=Status.OPEN)


def drifts(*, at: datetime, batch: int = 500) -> Iterator[Drift]:
    """Where stored standings of open opportunities differ from the commitments. None is the only good answer."""
    today = Organisation.current().today(at)
    for opportunity in _opened().prefetch_related("commitments").order_by("pk").iterator(chunk_size=batch):
        yield from _compare(opportunity, today)


def _compare(opportunity: Opportunity, today: date) -> Iterator[Drift]:
    """Who recorded last may have lived a day ahead or behind the organisation, so either day's figures are right."""
    stored = {field: getattr(opportunity, field) for field in FIGURES}
    days = [_reckoned(opportunity, today + timedelta(days=step)) for step in (0, -1, 1)]
    if stored not in days:
        for field, value in days[0].items():
            if stored[field] != value:
                yield Drift(opportunity.pk, field, stored[field], value)


def _reckoned(opportunity: Opportunity, day: date) -> dict[str, object]:
    commitments = sorted(opportunity.commitments.all(), key=lambda one: one.pk, reverse=True)
    standing = reckon(outline_of(opportunity.funnel_id), opportunity.stage_id, commitments, day)
    return dict(zip(FIGURES, astuple(standing), strict=True))
