"""A new opportunity, always in the first stage of the funnel that serves its team."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from funnels.choices import MoveKind, Status
from funnels.models import Funnel, Opportunity, StageEvent
from funnels.models.funnel import outline_of
from portal.models import Person, Team
from portal.refusals import Invalid, Refusal


class NoFunnel(Refusal):
    """No active funnel serves the team."""

    code = "no-funnel"

    def __init__(self) -> None:
        super().__init__(_("No funnel serves this team yet. A steward sets one up from the template."))


def funnel_for(team: Team) -> Funnel:
    """The nearest active funnel at or above the team."""
    funnel = Funnel.objects.serving(team).first()
    if funnel is None:
        raise NoFunnel
    return funnel


def _serving(team: Team, funnel: Funnel) -> Funnel:
    """The chosen funnel, if it is in use and serves the team."""
    if not Funnel.objects.serving(team).filter(pk=funnel.pk).exists():
        raise Invalid({"funnel": _("Choose a funnel in use that serves this team.")})
    return funnel


@transaction.atomic
def open_opportunity(
    values: Mapping[str, Any],
    *,
    team: Team,
    owner: Person | None,
    by: Person,
    at: datetime,
    funnel: Funnel | None = None,
) -> Opportunity:
    """Raises NoFunnel when none serves the team, Django's ValidationError for bad values."""
    funnel = _serving(team, funnel) if funnel else funnel_for(team)
    values = {"currency": by.organisation.currency, **values}
    opportunity = Opportunity(team=team, owner=owner, funnel=funnel, opened_on=by.organisation.today(at), **values)
    event = begin(opportunity, at=at, by=by)
    opportunity.full_clean(exclude=["last_move"])
    event.save(force_insert=True)
    opportunity.save(force_insert=True)
    return opportunity


def begin(opportunity: Opportunity, *, at: datetime, by: Person | None) -> StageEvent:
    """Put an unsaved opportunity into its first stage; returns the event, to be saved before it."""
    first = outline_of(opportunity.funnel_id).stages[0]
    opportunity.stage_id, opportunity.stage_entered_at, opportunity.created_at = first.id, at, at
    opportunity.required_total, opportunity.supported_stage_id = len(first.required), first.id
    event = StageEvent(
        opportunity=opportunity,
        kind=MoveKind.OPENED,
        to_stage_id=first.id,
        to_status=Status.OPEN,
        by=by,
        at=at,
        team_id=opportunity.team_id,
    )
    opportunity.last_move = event
    return event
