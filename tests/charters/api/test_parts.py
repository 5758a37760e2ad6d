"""Parts are written below a draft, in the version of the whole draft, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from charters.models import Charter
from tests.cast import Cast
from tests.charter_factories import draft, put_into_force
from tests.charters.api.conftest import at, tag
from tests.portal.api.conftest import Api, code_of


@pytest.fixture
def empty(cast: Cast, root: Charter) -> Charter:
    return draft(cast.north, by=cast.lena, sponsor=cast.vera, parent=root)


def made(response: Any) -> Any:
    assert response.status_code == 201, response.content
    return response.json()


def test_a_branch_is_written_from_goal_to_tactic(lena: Api, cast: Cast, empty: Charter) -> None:
    goal = made(lena.post(f"{at(empty)}goals/", {"statement": "From many to few", "from_state": "a", "to_state": "b"}))
    objective = made(
        lena.post(
            f"{at(empty)}objectives/",
            {
                "statement": "Fewer hours", "metric": "hours", "unit": "h", "direction": "down", "baseline": "12",
                "baseline_on": "2026-11-01", "goal": goal["id"], "owner": str(cast.nils.pk),
            },
        )
    )  # fmt: skip
    assert (objective["goal"]["id"], objective["owner"]["name"]) == (goal["id"], "Nils")
    target = {"objective": objective["id"], "due_on": "2027-06-30", "value": "9"}
    made(lena.post(f"{at(empty)}targets/", target))
    strategy = made(lena.post(f"{at(empty)}strategies/", {"statement": "Playbooks", "objective": objective["id"]}))
    tactic = made(
        lena.post(
            f"{at(empty)}tactics/",
            {"step": "Write one", "strategy": strategy["id"], "owner": str(cast.nils.pk), "due_on": "2027-03-01"},
        )
    )
    assert tactic["version"] == int(tag(empty).strip('"'))
    shown = lena.get(f"{at(empty)}objectives/{objective['id']}/").json()
    assert [one["value"] for one in shown["targets"]] == ["9.0000"]


@pytest.mark.parametrize(
    ("part", "body"),
    [
        (
            "services",
            {"name": "Playbooks", "kind": "playbook", "audiences": ["sellers"], "customer_phases": ["buying"]},
        ),
        ("measures", {"name": "Hours", "dimension": "efficiency", "level": "activity", "proves": True}),
        ("goals", {"statement": "From many to few"}),
    ],
)
def test_each_part_is_edited_shifted_and_removed(lena: Api, empty: Charter, part: str, body: dict[str, Any]) -> None:
    first = made(lena.post(f"{at(empty)}{part}/", body))
    name = "statement" if "statement" in body else "name"
    second = made(
        lena.post(f"{at(empty)}{part}/", {**body, name: "Second", **({"proves": False} if "proves" in body else {})})
    )
    here = f"{at(empty)}{part}/{second['id']}/"
    assert lena.patch(here, {name: "Other"}, If_Match=tag(empty)).json()[name] == "Other"
    lena.post(f"{here}shift/", {"step": -1}, If_Match=tag(empty))
    listed = lena.get(f"{at(empty)}{part}/").json()["results"]
    assert [one["id"] for one in listed] == [second["id"], first["id"]]
    assert lena.delete(here).status_code == 428
    assert lena.delete(here, If_Match=tag(empty)).status_code == 204
    assert lena.get(here).status_code == 404


def test_people_and_other_charters_are_named(lena: Api, cast: Cast, root: Charter, empty: Charter) -> None:
    person = made(lena.post(f"{at(empty)}stakeholders/", {"person": str(cast.sam.pk), "role": "Reviews it"}))
    assert person["person"]["name"] == "Sam"
    again = lena.post(f"{at(empty)}stakeholders/", {"person": str(cast.sam.pk)})
    assert again.status_code == 400
    link = made(lena.post(f"{at(empty)}connections/", {"other": str(root.pk), "kind": "supports"}))
    assert link["other"]["title"] == root.title


def test_a_sales_mission_belongs_to_charters_of_that_kind(lena: Api, cast: Cast, root: Charter, empty: Charter) -> None:
    body = {"statement": "Top five", "starts_on": "2026-12-01", "ends_on": "2027-03-31"}
    assert lena.post(f"{at(empty)}sales-missions/", body).status_code == 400
    charter = draft(cast.oslo, by=cast.lena, sponsor=cast.vera, kind="mission", parent=root)
    mission = made(lena.post(f"{at(charter)}sales-missions/", body))
    assert "too narrow" in mission["warning"]
    assert lena.post(f"{at(charter)}sales-missions/", body).status_code == 400
    assert lena.get(at(charter)).json()["sales_mission"]["statement"] == "Top five"


def test_a_part_of_another_charter_cannot_be_hung_here(lena: Api, child: Charter, empty: Charter) -> None:
    foreign = child.goals.get()
    response = lena.post(f"{at(empty)}objectives/", {"statement": "x", "goal": str(foreign.pk)})
    assert [one["pointer"] for one in response.json()["errors"]] == ["/goal"]


def test_two_writers_of_one_draft_conflict_over_its_parts(lena: Api, vera: Api, child: Charter) -> None:
    goal, read = child.goals.get(), tag(child)
    here = f"{at(child)}goals/{goal.pk}/"
    assert lena.patch(here, {"statement": "Lena's"}, If_Match=read).status_code == 200
    response = vera.patch(here, {"statement": "Vera's"}, If_Match=read)
    assert (response.status_code, code_of(response)) == (412, "stale")
    assert response.json()["current"]["statement"] == "Lena's"


def test_what_was_approved_refuses_each_of_them(lena: Api, child: Charter) -> None:
    put_into_force(child)
    goal = child.goals.get()
    refused = [
        lena.post(f"{at(child)}goals/", {"statement": "x"}),
        lena.patch(f"{at(child)}goals/{goal.pk}/", {"statement": "x"}, If_Match=tag(child)),
        lena.post(f"{at(child)}goals/{goal.pk}/shift/", {"step": 1}, If_Match=tag(child)),
        lena.delete(f"{at(child)}goals/{goal.pk}/", If_Match=tag(child)),
    ]
    assert [(one.status_code, code_of(one)) for one in refused] == [(409, "charter-approved")] * 4


def test_parts_of_a_draft_are_not_there_for_strangers(rita: Api, nils: Api, child: Charter) -> None:
    for api in (rita, nils):
        assert api.get(f"{at(child)}goals/").status_code == 404
        assert api.post(f"{at(child)}goals/", {"statement": "x"}).status_code == 404


def test_a_list_of_objectives_takes_as_many_statements_for_three_as_for_one(
    lena: Api, child: Charter, django_assert_num_queries: Any
) -> None:
    address = f"{at(child)}objectives/"
    lena.get(address)
    with django_assert_num_queries(7):
        assert len(lena.get(address).json()["results"]) == 1
    first = lena.get(address).json()["results"][0]
    for name in ("Second", "Third"):
        one = made(lena.post(address, {"statement": name, "goal": first["goal"]["id"]}))
        made(lena.post(f"{at(child)}targets/", {"objective": one["id"], "due_on": "2027-06-30", "value": "9"}))
    with django_assert_num_queries(7):
        assert len(lena.get(address).json()["results"]) == 3
