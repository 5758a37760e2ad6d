"""Commitments from coaching over the API: settled by whoever promised or coaches, their words told to the two."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from coaching.choices import Side
from coaching.models import CoachingCommitment
from funnels.models import Opportunity
from tests.cast import NOON, TODAY, Cast
from tests.coaching.api.conftest import COMMITMENTS, errors_of, of, tag
from tests.coaching_factories import make_promise, make_session
from tests.portal.api.conftest import Api, code_of

SETTLING: dict[str, tuple[dict[str, Any], str]] = {
    "keep/": ({}, "kept"),
    "partly/": ({"reason": "Half of it"}, "partly"),
    "miss/": ({"reason": "He was ill"}, "missed"),
    "drop/": ({"reason": "They closed the plant"}, "dropped"),
}


@pytest.fixture
def commitment(cast: Cast) -> CoachingCommitment:
    make_session(cast.lena, cast.nils, promises=[make_promise()])
    return CoachingCommitment.objects.visible_to(cast.nils).get()


@pytest.fixture
def coachs(cast: Cast) -> CoachingCommitment:
    """The coach's own."""
    make_session(cast.lena, cast.nils, promises=[make_promise("Join the visit", Side.COACH)])
    return CoachingCommitment.objects.visible_to(cast.lena).get(side=Side.COACH)


def act(api: Api, commitment: CoachingCommitment, verb: str, body: dict[str, Any]) -> Any:
    return api.post(of(commitment) + verb, body, If_Match=tag(commitment))


def test_the_two_are_told_the_words_and_others_the_fact(
    nils: Api, vera: Api, rita: Api, stella: Api, commitment: CoachingCommitment
) -> None:
    told = nils.get(of(commitment)).json()
    assert (told["what"], told["seen_by"], told["reason"]) == ("Call the dispatcher", "the recap is written", "")
    assert told["session"]["coach"]["name"] == "Lena"
    known = vera.get(of(commitment)).json()
    assert {"what", "seen_by", "reason"} & set(known) == set()
    assert (known["owner"]["name"], known["due_on"], known["state"]) == ("Nils", "2026-11-25", "open")
    for api in (rita, stella):
        assert api.get(of(commitment)).status_code == 404
        assert api.get(COMMITMENTS).json()["results"] == []


@pytest.mark.parametrize("verb", SETTLING)
def test_whoever_promised_says_what_became_of_it(
    nils: Api, vera: Api, rita: Api, commitment: CoachingCommitment, verb: str
) -> None:
    body, state = SETTLING[verb]
    for api, status in ((vera, 403), (rita, 404)):
        assert act(api, commitment, verb, body).status_code == status
    assert nils.post(of(commitment) + verb, body, If_Match='"9"').status_code == 412
    settled = act(nils, commitment, verb, body)
    assert settled.status_code == 200, settled.content
    assert (settled.json()["state"], settled.json()["reason"]) == (state, body.get("reason", ""))
    assert settled.json()["settled_on"] == str(TODAY)
    again = act(nils, commitment, verb, body)
    assert (again.status_code, code_of(again)) == (409, "wrong-state")


def test_the_coach_settles_both_sides_and_the_coachee_only_their_own(
    lena: Api, nils: Api, commitment: CoachingCommitment, coachs: CoachingCommitment
) -> None:
    assert act(lena, commitment, "keep/", {}).status_code == 200
    assert act(nils, coachs, "keep/", {}).status_code == 403
    assert act(lena, coachs, "keep/", {"on": "2026-11-17"}).json()["settled_on"] == "2026-11-17"


@pytest.mark.parametrize(
    ("verb", "body", "pointer"),
    [
        ("miss/", {}, "/reason"),
        ("drop/", {"reason": " "}, "/reason"),
        ("keep/", {"on": "2026-11-19"}, "/on"),
        ("reschedule/", {"due_on": "2026-11-17"}, "/due_on"),
        ("reschedule/", {}, "/due_on"),
    ],
)
def test_an_odd_value_is_refused(
    nils: Api, commitment: CoachingCommitment, verb: str, body: dict[str, Any], pointer: str
) -> None:
    assert list(errors_of(act(nils, commitment, verb, body))) == [pointer]


def test_another_day_is_given_by_whoever_promised_and_the_first_stays_known(
    nils: Api, lena: Api, vera: Api, commitment: CoachingCommitment
) -> None:
    body = {"due_on": "2026-12-01", "reason": "The dispatcher is away"}
    for api in (lena, vera):
        assert act(api, commitment, "reschedule/", body).status_code == 403
    moved = act(nils, commitment, "reschedule/", body).json()
    assert (moved["due_on"], moved["first_due_on"], moved["redated"]) == ("2026-12-01", "2026-11-25", 1)
    act(nils, commitment, "keep/", {})
    assert act(nils, commitment, "reschedule/", body).status_code == 409


def test_what_was_settled_by_mistake_is_open_again(nils: Api, vera: Api, commitment: CoachingCommitment) -> None:
    assert act(nils, commitment, "reopen/", {}).status_code == 409
    act(nils, commitment, "miss/", {"reason": "He was ill"})
    assert act(vera, commitment, "reopen/", {}).status_code == 403
    assert act(nils, commitment, "reopen/", {}).json()["state"] == "open"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("owner=me", 1),
        ("coach=me", 0),
        ("coachee=me", 2),
        ("side=coach", 1),
        ("state=open", 2),
        ("state=kept,missed", 0),
        ("due_from=2026-11-25&due_to=2026-11-25", 2),
        ("overdue=true", 0),
        ("ordering=-due_on", 2),
    ],
)
def test_a_list_is_narrowed(nils: Api, cast: Cast, query: str, found: int) -> None:
    make_session(cast.lena, cast.nils, promises=[make_promise(), make_promise("Join the visit", Side.COACH)])
    assert len(nils.get(f"{COMMITMENTS}?{query}").json()["results"]) == found


def test_overdue_is_judged_by_the_day(nils: Api, noon: Any, commitment: CoachingCommitment) -> None:
    noon.move_to(NOON + timedelta(days=8))
    assert len(nils.get(f"{COMMITMENTS}?overdue=true").json()["results"]) == 1


def test_a_list_costs_the_same_statements_at_one_row_and_at_three(
    nils: Api, cast: Cast, opportunity: Opportunity, django_assert_num_queries: Any
) -> None:
    def another() -> None:
        make_session(cast.lena, cast.nils, promises=[make_promise()])

    another()
    nils.get(COMMITMENTS)
    with django_assert_num_queries(8):
        assert len(nils.get(COMMITMENTS).json()["results"]) == 1
    another()
    another()
    with django_assert_num_queries(8):
        assert len(nils.get(COMMITMENTS).json()["results"]) == 3
