"""An opportunity moves over the API by the same rules as everywhere."""

from __future__ import annotations

from typing import Any

import pytest

from funnels.choices import Enforcement
from funnels.models import Funnel, Opportunity
from portal.roles import Role
from tests.cast import TODAY, Cast, join
from tests.factories import make_contact
from tests.portal.api.conftest import Api, code_of


@pytest.fixture
def here(opportunity: Opportunity) -> str:
    return f"v1/opportunities/{opportunity.pk}/"


def fulfil_everything(nils: Api, here: str, opportunity: Opportunity) -> None:
    """Each required commitment of the stage, asked for and fulfilled over the API."""
    contact = make_contact(opportunity.account)
    for definition in opportunity.stage.definitions.filter(required=True):
        asked = nils.post(f"{here}commitments/", {"definition": str(definition.pk)})
        assert asked.status_code == 201, asked.content
        deed = {
            "given_by": str(contact.pk),
            "evidence": {"kind": definition.evidence_kinds[0], "reference": "mail of Monday"},
            "fulfilled_on": str(TODAY),
        }
        done = nils.post(f"v1/commitments/{asked.json()['id']}/fulfil/", deed, If_Match=asked["ETag"])
        assert done.status_code == 200, done.content
        assert done.json()["evidence"]["reference"] == "mail of Monday"


def test_it_is_refused_with_the_list_of_what_the_customer_still_owes(
    nils: Api, here: str, opportunity: Opportunity
) -> None:
    refused = nils.post(f"{here}advance/", {}, If_Match='"1"')
    assert (refused.status_code, code_of(refused)) == (409, "commitments-missing")
    required = opportunity.stage.definitions.filter(required=True)
    missing = refused.json()["missing"]
    assert {one["definition"] for one in missing} == {str(one.pk) for one in required}
    assert {"definition", "code", "statement", "stage", "state"} <= set(missing[0])
    assert {one["state"] for one in missing} == {"unknown"}
    opportunity.refresh_from_db()
    assert opportunity.moves.count() == 1


def test_with_evidence_it_advances(nils: Api, here: str, opportunity: Opportunity) -> None:
    fulfil_everything(nils, here, opportunity)
    before = nils.get(here)
    moved = nils.post(f"{here}advance/", None, If_Match=before["ETag"])
    assert moved.status_code == 200, moved.content
    assert moved.json()["missing"] == []
    assert moved.json()["stage"]["position"] > before.json()["stage"]["position"]
    assert moved["ETag"] != before["ETag"]


def test_an_advisory_funnel_lets_it_pass_and_lists_the_same(nils: Api, here: str, funnel: Funnel) -> None:
    Funnel.objects.everything(reason="a test").update(enforcement=Enforcement.ADVISORY)
    moved = nils.post(f"{here}advance/", {}, If_Match='"1"')
    assert moved.status_code == 200
    assert {one["state"] for one in moved.json()["missing"]} == {"unknown"}


def test_a_manager_answers_for_what_is_missing_and_it_shows(lena: Api, nils: Api, here: str) -> None:
    moved = lena.post(f"{here}advance/", {"override": {"reason": "Board met, minutes follow"}}, If_Match='"1"')
    assert moved.status_code == 200, moved.content
    [override] = nils.get(here).json()["overrides"]
    assert override["reason"] == "Board met, minutes follow"
    assert override["by"]["name"] == "Lena"
    [listed] = nils.get("v1/opportunities/").json()["results"]
    assert listed["overrides"] == [override]


def test_a_member_cannot_override(nils: Api, here: str) -> None:
    refused = nils.post(f"{here}advance/", {"override": {"reason": "I know them"}}, If_Match='"1"')
    assert (refused.status_code, code_of(refused)) == (403, "managers-only")


def test_a_stranger_moves_nothing(rita: Api, here: str, opportunity: Opportunity) -> None:
    assert rita.post(f"{here}advance/", {}, If_Match='"1"').status_code == 404
    opportunity.refresh_from_db()
    assert opportunity.version == 1


