"""Observations and their forms over HTTP."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coaching.models import Observation, ObservationForm
from funnels.models import Opportunity
from tests.cast import Cast
from tests.coaching_factories import make_observation
from tests.portal.api.conftest import Api, code_of

AT, FORMS = "v1/observations/", "v1/observation-forms/"
MARKS = [{"item": "issue", "level": 4, "evidence": "He let the pause stand"}, {"item": "loop", "level": 2}]


def give(api: Api, observation: Observation, version: int, **more: Any) -> Any:
    return api.post(f"{AT}{observation.pk}/give/", {"marks": MARKS, **more}, If_Match=f'"{version}"')


def test_it_begins_with_its_stage(cast: Cast, form: ObservationForm, opportunity: Opportunity) -> None:
    body = {
        "coachee": str(cast.nils.pk),
        "form": str(form.pk),
        "setting": "customer",
        "opportunity": str(opportunity.pk),
    }
    made = Api(cast.lena).post(AT, body)
    assert made.status_code == 201, made.content
    shown = made.json()
    assert shown["with_customer"] is True
    assert shown["stage"]["code"] == opportunity.stage.code
    assert shown["views"] == []
    assert Api(cast.sam).post(AT, body).status_code in (400, 403)


def test_views_are_hidden_until_both_are_in(cast: Cast, observation: Observation) -> None:
    lena, nils = Api(cast.lena), Api(cast.nils)
    assert [view["side"] for view in give(lena, observation, 1, comment="Well").json()["views"]] == ["coach"]
    assert nils.get(f"{AT}{observation.pk}/").json()["views"] == []
    both = give(nils, observation, 2).json()
    assert {view["side"] for view in both["views"]} == {"coach", "coachee"}
    assert both["state"] == "complete"
    assert both["views"][0]["marks"][0] == MARKS[0]
    assert code_of(give(nils, observation, 3)) == "wrong-state"


def test_managers_above_are_told_facts_and_no_view(cast: Cast, observation: Observation) -> None:
    give(Api(cast.lena), observation, 1)
    give(Api(cast.nils), observation, 2)
    vera = Api(cast.vera)
    [shown] = vera.get(AT).json()["results"]
    assert (shown["setting"], shown["form"]["name"]) == ("customer", "With a customer")
    assert "views" not in shown
    assert "pause" not in vera.get(f"{AT}{observation.pk}/").content.decode()
    assert Api(cast.stella).get(f"{AT}{observation.pk}/").status_code == 404


def test_a_level_without_its_sentence_is_named(cast: Cast, observation: Observation) -> None:
    refused = Api(cast.lena).post(
        f"{AT}{observation.pk}/give/", {"marks": [{"item": "issue", "level": 1}]}, If_Match='"1"'
    )
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "/marks/0/evidence"


def test_the_coachee_declines_and_the_observer_withdraws(cast: Cast, observation: Observation) -> None:
    lena, nils, one = Api(cast.lena), Api(cast.nils), f"{AT}{observation.pk}/"
    assert lena.post(f"{one}decline/", {}, If_Match='"1"').status_code == 403
    assert nils.post(f"{one}decline/", {}, If_Match='"1"').json()["declined_at"]
    assert nils.post(f"{one}withdraw/", {}, If_Match='"2"').status_code == 403
    assert lena.post(f"{one}withdraw/", {}, If_Match='"2"').json()["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("query", "found"),
    [("setting=customer", 1), ("setting=joint,role_play", 0), ("waiting=true", 1), ("waiting=false", 0),
     ("coachee=me", 1), ("observer=me", 0), ("state=complete", 0), ("held_from=2026-11-18", 1)],
)  # fmt: skip
def test_filters(cast: Cast, observation: Observation, query: str, found: int) -> None:
    assert len(Api(cast.nils).get(f"{AT}?{query}").json()["results"]) == found


def test_a_form_is_drafted_edited_used_and_revised(cast: Cast) -> None:
    stella = Api(cast.stella)
    made = stella.post(FORMS, {"team": str(cast.acme.pk), "name": "First talks"})
    assert made.status_code == 201, made.content
    shown, one = made.json(), f"{FORMS}{made.json()['id']}/"
    assert len(shown["items"]) == 9
    first = {name: shown["items"][0][name] for name in ("code", "name", "level_1", "level_2", "level_3", "level_4")}
    edited = stella.patch(one, {"items": [first, {**first, "code": "another"}]}, If_Match='"1"').json()
    assert [item["code"] for item in edited["items"]] == ["preparation", "another"]
    assert stella.post(f"{one}activate/", {}, If_Match='"2"').json()["state"] == "active"
    assert code_of(stella.patch(one, {"name": "Talks"}, If_Match='"3"')) == "form-in-use"
    revised = stella.post(f"{one}revise/", {}, If_Match='"3"')
    assert (revised.status_code, revised.json()["revision"]) == (201, 2)
    assert Api(cast.vera).post(f"{one}retire/", {}, If_Match='"3"').status_code == 403
    assert stella.post(f"{one}retire/", {}, If_Match='"3"').json()["state"] == "retired"
    assert stella.post(f"{one}bring-back/", {}, If_Match='"4"').json()["state"] == "active"
    assert len(Api(cast.nils).get(FORMS).json()["results"]) == 1


@pytest.mark.parametrize("more", [0, 2])
def test_lists_cost_the_same_with_more_rows(
    cast: Cast, form: ObservationForm, observation: Observation, more: int
) -> None:
    for _each in range(more):
        make_observation(cast.lena, cast.nils, form)
    lena = Api(cast.lena)
    lena.get(AT)
    with CaptureQueriesContext(connection) as queries:
        assert len(lena.get(AT).json()["results"]) == 1 + more
    assert len(queries) == 8
