"""Measurements over HTTP: one by one with a key, or many at once, and repeating either changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from charters.models import Charter, Measurement
from tests.cast import Cast
from tests.charter_factories import put_into_force
from tests.charters.api.conftest import tag
from tests.portal.api.conftest import Api, code_of

NINE = {"value": "9.5", "confidence": "medium", "why": "Two playbooks are in use."}


@pytest.fixture
def active(child: Charter) -> Charter:
    return put_into_force(child)


@pytest.fixture
def objective(active: Charter) -> Any:
    return active.objectives.get()


def count() -> int:
    return Measurement.objects.everything(reason="a test").count()


def test_one_is_appended_with_its_sentence(lena: Api, rita: Api, objective: Any) -> None:
    address = f"v1/objectives/{objective.pk}/measurements/"
    response = lena.post(address, NINE)
    assert response.status_code == 201, response.content
    made = response.json()
    assert (made["value"], made["measured_on"], made["why"]) == ("9.5000", "2026-11-18", NINE["why"])
    assert response["Location"].endswith(f"/api/v1/measurements/{made['id']}/")
    assert rita.get(address).json()["results"] == [made]
    assert rita.post(address, NINE).status_code == 403
    assert lena.get(f"v1/objectives/{objective.pk}/").json()["latest"]["value"] == "9.5000"


def test_the_same_key_measures_once(lena: Api, objective: Any) -> None:
    address = f"v1/objectives/{objective.pk}/measurements/"
    first, second = (lena.post(address, NINE, Idempotency_Key="night-7") for _ in range(2))
    assert first.json() == second.json()
    assert count() == 1


def test_they_go_on_from_version_to_version(lena: Api, active: Charter, objective: Any) -> None:
    lena.post(f"v1/objectives/{objective.pk}/measurements/", NINE)
    draft = lena.post(f"v1/charters/{active.pk}/revise/", {}, If_Match=tag(active)).json()
    copy = lena.get(f"v1/objectives/?charter={draft['id']}").json()["results"][0]
    assert copy["lineage"] == str(objective.lineage)
    assert len(lena.get(f"v1/objectives/{copy['id']}/measurements/").json()["results"]) == 1
    refused = lena.post(f"v1/objectives/{copy['id']}/measurements/", NINE)
    assert (refused.status_code, code_of(refused)) == (409, "wrong-state")


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"value": None}, "/value"),
        ({"why": ""}, "/why"),
        ({"confidence": "sure"}, "/confidence"),
        ({"measured_on": "2027-01-01"}, "/measured_on"),
        ({"figure": "x"}, "/figure"),
    ],
)
def test_what_cannot_be_is_named(lena: Api, objective: Any, changed: dict[str, Any], pointer: str) -> None:
    response = lena.post(f"v1/objectives/{objective.pk}/measurements/", NINE | changed)
    assert [one["pointer"] for one in response.json()["errors"]] == [pointer]


def test_many_at_once_can_be_repeated(lena: Api, active: Charter, objective: Any) -> None:
    measure = active.measures.first()
    rows = [{**NINE, "objective": str(objective.pk)}, {**NINE, "measure": str(measure.pk), "measured_on": "2026-11-10"}]
    first = lena.post("v1/measurements/bulk/", {"measurements": rows}).json()
    assert (first["recorded"], first["unchanged"]) == (2, 0)
    rows[0]["value"] = "9.25"
    second = lena.post("v1/measurements/bulk/", {"measurements": rows}).json()
    assert [one["what"] for one in second["results"]] == ["recorded", "unchanged"]
    assert second["results"][1]["id"] == first["results"][1]["id"]
    assert count() == 3
    assert lena.get(f"v1/measures/{measure.pk}/measurements/").json()["results"][0]["measured_on"] == "2026-11-10"


def test_one_bad_row_leaves_all_of_them_out(lena: Api, objective: Any) -> None:
    good, late = {**NINE, "objective": str(objective.pk)}, {"measured_on": "2027-01-01", "value": "1"}
    response = lena.post("v1/measurements/bulk/", {"measurements": [good, good | late]})
    assert response.json()["errors"][0]["pointer"] == "/measurements/1/measured_on"
    assert count() == 0


def test_each_row_names_one_thing_that_is_seen(lena: Api, rita: Api, cast: Cast, objective: Any) -> None:
    both = {**NINE, "objective": str(objective.pk), "measure": str(objective.pk)}
    assert lena.post("v1/measurements/bulk/", {"measurements": [both]}).status_code == 400
    gone = lena.post("v1/measurements/bulk/", {"measurements": [{**NINE, "objective": str(cast.oslo.pk)}]})
    assert gone.json()["errors"][0] == {
        "pointer": "/measurements/0/objective", "code": "unknown-id", "detail": "There is no such record.",
    }  # fmt: skip
    row = {**NINE, "objective": str(objective.pk)}
    assert rita.post("v1/measurements/bulk/", {"measurements": [row]}).status_code == 403


def test_how_an_objective_stands(lena: Api, objective: Any) -> None:
    address = f"v1/objectives/{objective.pk}/standing/"
    before = lena.get(address).json()
    assert before["progress"] is None
    assert before["sentence"].startswith("From 12\u00a0hours")
    assert {one["letter"]: one["passed"] for one in before["smart"]} == {
        "S": True, "M": True, "A": False, "R": True, "T": True,
    }  # fmt: skip
    lena.post(f"v1/objectives/{objective.pk}/measurements/", NINE)
    after = lena.get(address).json()["progress"]
    assert (after["value"], after["on_track"]) == ("9.5000", True)
