"""An opportunity moves on because the customer committed."""

from datetime import timedelta
from uuid import uuid4

import pytest

from funnels.choices import MoveKind, Status
from funnels.models import Funnel, Opportunity
from funnels.refusals import CommitmentsMissing, WrongState
from portal.refusals import Invalid, Stale
from tests.cast import NOON, TODAY, Cast
from tests.factories import satisfy
from tests.funnels.places import anew, bring_to, definition, fulfil, stage_id, stage_of


def test_it_moves_to_the_next_stage_when_the_customer_has_committed(cast: Cast, opportunity: Opportunity) -> None:
    satisfy(opportunity, by=cast.nils)
    moved = opportunity.advance(by=cast.nils, at=NOON)
    assert stage_of(opportunity) == "define"
    assert moved.missing == []


def test_it_leaves_a_row_that_says_what_was_known(cast: Cast, opportunity: Opportunity) -> None:
    satisfy(opportunity, by=cast.nils)
    event = opportunity.advance(by=cast.nils, at=NOON).event
    assert (event.kind, event.by, event.at, event.team) == (MoveKind.ADVANCED, cast.nils, NOON, cast.oslo)
    assert (event.from_stage.code, event.to_stage.code) == ("acknowledge", "define")
    assert event.criteria == [{"code": "C02", "state": "fulfilled"}]
    assert event.supported
    assert anew(opportunity).last_move == event


def test_it_lists_what_the_customer_still_owes(cast: Cast, opportunity: Opportunity) -> None:
    with pytest.raises(CommitmentsMissing) as refusal:
        opportunity.advance(by=cast.nils, at=NOON)
    assert [(one["code"], one["state"]) for one in refusal.value.extra["missing"]] == [("C02", "unknown")]
    assert refusal.value.extra["missing"][0]["givers"] == ["user", "economic"]
    assert stage_of(opportunity) == "acknowledge"


@pytest.mark.parametrize("state", ["asked", "promised", "declined", "broken", "withdrawn"])
def test_only_a_fulfilled_commitment_counts(cast: Cast, opportunity: Opportunity, state: str) -> None:
    until = TODAY + timedelta(days=3) if state in ("promised", "broken") else None
    one = opportunity.ask(definition=definition(opportunity, "C02"), promised_for=until, by=cast.nils, at=NOON)
    verb = {"declined": one.decline, "broken": one.break_off, "withdrawn": one.withdraw}.get(state)
    if verb:
        verb(by=cast.nils, at=NOON)
    with pytest.raises(CommitmentsMissing) as refusal:
        opportunity.advance(by=cast.nils, at=NOON)
    assert [one["state"] for one in refusal.value.extra["missing"]] == [state]


def test_expired_evidence_counts_no_more(cast: Cast, opportunity: Opportunity) -> None:
    bring_to(opportunity, "define", by=cast.nils)
    satisfy(opportunity, by=cast.nils)
    with pytest.raises(CommitmentsMissing) as refusal:
        opportunity.advance(by=cast.nils, at=NOON + timedelta(days=91))
    assert [(one["code"], one["state"]) for one in refusal.value.extra["missing"]] == [
        ("C07", "expired"),
        ("C08", "expired"),
    ]
    opportunity.advance(by=cast.nils, at=NOON + timedelta(days=90))
    assert stage_of(opportunity) == "evaluate"


def test_skipping_takes_the_commitments_of_every_stage_on_the_way(cast: Cast, opportunity: Opportunity) -> None:
    satisfy(opportunity, by=cast.nils)
    with pytest.raises(CommitmentsMissing) as refusal:
        opportunity.advance(to=stage_id(opportunity, "evaluate"), by=cast.nils, at=NOON)
    assert [one["code"] for one in refusal.value.extra["missing"]] == ["C05", "C07", "C08", "C09"]
    fulfil(opportunity, "C05", "C07", "C08", "C09", by=cast.nils)
    opportunity.advance(to=stage_id(opportunity, "evaluate"), by=cast.nils, at=NOON)
    assert stage_of(opportunity) == "evaluate"


def test_an_advisory_funnel_lets_it_pass_and_says_what_is_missing(
    cast: Cast, funnel: Funnel, opportunity: Opportunity
) -> None:
    funnel.set_enforcement("advisory", by=cast.stella, at=NOON)
    moved = opportunity.advance(by=cast.nils, at=NOON)
    assert [one.definition.code for one in moved.missing] == ["C02"]
    assert not moved.event.supported
    assert anew(opportunity).supported_stage.code == "acknowledge"


def test_leaving_the_deciding_stage_wins_it(cast: Cast, opportunity: Opportunity) -> None:
    bring_to(opportunity, "decide", by=cast.nils)
    satisfy(opportunity, by=cast.nils)
    opportunity.advance(by=cast.nils, at=NOON)
    found = anew(opportunity)
    assert (stage_of(found), found.status, found.closed_on) == ("adopt", Status.WON, TODAY)


def test_a_won_opportunity_goes_no_further_than_its_last_stage(cast: Cast, opportunity: Opportunity) -> None:
    bring_to(opportunity, "adopt", by=cast.nils)
    satisfy(opportunity, by=cast.nils)
    with pytest.raises(WrongState, match="last stage"):
        opportunity.advance(by=cast.nils, at=NOON)


def test_a_closed_one_is_reopened_first(cast: Cast, opportunity: Opportunity) -> None:
    satisfy(opportunity, by=cast.nils)
    opportunity.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    with pytest.raises(WrongState, match="Reopen"):
        opportunity.advance(by=cast.nils, at=NOON)


def test_it_does_not_go_back_or_elsewhere(cast: Cast, opportunity: Opportunity) -> None:
    bring_to(opportunity, "define", by=cast.nils)
    with pytest.raises(WrongState, match="ahead"):
        opportunity.advance(to=stage_id(opportunity, "acknowledge"), by=cast.nils, at=NOON)
    with pytest.raises(Invalid) as refusal:
        opportunity.advance(to=uuid4(), by=cast.nils, at=NOON)
    assert list(refusal.value.errors) == ["to"]


def test_somebody_elses_change_in_between_refuses_it(cast: Cast, opportunity: Opportunity) -> None:
    satisfy(opportunity, by=cast.nils)
    seen = opportunity.version
    anew(opportunity).edit({"segment": "Ports"}, by=cast.lena, at=NOON)
    with pytest.raises(Stale):
        opportunity.advance(by=cast.nils, at=NOON, version=seen)
    assert stage_of(opportunity) == "acknowledge"


def test_age_in_the_stage_begins_anew(cast: Cast, opportunity: Opportunity) -> None:
    later = NOON + timedelta(days=5)
    satisfy(opportunity, by=cast.nils)
    opportunity.advance(by=cast.nils, at=later)
    assert anew(opportunity).stage_entered_at == later
