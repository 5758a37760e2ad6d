"""Stages and commitments by their codes, for tests."""

from datetime import date, datetime, timedelta
from uuid import UUID

from funnels.models import CommitmentDefinition, Opportunity
from funnels.models.funnel import outline_of
from portal.models import Person
from tests.cast import NOON
from tests.factories import record, satisfy

LATER = NOON + timedelta(days=1)


def anew(opportunity: Opportunity) -> Opportunity:
    """As it stands in the database."""
    found: Opportunity = Opportunity.objects.everything(reason="test").get(pk=opportunity.pk)
    return found


def stage_of(opportunity: Opportunity) -> str:
    found = anew(opportunity)
    return outline_of(found.funnel_id).stage(found.stage_id).code


def stage_id(opportunity: Opportunity, code: str) -> UUID:
    return next(stage.id for stage in outline_of(opportunity.funnel_id).stages if stage.code == code)


def definition(opportunity: Opportunity, code: str) -> CommitmentDefinition:
    found: CommitmentDefinition = CommitmentDefinition.objects.everything(reason="test").get(
        stage__funnel=opportunity.funnel_id, code=code
    )
    return found


def bring_to(opportunity: Opportunity, code: str, *, by: Person, at: datetime = NOON) -> Opportunity:
    """Through the gate, stage by stage."""
    while stage_of(opportunity) != code:
        satisfy(opportunity, by=by, at=at)
        opportunity.advance(by=by, at=at)
    return opportunity


def fulfil(opportunity: Opportunity, *codes: str, by: Person, at: datetime = NOON, on: date | None = None) -> None:
    for code in codes:
        record(opportunity, definition(opportunity, code), by=by, at=at, on=on)
