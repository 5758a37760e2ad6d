"""Moving back is normal, takes a reason, and loses nothing."""

import pytest

from funnels.choices import MoveKind
from funnels.models import Opportunity
from funnels.refusals import WrongState
from portal.refusals import Invalid
from tests.cast import NOON, Cast
from tests.funnels.places import anew, bring_to, stage_id, stage_of


def test_it_goes_back_and_keeps_the_commitments(cast: Cast, opportunity: Opportunity) -> None:
    bring_to(opportunity, "evaluate", by=cast.nils)
    moved = opportunity.regress(
        to=stage_id(opportunity, "acknowledge"), reason="The issue changed.", by=cast.nils, at=NOON
    )
    assert (moved.event.kind, moved.event.reason) == (MoveKind.REGRESSED, "The issue changed.")
    assert stage_of(opportunity) == "acknowledge"
    assert opportunity.commitments.filter(state="fulfilled").count() == 5
    assert anew(opportunity).supported_stage.code == "evaluate"


def test_it_may_come_forward_again_at_once(cast: Cast, opportunity: Opportunity) -> None:
    bring_to(opportunity, "evaluate", by=cast.nils)
    opportunity.regress(to=stage_id(opportunity, "define"), reason="The issue changed.", by=cast.nils, at=NOON)
    opportunity.advance(by=cast.nils, at=NOON)
    assert stage_of(opportunity) == "evaluate"


def test_it_asks_for_a_reason_and_an_earlier_stage(cast: Cast, opportunity: Opportunity) -> None:
    bring_to(opportunity, "define", by=cast.nils)
    with pytest.raises(Invalid) as refusal:
        opportunity.regress(to=stage_id(opportunity, "acknowledge"), reason=" ", by=cast.nils, at=NOON)
    assert list(refusal.value.errors) == ["reason"]
    with pytest.raises(Invalid) as refusal:
        opportunity.regress(to=stage_id(opportunity, "define"), reason="Why not", by=cast.nils, at=NOON)
    assert list(refusal.value.errors) == ["to"]


def test_a_closed_one_does_not_move(cast: Cast, opportunity: Opportunity) -> None:
    bring_to(opportunity, "define", by=cast.nils)
    opportunity.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    with pytest.raises(WrongState):
        opportunity.regress(to=stage_id(opportunity, "acknowledge"), reason="Why not", by=cast.nils, at=NOON)
