"""What objectives may be bound to: counted of each team, all teams in one statement."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charters import figures
from charters.figures import Cases
from funnels.choices import Enforcement
from funnels.models import Funnel, Opportunity
from tests.cast import NOON, TODAY, Cast
from tests.factories import make_account, make_opportunity, satisfy
from tests.funnels.places import stage_id

SOON = TODAY + timedelta(days=9)


def dated() -> figures.ByTeam:
    return figures.known()["dated_commitments"].counted(TODAY)


def moves(days: int = 0) -> figures.ByTeam:
    return figures.known()["evidenced_moves"].counted(TODAY + timedelta(days=days))


def another(cast: Cast) -> Opportunity:
    return make_opportunity(cast.nils, cast.oslo, account=make_account("Tern"))


def test_open_ones_with_a_date_for_what_the_customer_does_next(cast: Cast, opportunity: Opportunity) -> None:
    assert dated() == {cast.oslo.pk: Cases(0, 1)}
    opportunity.ask(statement="Sends the plan", promised_for=SOON, by=cast.nils, at=NOON)
    another(cast)
    closed, archived = another(cast), another(cast)
    closed.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    archived.archive(by=cast.nils, at=NOON)
    make_opportunity(cast.rita, cast.rome, account=make_account("Skua"))
    assert dated() == {cast.oslo.pk: Cases(1, 2), cast.rome.pk: Cases(0, 1)}


def test_moves_with_all_their_evidence_among_those_that_asked_for_some(cast: Cast, opportunity: Opportunity) -> None:
    satisfy(opportunity, by=cast.nils)
    opportunity.advance(by=cast.nils, at=NOON)
    answered = another(cast)
    answered.advance(override="They wrote it to me.", by=cast.lena, at=NOON)
    answered.regress(to=stage_id(answered, "acknowledge"), reason="Too early", by=cast.nils, at=NOON)
    another(cast).close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    assert moves() == {cast.oslo.pk: Cases(1, 2)}


def test_moves_of_an_advisory_funnel_count_by_what_they_had(
    cast: Cast, funnel: Funnel, opportunity: Opportunity
) -> None:
    Funnel.objects.everything(reason="test").filter(pk=funnel.pk).update(enforcement=Enforcement.ADVISORY)
    Opportunity.objects.everything(reason="test").get().advance(by=cast.nils, at=NOON)
    assert moves() == {cast.oslo.pk: Cases(0, 1)}


def test_a_move_that_was_taken_back_at_once_says_nothing(cast: Cast, opportunity: Opportunity) -> None:
    satisfy(opportunity, by=cast.nils)
    opportunity.advance(by=cast.nils, at=NOON + timedelta(seconds=1))
    opportunity.undo_move(by=cast.nils, at=NOON + timedelta(seconds=9))
    assert moves() == {}


@pytest.mark.parametrize(("days", "known"), [(-1, False), (0, True), (27, True), (28, False)])
def test_moves_are_those_of_the_four_weeks_that_end_with_the_day(
    cast: Cast, opportunity: Opportunity, days: int, known: bool
) -> None:
    satisfy(opportunity, by=cast.nils)
    opportunity.advance(by=cast.nils, at=NOON)
    assert bool(moves(days)) is known


def test_days_are_those_of_the_organisation(cast: Cast, opportunity: Opportunity) -> None:
    """23:30 UTC is half past midnight in Oslo."""
    late = NOON + timedelta(hours=11, minutes=30)
    satisfy(opportunity, by=cast.nils, at=NOON)
    opportunity.advance(by=cast.nils, at=late)
    assert (moves(0), bool(moves(1))) == ({}, True)


@pytest.mark.parametrize("name", ["dated_commitments", "evidenced_moves"])
def test_each_is_one_statement_and_says_how_it_was_made(cast: Cast, opportunity: Opportunity, name: str) -> None:
    figure = figures.known()[name]
    with CaptureQueriesContext(connection) as spent:
        figure.counted(TODAY)
    assert sum("funnels_" in one["sql"] for one in spent) == 1
    said = figure.said(Cases(3, 4), cast.north, TODAY)
    assert all(word in said for word in ("3 of 4", "North", "18 Nov 2026"))
