"""Questions, acknowledgements and re-align tasks over HTTP."""

from __future__ import annotations

import pytest

from charters.models import Charter
from tests.cast import NOON, Cast
from tests.charter_factories import put_into_force
from tests.charters.api.conftest import at, tag
from tests.portal.api.conftest import Api, code_of


def test_a_reader_asks_and_the_owner_answers_once(rita: Api, vera: Api, nils: Api, root: Charter) -> None:
    asked = rita.post(f"{at(root)}questions/", {"text": "Why so?"})
    assert (asked.status_code, asked.json()["asked_by"]["name"]) == (201, "Rita")
    here = f"v1/questions/{asked.json()['id']}/"
    assert nils.post(f"{here}answer/", {"answer": "No idea."}, If_Match='"1"').status_code == 403
    assert len(vera.get("v1/questions/?owner=me&answered=false").json()["results"]) == 1
    answered = vera.post(f"{here}answer/", {"answer": "Because."}, If_Match='"1"')
    assert (answered.json()["answer"], answered.json()["answered_by"]["name"]) == ("Because.", "Vera")
    again = vera.post(f"{here}answer/", {"answer": "Because."}, If_Match=answered["ETag"])
    assert (again.status_code, code_of(again)) == (409, "wrong-state")


def test_questions_stay_with_the_next_version(rita: Api, vera: Api, root: Charter) -> None:
    rita.post(f"{at(root)}questions/", {"text": "Why so?"})
    drafted = vera.post(f"{at(root)}revise/", {}, If_Match=tag(root)).json()
    assert len(vera.get(f"v1/charters/{drafted['id']}/questions/").json()["results"]) == 1


def test_who_has_read_a_version_is_listed(nils: Api, vera: Api, child: Charter) -> None:
    put_into_force(child)
    nils.post(f"{at(child)}acknowledge/", {}, If_Match=tag(child))
    listed = vera.get(f"{at(child)}acknowledgements/").json()["results"]
    assert [one["by"]["name"] for one in listed] == ["Nils"]


@pytest.fixture
def task(lena: Api, cast: Cast, root: Charter, child: Charter) -> str:
    """The charter above North's has a new version."""
    put_into_force(child)
    newer = root.revise(by=cast.vera, at=NOON)
    newer.submit(by=cast.vera, at=NOON)
    newer.approve(by=cast.vera, at=NOON)
    [waiting] = lena.get("v1/realignments/?owner=me&answered=false").json()["results"]
    assert (waiting["before"]["revision"], waiting["after"]["revision"], waiting["answer"]) == (1, 2, "")
    return f"v1/realignments/{waiting['id']}/"


def test_still_valid_is_an_answer(lena: Api, task: str) -> None:
    settled = lena.post(f"{task}settle/", {"answer": "still_valid"}, If_Match='"1"').json()
    assert (settled["answer"], settled["answered_by"]["name"], settled["draft"]) == ("still_valid", "Lena", None)
    assert lena.get("v1/realignments/?answered=false").json()["results"] == []


def test_to_adapt_drafts_the_next_version(lena: Api, task: str) -> None:
    settled = lena.post(f"{task}settle/", {"answer": "adapt"}, If_Match='"1"').json()
    assert (settled["draft"]["state"], settled["draft"]["revision"]) == ("draft", 2)


def test_no_longer_serving_takes_a_reason(lena: Api, task: str) -> None:
    bare = lena.post(f"{task}settle/", {"answer": "no_longer_serves"}, If_Match='"1"')
    assert bare.json()["errors"][0]["pointer"] == "/reason"
    body = {"answer": "no_longer_serves", "reason": "We sell elsewhere now."}
    assert lena.post(f"{task}settle/", body, If_Match='"1"').json()["reason"] == "We sell elsewhere now."


def test_others_read_the_task_and_may_not_answer(rita: Api, task: str) -> None:
    assert rita.get(task).status_code == 200
    assert rita.post(f"{task}settle/", {"answer": "adapt"}, If_Match='"1"').status_code == 403
