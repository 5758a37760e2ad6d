"""A closed opportunity opens again in the stage it left."""

from datetime import timedelta

import pytest

from funnels.choices import MoveKind, Status
from funnels.history import history_of
from funnels.models import Opportunity
from funnels.refusals import CommitmentsMissing, WrongState
from portal.refusals import Invalid
from tests.cast import NOON, TODAY, Cast
from tests.factories import satisfy
from tests.funnels.places import anew, bring_to, stage_of


def test_it_returns_to_the_stage_left(cast: Cast, opportunity: Opportunity) -> None:
    bring_to(opportunity, "adopt", by=cast.nils)
    assert anew(opportunity).status == Status.WON
    moved = opportunity.reopen(reason="The board withdrew.", by=cast.nils, at=NOON)
    found = anew(opportunity)
    assert (moved.event.kind, stage_of(found), found.status) == (MoveKind.REOPENED, "decide", Status.OPEN)
    assert (found.closed_on, found.close_reasons, found.wake_on) == (None, [], None)


def test_expiry_is_reckoned_anew(cast: Cast, opportunity: Opportunity) -> None:
    bring_to(opportunity, "evaluate", by=cast.nils)
    opportunity.close(outcome="no_decision", reasons=["priority"], by=cast.nils, at=NOON)
    opportunity.reopen(reason="They called.", by=cast.nils, at=NOON + timedelta(days=100))
    found = anew(opportunity)
    assert (stage_of(found), found.supported_stage.code) == ("evaluate", "define")


def test_what_an_override_left_owing_is_owed_again(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.advance(override="They told me aloud.", by=cast.lena, at=NOON)
    opportunity.close(outcome="lost", reasons=["price"], by=cast.lena, at=NOON + timedelta(days=1))
    opportunity.reopen(reason="They called.", by=cast.lena, at=NOON + timedelta(days=20))
    at = NOON + timedelta(days=21)
    satisfy(opportunity, by=cast.nils, at=at)
    with pytest.raises(CommitmentsMissing) as refusal:
        opportunity.advance(by=cast.nils, at=at)
    assert [one["code"] for one in refusal.value.extra["missing"]] == ["C02"]


def test_a_day_to_wait_for_is_over(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.park(until=TODAY + timedelta(days=30), reason="Karin named it.", by=cast.nils, at=NOON)
    opportunity.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    opportunity.reopen(reason="They called.", by=cast.nils, at=NOON)
    assert anew(opportunity).parked_until is None


def test_it_asks_for_a_reason(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    with pytest.raises(Invalid) as refusal:
        opportunity.reopen(reason="", by=cast.nils, at=NOON)
    assert list(refusal.value.errors) == ["reason"]


def test_an_open_one_stays_open(cast: Cast, opportunity: Opportunity) -> None:
    with pytest.raises(WrongState):
        opportunity.reopen(reason="Why not", by=cast.nils, at=NOON)


def test_why_it_had_closed_stays_in_its_history(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.close(outcome="lost", reasons=["price", "fit"], by=cast.nils, at=NOON)
    opportunity.reopen(reason="They called back", by=cast.nils, at=NOON + timedelta(days=1))
    assert opportunity.close_reasons == []
    reopened, closed = history_of(opportunity)[:2]
    assert closed.detail.startswith("Price · Did not fit")
    assert "Price" not in reopened.detail
