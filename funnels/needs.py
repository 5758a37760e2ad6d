"""What open opportunities need: a closed list of conditions that are facts and filters at once, on board, table and home."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from funnels.guide import guides_of
from funnels.models import Opportunity, Override
from funnels.models.funnel import outline_of
from funnels.models.opportunity import OpportunityQuerySet
from portal.models import Person

STALLED_DAYS: Final = 30  # where the stage does not say how long it should take


@dataclass(frozen=True)
class Need:
    """`label` follows the count: "3 commitments overdue". One that is not told stands there only while it filters."""

    code: str
    label: str | Promise
    icon: str
    tone: str = ""
    told: bool = True


NEEDS: Final = (
    Need("overdue", _("commitments overdue"), "triangle-alert", "bad"),
    Need("due", _("due today"), "clock", "warn"),
    Need("ready", _("ready to move"), "check", "ok"),
    Need("no_next", _("without a dated next commitment"), "circle-dashed", "warn"),
    Need("stalled", _("stalled"), "history"),
    Need("past_close", _("past their close date"), "calendar"),
    Need("gap", _("ahead of their evidence"), "circle-question-mark", "warn"),
    Need("overridden", _("moved with a reason"), "shield-check"),
    Need("override_ended", _("with an expired reason"), "shield-check", "bad"),
    Need("parked", _("parked"), "pause"),
    Need("mend", _("to clean up"), "wrench", "warn", told=False),
)
BY_CODE: Final = {need.code: need for need in NEEDS}


def conditions(person: Person, now: datetime, funnels: Iterable[UUID]) -> dict[str, Q]:
    """What each need means for open opportunities; `funnels` are all that the rows may be in."""
    return conditions_on(person.today_at(now), now, funnels)


def conditions_on(today: date, now: datetime, funnels: Iterable[UUID]) -> dict[str, Q]:
    """The same where no person looks."""
    awake = Q(parked_until=None) | Q(parked_until__lt=today)
    holds = Q(ready_until=None) | Q(ready_until__gte=today)
    funnels = list(funnels)
    stalled, aged = late_in_stage(now, funnels) & awake, ahead_of_evidence(today, funnels)
    return {
        "overdue": Q(next_due_on__lt=today),
        "due": Q(next_due_on=today),
        "ready": Q(required_total__gt=0, required_met=F("required_total")) & holds,
        "no_next": Q(next_due_on=None, required_met__lt=F("required_total")) & awake,
        "stalled": stalled,
        "past_close": Q(expected_close__lt=today),
        "gap": aged,
        "mend": Q(expected_close__lt=today) | stalled | aged,
        "overridden": running_override(Q(expires_on__gte=today)),
        "override_ended": running_override(Q(expires_on__lt=today)),
        "parked": Q(parked_until__gte=today),
    }


def running_override(which: Q) -> Q:
    running = Override.objects.everything(reason="of opportunities that are in scope").running()
    return Q(pk__in=running.filter(which).values("opportunity_id"))


def late_in_stage(now: datetime, funnels: Iterable[UUID]) -> Q:
    """In the stage for longer than it should take; 30 days where it does not say."""
    spans: dict[int, list[UUID]] = {}
    for funnel in funnels:
        for stage, guide in guides_of(funnel).items():
            spans.setdefault(guide.expected_days or STALLED_DAYS, []).append(stage)
    found = Q(pk__in=[])
    for days, stages in spans.items():
        found |= Q(stage_id__in=stages, stage_entered_at__lt=now - timedelta(days=days))
    return found


def ahead_of_evidence(today: date, funnels: Iterable[UUID]) -> Q:
    """In a stage beyond the one that the evidence reaches, or whose earlier evidence has aged."""
    found = Q(support_until__lt=today)
    for funnel in funnels:
        stages = outline_of(funnel).stages
        for index, stage in enumerate(stages[1:], 1):
            found |= Q(stage_id=stage.id, supported_stage_id__in=[earlier.id for earlier in stages[:index]])
    return found


def in_need(rows: OpportunityQuerySet, need: str, known: Mapping[str, Q]) -> OpportunityQuerySet:
    """Those that one of the pills counts; all when no known need is named."""
    return rows.filter(known[need]) if need in known else rows


def count_needs(rows: OpportunityQuerySet, known: Mapping[str, Q]) -> dict[str, int]:
    """One statement. Which opportunities run on an override is looked up once, not asked of each row."""
    counts: dict[str, Any] = rows.order_by().aggregate(
        **{code: Count("pk", filter=condition) for code, condition in known.items()}
    )
    return counts


def stays_long(opportunity: Opportunity, now: datetime) -> int | None:
    """Days in the stage, when they are more than it should take and the customer did not ask to wait."""
    guide = guides_of(opportunity.funnel_id).get(opportunity.stage_id)
    days = (now - opportunity.stage_entered_at).days
    expected = (guide.expected_days if guide else None) or STALLED_DAYS
    return days if days > expected and not opportunity.is_parked(now.date()) else None
