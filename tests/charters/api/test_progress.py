"""What goes on while the text stands still: objectives are accepted, tactics done, given another day, handed over."""

from __future__ import annotations

from typing import Any

import pytest

from charters.models import Charter
from tests.cast import Cast
from tests.charter_factories import put_into_force
from tests.portal.api.conftest import Api, code_of


@pytest.fixture
def active(child: Charter) -> Charter:
    return put_into_force(child)


def tactic_of(api: Api, charter: Charter) -> tuple[str, Any]:
    one = api.get(f"v1/tactics/?charter={charter.pk}").json()["results"][0]
    return f"v1/tactics/{one['id']}/", one


def tag_of(api: Api, address: str) -> str:
    return str(api.get(address)["ETag"])


def test_an_owner_accepts_the_objective(lena: Api, nils: Api, cast: Cast, active: Charter) -> None:
    here = f"v1/objectives/{active.objectives.get().pk}/"
    handed = lena.post(f"{here}hand-over/", {"to": str(cast.nils.pk)}, If_Match=tag_of(lena, here))
    assert handed.json()["owner"]["name"] == "Nils"
    assert lena.post(f"{here}accept/", {}, If_Match=tag_of(lena, here)).status_code == 403
    assert nils.post(f"{here}accept/", {}, If_Match=tag_of(nils, here)).json()["accepted_at"]
    again = nils.post(f"{here}accept/", {}, If_Match=tag_of(nils, here))
    assert (again.status_code, code_of(again)) == (409, "wrong-state")


def test_a_tactic_is_done_and_opened_again(lena: Api, active: Charter) -> None:
    here, one = tactic_of(lena, active)
    done = lena.post(f"{here}done/", {"on": "2026-11-17", "note": "Tried out."}, If_Match=tag_of(lena, here))
    assert (done.json()["state"], done.json()["settled_on"]) == ("done", "2026-11-17")
    assert lena.post(f"{here}done/", {}, If_Match=tag_of(lena, here)).status_code == 409
    assert lena.post(f"{here}reopen/", {}, If_Match=tag_of(lena, here)).json()["state"] == "open"
    assert lena.post(f"{here}done/", {}, If_Match=f'"{one["version"]}"').status_code == 412


def test_another_day_takes_a_reason_and_the_agreed_one_stays(lena: Api, active: Charter) -> None:
    here, one = tactic_of(lena, active)
    assert lena.post(f"{here}redate/", {"due_on": "2027-04-01"}, If_Match=tag_of(lena, here)).status_code == 400
    body = {"due_on": "2027-04-01", "reason": "The trainer is ill."}
    redated = lena.post(f"{here}redate/", body, If_Match=tag_of(lena, here)).json()
    assert (redated["due_on"], redated["agreed_on"], redated["redated"]) == ("2027-04-01", one["due_on"], 1)


def test_others_read_it_and_may_not_touch_it(rita: Api, active: Charter) -> None:
    here, _one = tactic_of(rita, active)
    for verb, body in {"done": {}, "drop": {"reason": "x"}, "hand-over": {}}.items():
        assert rita.post(f"{here}{verb}/", body, If_Match=tag_of(rita, here)).status_code == 403


def test_a_list_shows_what_is_in_force_and_mine(lena: Api, nils: Api, cast: Cast, active: Charter) -> None:
    here, _one = tactic_of(lena, active)
    lena.post(f"{here}hand-over/", {"to": str(cast.nils.pk)}, If_Match=tag_of(lena, here))
    active.revise(by=cast.lena, at=active.created_at)
    assert len(nils.get("v1/tactics/?owner=me&state=open").json()["results"]) == 1
    assert nils.get("v1/tactics/?owner=me&overdue=true").json()["results"] == []
    assert len(nils.get("v1/tactics/?owner=me&due_to=2027-03-01").json()["results"]) == 1


def test_text_cannot_be_written_beside_the_draft(lena: Api, active: Charter) -> None:
    here, _one = tactic_of(lena, active)
    assert lena.patch(here, {"step": "x"}, If_Match=tag_of(lena, here)).status_code == 405
