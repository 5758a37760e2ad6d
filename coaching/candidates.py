"""The opportunities of people that might be coached: those in the first two stages of their funnels. One statement."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Max, OuterRef, Q, Subquery

from coaching.covered import took_place
from coaching.models import SessionOpportunity
from coaching.places import Candidate
from coaching.recording import EARLY_STAGES
from funnels.models import Opportunity
from funnels.models.funnel import outline_of


def candidates(teams: Sequence[UUID], owners: Collection[UUID], today: date) -> list[Candidate]:
    """Open, of these people in these teams, with a commitment missing, and not parked until a later day."""
    rows = (
        Opportunity.objects.of_teams(teams)  # type: ignore[arg-type]
        .open()
        .filter(Q(parked_until=None) | Q(parked_until__lt=today), owner__in=owners, required_total__gt=F("required_met"))
        .annotate(coached_on=_last_coached())
        .select_related("account", "stage")
        .only("name", "account__name", "stage", "stage__name", "stage__short_name", "funnel_id", "owner_id", "amount",
              "currency", "required_total", "required_met", "opened_on", "created_at")
    )  # fmt: skip
    return [_candidate(one, today) for one in rows if is_early(one)]


def _last_coached() -> Subquery:
    links = SessionOpportunity.objects.everything(reason="when an opportunity was coached last")
    about = links.filter(took_place("session__"), opportunity=OuterRef("pk")).order_by().values("opportunity")
    return Subquery(about.annotate(last=Max("session__held_on")).values("last"))


def is_early(opportunity: Any) -> bool:
    return opportunity.stage_id in {one.id for one in outline_of(opportunity.funnel_id).stages[:EARLY_STAGES]}


def _candidate(one: Any, today: date) -> Candidate:
    return Candidate(
        id=one.pk,
        name=one.name,
        account=one.account.name if one.account else "",
        owner=one.owner_id,
        stage=one.stage.label,
        amount=one.amount,
        currency=one.currency,
        missing=one.missing,
        opened_on=one.opened_on or one.created_at.date(),
        coached_on=one.coached_on,
    )
