"""Upward feedback over the API."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coaching.feedback.statements import ABOVE, TEAM
from coaching.models import FeedbackCycle
from portal.models import IdempotencyKey, Person
from portal.roles import Role
from tests.cast import NOON, TODAY, Cast, join, make_person
from tests.coaching.feedback.conftest import Branch
from tests.feedback_factories import answer_all, answer_from_above, close, make_cycle
from tests.portal.api.conftest import Api

AFTER = NOON + timedelta(days=15)


def listed(person: Person, what: str, **query: str) -> list[dict[str, Any]]:
    found = Api(person).get(f"v1/{what}/?" + "&".join(f"{name}={value}" for name, value in query.items()))
    assert found.status_code == 200, found.content
    rows: list[dict[str, Any]] = found.json()["results"]
    return rows


def test_an_answer_counts_once_whatever_key_is_sent(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    nils = Api(cast.nils)
    [ballot] = listed(cast.nils, "feedback-ballots")
    assert ballot["manager"]["name"] == "Otto"
    address, marks = f"v1/feedback-ballots/{ballot['id']}/answer/", dict.fromkeys(ballot["statements"], 6)
    assert nils.post(address, {"marks": marks}, Idempotency_Key="one").status_code == 200
    again = nils.post(address, {"marks": marks}, Idempotency_Key="one")
    assert (again.status_code, again.json()["type"].rsplit("/", 1)[-1]) == (409, "ballot-used")
    assert listed(cast.nils, "feedback-ballots") == []
    assert not IdempotencyKey.objects.exists()


def test_a_wrong_mark_is_named(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    [ballot] = listed(cast.nils, "feedback-ballots")
    address, marks = f"v1/feedback-ballots/{ballot['id']}/answer/", dict.fromkeys(ballot["statements"], 6)
    for wrong in ({**marks, "early": 9}, {**marks, "luck": 5}, {}, {**marks, "early": "seven"}):
        assert Api(cast.nils).post(address, {"marks": wrong}).status_code == 400
    assert listed(cast.nils, "feedback-ballots")


def test_the_id_of_a_ballot_is_the_same_for_all_who_are_asked(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    assert len({listed(one, "feedback-ballots")[0]["id"] for one in branch.six}) == 1
    [ballot] = listed(cast.nils, "feedback-ballots")
    assert Api(cast.olga).get(f"v1/feedback-ballots/{ballot['id']}/").status_code == 404


def test_results_are_bands(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    answer_all(branch.six, branch.otto, [6] * 6)
    close(cycle)
    [result] = listed(branch.otto, "feedback-results", manager="me")
    assert (result["asked"], result["answers"], result["team"]["name"]) == (6, 6, "North")
    assert result["figures"][0] == {
        "code": "time", "statement": cycle.statements_of(TEAM)["time"], "low": 5.5, "high": 7.0, "answers": 6,
    }  # fmt: skip
    with time_machine.travel(AFTER, tick=False):
        assert {one["manager"]["name"] for one in listed(cast.vera, "feedback-results")} == {"Otto", "Lena"}
        for person in (cast.stella, cast.adam, cast.nils, cast.sam):
            assert listed(person, "feedback-results") == []


def test_too_few_answers_are_unknown(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    answer_all(branch.six[:4], branch.otto, [6] * 4)
    close(cycle)
    [result] = listed(branch.otto, "feedback-results")
    assert (result["answers"], result["figures"]) == (None, [])


def test_the_manager_above_answers_by_name(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    [form] = listed(cast.lena, "feedback-from-above", answered="false")
    marks = dict.fromkeys(cycle.statements_of(ABOVE), 4)
    said = Api(cast.lena).post(f"v1/feedback-from-above/{form['id']}/answer/", {"marks": marks})
    assert (said.status_code, said.json()["marks"]) == (200, marks)
    assert listed(branch.otto, "feedback-from-above") == []
    close(cycle)
    [told] = listed(branch.otto, "feedback-from-above")
    assert (told["author"]["name"], told["marks"]) == ("Lena", marks)
    refused = Api(branch.otto).post(f"v1/feedback-from-above/{form['id']}/answer/", {"marks": marks})
    assert refused.status_code == 403


def test_a_steward_plans_and_calls_off_a_cycle(cast: Cast, branch: Branch) -> None:
    wanted = {"team": str(cast.north.pk), "opens_on": str(TODAY), "closes_on": str(TODAY + timedelta(days=14))}
    made = Api(cast.stella).post("v1/feedback-cycles/", wanted)
    assert (made.status_code, made.json()["state"], made.json()["asked"]) == (201, "open", 7)
    assert Api(cast.stella).post("v1/feedback-cycles/", wanted).status_code == 409
    assert Api(cast.lena).post("v1/feedback-cycles/", wanted).status_code == 403
    address = f"v1/feedback-cycles/{made.json()['id']}/call-off/"
    assert Api(cast.lena).post(address, {}, If_Match=made["ETag"]).status_code == 404
    assert Api(cast.stella).post(address, {}, If_Match=made["ETag"]).json()["state"] == "called_off"
    assert listed(cast.nils, "feedback-ballots") == []


def test_statements_are_changed_one_by_one(cast: Cast) -> None:
    stella = Api(cast.stella)
    told = stella.get("v1/feedback-statements/")
    changed = stella.patch("v1/feedback-statements/", {"team": {"early": ""}}, If_Match=told["ETag"])
    assert (changed.status_code, changed.json()["team"]["early"]) == (200, "")
    assert changed.json()["team"]["time"] == told.json()["team"]["time"]
    assert stella.patch("v1/feedback-statements/", {"team": {"early": "x"}}, If_Match=told["ETag"]).status_code == 412
    unknown = stella.patch("v1/feedback-statements/", {"team": {"luck": "x"}}, If_Match=changed["ETag"])
    assert unknown.status_code == 400
    assert Api(cast.lena).patch("v1/feedback-statements/", {}, If_Match=changed["ETag"]).status_code == 403


@pytest.mark.parametrize("many", [1, 3])
def test_lists_take_as_many_statements_for_one_as_for_three(cast: Cast, branch: Branch, many: int) -> None:
    for number in range(many - 1):
        join(make_person(f"Manager {number}"), cast.oslo, Role.MANAGER)
    cycle = make_cycle(cast.north, cast.stella)
    nils, otto, lena = Api(cast.nils), Api(branch.otto), Api(cast.lena)
    assert counted(nils, "v1/feedback-ballots/") == (many, 5)
    assert counted(lena, "v1/feedback-from-above/?answered=false") == (many, 3)
    answer_from_above(cast.lena, branch.otto)
    close(cycle)
    assert counted(otto, "v1/feedback-from-above/") == (1, 3)
    assert counted(lena, "v1/feedback-results/") == (many + 1, 5)
    assert counted(Api(cast.stella), "v1/feedback-cycles/") == (1, 5)


def counted(api: Api, address: str) -> tuple[int, int]:
    """Rows and statements. Opened twice: the first use of a token writes its day."""
    api.get(address)
    with CaptureQueriesContext(connection) as queries:
        rows = api.get(address).json()["results"]
    return len(rows), len(queries)
