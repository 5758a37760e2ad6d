"""Best practices over HTTP."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coaching.models import BestPractice
from funnels.models import Opportunity
from tests.cast import Cast
from tests.coaching_factories import make_practice, make_session
from tests.portal.api.conftest import Api, code_of

AT = "v1/best-practices/"
TOLD = {"title": "Ask first", "problem": "access", "what": "Ask.", "when_works": "Early.", "evidence": "So they said."}


@pytest.fixture
def practice(cast: Cast, opportunity: Opportunity) -> BestPractice:
    return make_practice(cast.nils, cast.oslo, stage=opportunity.stage, opportunity=opportunity)


def test_it_is_written_with_what_it_was_born_from(cast: Cast, opportunity: Opportunity) -> None:
    session = make_session(cast.lena, cast.nils)
    born = {"opportunity": str(opportunity.pk), "stage": str(opportunity.stage_id), "session": str(session.pk)}
    made = Api(cast.nils).post(AT, TOLD | born)
    assert made.status_code == 201, made.content
    shown = made.json()
    assert shown["team"]["name"] == "Oslo"
    assert shown["opportunity"]["name"] == "Port turnaround planning"
    assert shown["session"]["id"] == str(session.pk)
    assert shown["phase"] == opportunity.stage.customer_phase


def test_a_session_of_others_is_answered_as_none(cast: Cast) -> None:
    session = make_session(cast.lena, cast.nils)
    refused = Api(cast.vera).post(AT, TOLD | {"session": str(session.pk)})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "/session"


def test_strangers_read_it_without_the_opportunity(cast: Cast, practice: BestPractice) -> None:
    rita = Api(cast.rita)
    assert "opportunity" not in rita.get(f"{AT}{practice.pk}/").json()
    assert "opportunity" not in rita.get(AT).json()["results"][0]
    assert Api(cast.lena).get(AT).json()["results"][0]["opportunity"]["name"] == "Port turnaround planning"
    assert rita.get(f"{AT}?opportunity={practice.opportunity_id}").json()["results"] == []


def test_it_is_adopted_judged_put_away_and_brought_back(cast: Cast, practice: BestPractice) -> None:
    rita, nils, one = Api(cast.rita), Api(cast.nils), f"{AT}{practice.pk}/"
    tag = '"1"'
    assert rita.post(f"{one}adopt/", {}, If_Match=tag).json()["adoptions"][0]["person"]["name"] == "Rita"
    assert code_of(rita.post(f"{one}adopt/", {}, If_Match=tag)) == "wrong-state"
    assert rita.post(f"{one}useful/", {"useful": True}, If_Match=tag).json()["useful_share"] is None
    assert nils.post(f"{one}useful/", {"useful": True}, If_Match=tag).status_code == 403
    assert rita.post(f"{one}stop-using/", {}, If_Match=tag).json()["adoptions"] == []
    assert rita.post(f"{one}archive/", {}, If_Match=tag).status_code == 403
    assert nils.post(f"{one}archive/", {}, If_Match=tag).json()["archived_at"]
    assert rita.get(AT).json()["results"] == []
    assert len(rita.get(f"{AT}?archived=true").json()["results"]) == 1
    assert nils.post(f"{one}restore/", {}, If_Match='"2"').json()["archived_at"] is None


def test_only_its_author_edits_and_never_an_old_version(cast: Cast, practice: BestPractice) -> None:
    one = f"{AT}{practice.pk}/"
    assert Api(cast.lena).patch(one, {"what": "Ask."}, If_Match='"1"').status_code == 403
    assert Api(cast.nils).patch(one, {"what": "Ask."}).status_code == 428
    assert Api(cast.nils).patch(one, {"what": "Ask."}, If_Match='"1"').json()["version"] == 2
    assert Api(cast.nils).patch(one, {"what": "Ask."}, If_Match='"1"').status_code == 412


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=else+loses", 1), ("q=nowhere", 0), ("problem=access,price", 1), ("problem=price", 0), ("author=me", 0),
        ("adopted=true", 0), ("adopted=false", 1),
    ],
)  # fmt: skip
def test_filters(cast: Cast, practice: BestPractice, query: str, found: int) -> None:
    assert len(Api(cast.rita).get(f"{AT}?{query}").json()["results"]) == found


def test_a_stage_finds_its_namesakes(cast: Cast, practice: BestPractice, opportunity: Opportunity) -> None:
    newer = opportunity.funnel.revise(by=cast.stella, at=practice.created_at)
    newer.activate(by=cast.stella, at=practice.created_at)
    stage = newer.stages.get(code=opportunity.stage.code)
    found: Any = Api(cast.nils).get(f"{AT}?stage={stage.pk}").json()["results"]
    assert [one["id"] for one in found] == [str(practice.pk)]


def test_people_without_a_team_find_nothing_and_write_nothing(cast: Cast, practice: BestPractice) -> None:
    adam = Api(cast.adam)
    assert adam.get(AT).json()["results"] == []
    assert adam.get(f"{AT}{practice.pk}/").status_code == 404
    assert adam.post(AT, TOLD).status_code == 403


@pytest.mark.parametrize("more", [0, 2])
def test_a_list_costs_the_same_with_more_rows(cast: Cast, practice: BestPractice, more: int) -> None:
    for number in range(more):
        make_practice(cast.nils, cast.oslo, title=f"Number {number}", stage=practice.stage)
    rita = Api(cast.rita)
    rita.get(AT)
    with CaptureQueriesContext(connection) as queries:
        assert len(rita.get(AT).json()["results"]) == 1 + more
    assert len(queries) == 9