@pytest.mark.parametrize(
    ("verb", "body", "pointer"),
    [
        ("advance", {"to": "nowhere"}, "/to"),
        ("advance", {"to": "01999999-0000-7000-8000-000000000000"}, "/to"),
        ("advance", {"override": "please"}, "/override"),
        ("advance", {"stage": 2}, "/stage"),
        ("regress", {}, "/to"),
        ("close", {"outcome": "lost", "reasons": ["price"], "wake_on": "2027-01-01"}, "/wake_on"),
        ("close", {"outcome": "lost", "reasons": ["because"]}, "/reasons"),
        ("close", {"outcome": "open", "reasons": ["price"]}, "/outcome"),
        ("reopen", {"reason": ""}, "/reason"),
        ("park", {"until": str(TODAY), "reason": "they said so"}, "/until"),
        ("split", {"lines": [{"share": "50"}]}, "/lines/0/product"),
        ("invite", {"people": ["x"]}, "/people/0"),
    ],
)
def test_a_bad_value_is_refused_by_its_pointer(nils: Api, here: str, verb: str, body: Any, pointer: str) -> None:
    refused = nils.post(f"{here}{verb}/", body, If_Match='"1"')
    assert refused.status_code == 400, refused.content
    assert pointer in [one["pointer"] for one in refused.json()["errors"]]


def test_close_and_reopen_keep_the_stage(nils: Api, here: str, opportunity: Opportunity) -> None:
    closed = nils.post(f"{here}close/", {"outcome": "lost", "reasons": ["price"], "note": "Too dear"}, If_Match='"1"')
    assert (closed.status_code, closed.json()["status"]) == (200, "lost")
    opened = nils.post(f"{here}reopen/", {"reason": "They called"}, If_Match=closed["ETag"])
    assert opened.json()["status"] == "open"
    assert opened.json()["stage"]["id"] == str(opportunity.stage_id)


def test_parking_reassigning_and_archiving_are_verbs(lena: Api, cast: Cast, here: str) -> None:
    parked = lena.post(f"{here}park/", {"until": "2027-02-01", "reason": "Their board meets"}, If_Match='"1"')
    assert parked.json()["parked_until"] == "2027-02-01"
    given = lena.post(
        f"{here}reassign/", {"owner": str(cast.olga.pk), "team": str(cast.bergen.pk)}, If_Match=parked["ETag"]
    )
    assert given.json()["owner"]["name"] == "Olga"
    away = lena.post(f"{here}archive/", None, If_Match=given["ETag"])
    assert away.json()["archived_at"] is not None
    assert lena.get("v1/opportunities/").json()["results"] == []


def test_a_member_cannot_reassign(nils: Api, cast: Cast, here: str) -> None:
    assert nils.post(f"{here}reassign/", {"owner": str(cast.nils.pk)}, If_Match='"1"').status_code == 403


def test_whoever_manages_one_team_cannot_give_work_away_to_another(
    cast: Cast, opportunity: Opportunity, here: str
) -> None:
    join(cast.lena, cast.rome, Role.MEMBER)
    refused = Api(cast.lena).post(
        f"{here}reassign/", {"owner": str(cast.nils.pk), "team": str(cast.rome.pk)}, If_Match='"1"'
    )
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/team"]


def test_the_manager_of_another_region_is_no_choice_for_an_owner(lena: Api, cast: Cast, here: str) -> None:
    foreign = lena.post(f"{here}reassign/", {"owner": str(cast.rita.pk)}, If_Match='"1"')
    random = lena.post(f"{here}reassign/", {"owner": "01999999-0000-7000-8000-000000000000"}, If_Match='"1"')
    assert foreign.status_code == random.status_code == 400
    assert foreign.content == random.content


def test_an_advance_takes_few_statements(
    nils: Api, here: str, opportunity: Opportunity, django_assert_max_num_queries: Any
) -> None:
    fulfil_everything(nils, here, opportunity)
    tag = nils.get(here)["ETag"]
    with django_assert_max_num_queries(26):
        assert nils.post(f"{here}advance/", None, If_Match=tag).status_code == 200
