"""An opportunity ends as won, lost, without a decision, walked away from, or postponed, each with its reasons."""

from datetime import date, timedelta

import pytest

from funnels.choices import MoveKind, Status
from funnels.models import Opportunity
from funnels.refusals import CommitmentsMissing, WrongState
from portal.refusals import Invalid
from tests.cast import NOON, TODAY, Cast
from tests.funnels.places import anew, bring_to, fulfil

ENDINGS = {"lost": "price", "no_decision": "status_quo", "walked_away": "no_issue"}


@pytest.mark.parametrize("outcome", ENDINGS)
def test_it_ends_where_it_stands(cast: Cast, opportunity: Opportunity, outcome: str) -> None:
    moved = opportunity.close(outcome=outcome, reasons=[ENDINGS[outcome]], note="They told us.", by=cast.nils, at=NOON)
    found = anew(opportunity)
    assert (found.status, found.closed_on, found.close_reasons) == (outcome, TODAY, [ENDINGS[outcome]])
    assert (moved.event.kind, moved.event.reason, moved.event.to_stage_id) == (
        MoveKind.CLOSED,
        "They told us.",
        found.stage_id,
    )


def test_winning_takes_all_that_leaving_the_deciding_stage_takes(cast: Cast, opportunity: Opportunity) -> None:
    bring_to(opportunity, "validate", by=cast.nils)
    with pytest.raises(CommitmentsMissing) as refusal:
        opportunity.close(outcome="won", reasons=["best_fit"], by=cast.nils, at=NOON)
    owed = [one["code"] for one in refusal.value.extra["missing"]]
    assert owed == ["C18", "C20", "C21", "C24", "C26", "C27", "C28"]
    fulfil(opportunity, *owed, by=cast.nils)
    opportunity.close(outcome="won", reasons=["best_fit"], by=cast.nils, at=NOON)
    found = anew(opportunity)
    assert (found.status, found.stage.code, found.close_reasons) == (Status.WON, "adopt", ["best_fit"])


def test_postponed_comes_back_on_a_day(cast: Cast, opportunity: Opportunity) -> None:
    day = TODAY + timedelta(days=60)
    opportunity.close(outcome="postponed", reasons=["budget_year"], wake_on=day, by=cast.nils, at=NOON)
    found = anew(opportunity)
    assert (found.status, found.wake_on) == (Status.POSTPONED, day)


@pytest.mark.parametrize(
    ("outcome", "reasons", "wake_on", "field"),
    [
        ("open", [], None, "outcome"),
        ("sold", ["price"], None, "outcome"),
        ("lost", [], None, "reasons"),
        ("lost", ["status_quo"], None, "reasons"),
        ("lost", ["price"], TODAY + timedelta(days=9), "wake_on"),
        ("postponed", ["other"], None, "wake_on"),
        ("postponed", ["other"], TODAY, "wake_on"),
    ],
)
def test_it_says_what_an_ending_needs(
    cast: Cast, opportunity: Opportunity, outcome: str, reasons: list[str], wake_on: date | None, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        opportunity.close(outcome=outcome, reasons=reasons, wake_on=wake_on, by=cast.nils, at=NOON)
    assert list(refusal.value.errors) == [field]
    assert anew(opportunity).is_open


def test_it_ends_once(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    with pytest.raises(WrongState):
        opportunity.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)


def test_closing_without_a_win_asks_for_no_evidence(cast: Cast, opportunity: Opportunity) -> None:
    moved = opportunity.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    assert (moved.missing, moved.event.supported) == ([], True)
