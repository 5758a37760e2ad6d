"""The board over the API."""

from __future__ import annotations

from typing import Any

import pytest

from funnels.models import Funnel, Opportunity
from tests.cast import Cast
from tests.factories import make_opportunity
from tests.portal.api.conftest import Api


def board(api: Api, team: Any, query: str = "") -> Any:
    return api.get(f"v1/teams/{team.pk}/board/{query}")


def test_columns_carry_counts_sums_and_first_cards(nils: Api, cast: Cast, opportunity: Opportunity) -> None:
    make_opportunity(cast.nils, cast.oslo, amount="1000.50", currency="NOK")
    shown = board(nils, cast.oslo).json()
    first, second, *_rest = shown["columns"]
    assert first["count"] == 2
    assert first["sums"] == [{"currency": "EUR", "amount": "384000.00"}, {"currency": "NOK", "amount": "1000.50"}]
    assert {card["id"] for card in first["cards"]} >= {str(opportunity.pk)}
    assert first["cards"][0]["next_commitment"] is None
    assert (second["count"], second["cards"], second["sums"]) == (0, [], [])
    assert str(opportunity.stage_id) in first["stages"]
    assert shown["team"]["name"] == "Oslo"


def test_the_board_of_a_region_holds_the_teams_below(lena: Api, cast: Cast, opportunity: Opportunity) -> None:
    make_opportunity(cast.olga, cast.bergen)
    assert board(lena, cast.north).json()["columns"][0]["count"] == 2
    assert board(lena, cast.bergen).json()["columns"][0]["count"] == 1
    assert board(lena, cast.north, "?owner=me").json()["columns"][0]["count"] == 0
    assert board(lena, cast.north, f"?owner={cast.olga.pk}").json()["columns"][0]["count"] == 1


def test_cards_are_as_many_as_asked_for(nils: Api, cast: Cast, funnel: Funnel) -> None:
    for _ in range(3):
        make_opportunity(cast.nils, cast.oslo)
    for cards in (0, 2, 100):
        column = board(nils, cast.oslo, f"?cards={cards}&funnel={funnel.pk}").json()["columns"][0]
        assert (column["count"], len(column["cards"])) == (3, min(cards, 3))


@pytest.mark.parametrize(
    "query", ["cards=101", "cards=-1", "funnel=x", "funnel=01999999-0000-7000-8000-000000000000", "owner=x", "team=x"]
)
def test_a_bad_parameter_is_named(nils: Api, cast: Cast, funnel: Funnel, query: str) -> None:
    refused = board(nils, cast.oslo, f"?{query}")
    assert refused.status_code == 400
    assert [one["parameter"] for one in refused.json()["errors"]] == [query.split("=", maxsplit=1)[0]]


def test_another_teams_board_is_refused_with_the_reason(rita: Api, nils: Api, cast: Cast, funnel: Funnel) -> None:
    assert board(rita, cast.oslo).status_code == 403
    assert board(nils, cast.north).status_code == 403
    assert rita.get("v1/teams/01999999-0000-7000-8000-000000000000/board/").status_code == 404


def test_a_team_without_a_funnel_is_told_so(nils: Api, cast: Cast) -> None:
    refused = board(nils, cast.oslo)
    assert refused.status_code == 409


@pytest.mark.postgres
def test_a_board_takes_at_most_ten_statements(
    nils: Api, cast: Cast, opportunity: Opportunity, django_assert_max_num_queries: Any
) -> None:
    board(nils, cast.oslo, f"?funnel={opportunity.funnel_id}")  # a process remembers the funnel
    for _ in range(2):
        with django_assert_max_num_queries(10):
            board(nils, cast.oslo, f"?funnel={opportunity.funnel_id}")
        make_opportunity(cast.nils, cast.oslo)
