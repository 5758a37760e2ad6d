"""A move just made can be taken back for some seconds, by the one who made it."""

from datetime import timedelta

import pytest

from funnels.choices import MoveKind, Status
from funnels.models import Opportunity, Override
from funnels.models.moving import UNDO_SECONDS
from funnels.refusals import CommitmentsMissing, WrongState
from tests.cast import NOON, TODAY, Cast
from tests.factories import satisfy
from tests.funnels.places import anew, bring_to, stage_id, stage_of

AT_ONCE = NOON + timedelta(seconds=UNDO_SECONDS)
TOO_LATE = NOON + timedelta(seconds=UNDO_SECONDS + 1)


def test_it_returns_to_the_stage_before_and_leaves_a_row(cast: Cast, opportunity: Opportunity) -> None:
    satisfy(opportunity, by=cast.nils)
    opportunity.advance(by=cast.nils, at=NOON)
    moved = opportunity.undo_move(by=cast.nils, at=AT_ONCE)
    assert (moved.event.kind, stage_of(opportunity)) == (MoveKind.UNDONE, "acknowledge")
    assert opportunity.moves.count() == 3


def test_moving_back_is_taken_back_as_well(cast: Cast, opportunity: Opportunity) -> None:
    bring_to(opportunity, "define", by=cast.nils)
    opportunity.regress(to=stage_id(opportunity, "acknowledge"), reason="A slip.", by=cast.nils, at=NOON)
    opportunity.undo_move(by=cast.nils, at=AT_ONCE)
    assert stage_of(opportunity) == "define"


def test_closing_is_taken_back_with_all_it_changed(cast: Cast, opportunity: Opportunity) -> None:
    day = TODAY + timedelta(days=30)
    opportunity.park(until=day, reason="Karin named it.", by=cast.nils, at=NOON)
    opportunity.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    opportunity.undo_move(by=cast.nils, at=AT_ONCE)
    found = anew(opportunity)
    assert (found.status, found.closed_on, found.close_reasons, found.parked_until) == (Status.OPEN, None, [], day)


def test_winning_is_taken_back(cast: Cast, opportunity: Opportunity) -> None:
    bring_to(opportunity, "adopt", by=cast.nils)
    opportunity.undo_move(by=cast.nils, at=AT_ONCE)
    assert (stage_of(opportunity), anew(opportunity).status) == ("decide", Status.OPEN)


def test_an_override_of_that_move_ends(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.advance(override="They told me aloud.", by=cast.lena, at=NOON)
    opportunity.undo_move(by=cast.lena, at=AT_ONCE)
    assert [one.ended_how for one in opportunity.overrides.all()] == ["undone"]


@pytest.mark.parametrize("way", ["back", "closed"])
def test_taking_back_revives_the_override_that_the_move_ended(cast: Cast, opportunity: Opportunity, way: str) -> None:
    opportunity.advance(override="They told me aloud.", by=cast.lena, at=NOON)
    later = NOON + timedelta(days=15)
    if way == "back":
        opportunity.regress(to=stage_id(opportunity, "acknowledge"), reason="A slip.", by=cast.lena, at=later)
    else:
        opportunity.close(outcome="lost", reasons=["price"], by=cast.lena, at=later)
    opportunity.undo_move(by=cast.lena, at=later)
    assert Override.objects.everything(reason="test").running().count() == 1
    satisfy(opportunity, by=cast.nils, at=later)
    with pytest.raises(CommitmentsMissing):
        opportunity.advance(by=cast.nils, at=later)


def test_it_is_for_some_seconds_only(cast: Cast, opportunity: Opportunity) -> None:
    satisfy(opportunity, by=cast.nils)
    opportunity.advance(by=cast.nils, at=NOON)
    with pytest.raises(WrongState):
        opportunity.undo_move(by=cast.nils, at=TOO_LATE)


def test_it_is_for_the_one_who_moved(cast: Cast, opportunity: Opportunity) -> None:
    satisfy(opportunity, by=cast.nils)
    opportunity.advance(by=cast.nils, at=NOON)
    with pytest.raises(WrongState):
        opportunity.undo_move(by=cast.lena, at=AT_ONCE)


def test_opening_undoing_and_reopening_are_not_undone(cast: Cast, opportunity: Opportunity) -> None:
    with pytest.raises(WrongState):
        opportunity.undo_move(by=cast.nils, at=AT_ONCE)
    opportunity.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    opportunity.reopen(reason="They called.", by=cast.nils, at=NOON)
    with pytest.raises(WrongState, match="Close it again"):
        opportunity.undo_move(by=cast.nils, at=AT_ONCE)
