"""No request over the API moves an opportunity past the gate."""

from __future__ import annotations

from typing import Any

import pytest

from funnels.models import Opportunity
from tests.cast import Cast
from tests.factories import make_contact
from tests.funnels.places import anew, definition, stage_id, stage_of
from tests.portal.api.conftest import Api, code_of


@pytest.fixture
def nils(cast: Cast) -> Api:
    return Api(cast.nils)


def here(opportunity: Opportunity) -> str:
    return f"v1/opportunities/{opportunity.pk}/"


def tag(opportunity: Opportunity) -> str:
    return f'"{anew(opportunity).version}"'


def test_advancing_answers_with_what_is_missing(nils: Api, opportunity: Opportunity) -> None:
    for body in ({}, {"to": str(stage_id(opportunity, "adopt"))}):
        answer = nils.post(f"{here(opportunity)}advance/", body, If_Match=tag(opportunity))
        assert (answer.status_code, code_of(answer)) == (409, "commitments-missing")
    assert stage_of(opportunity) == "acknowledge"


@pytest.mark.parametrize("field", ["stage", "status", "last_move", "required_met", "supported_stage", "closed_on"])
def test_such_fields_are_refused(nils: Api, opportunity: Opportunity, field: str) -> None:
    value = str(stage_id(opportunity, "decide")) if "stage" in field else "won"
    answer = nils.patch(here(opportunity), {field: value}, If_Match=tag(opportunity))
    assert (answer.status_code, anew(opportunity).version) == (400, opportunity.version)


def test_nothing_is_created_further_on(nils: Api, cast: Cast, opportunity: Opportunity) -> None:
    body: dict[str, Any] = {"name": "Ports", "team": str(cast.oslo.pk), "currency": "EUR"}
    for extra in ({"stage": str(stage_id(opportunity, "decide"))}, {"status": "won"}):
        assert nils.post("v1/opportunities/", body | extra).status_code == 400
    assert nils.post("v1/opportunities/", body).json()["stage"]["code"] == "acknowledge"


def test_a_member_overrides_nothing(nils: Api, opportunity: Opportunity) -> None:
    answer = nils.post(
        f"{here(opportunity)}advance/", {"override": {"reason": "I know them."}}, If_Match=tag(opportunity)
    )
    assert (answer.status_code, stage_of(opportunity)) == (403, "acknowledge")


def test_winning_passes_the_same_gate(nils: Api, opportunity: Opportunity) -> None:
    answer = nils.post(
        f"{here(opportunity)}close/", {"outcome": "won", "reasons": ["best_fit"]}, If_Match=tag(opportunity)
    )
    assert (answer.status_code, anew(opportunity).status) == (409, "open")


def test_a_commitment_is_not_created_fulfilled_nor_fulfilled_without_evidence(
    nils: Api, opportunity: Opportunity
) -> None:
    asked = {"definition": str(definition(opportunity, "C02").pk)}
    for extra in ({"state": "fulfilled"}, {"fulfilled_on": "2026-11-17"}):
        assert nils.post(f"{here(opportunity)}commitments/", asked | extra).status_code == 400
    made = nils.post(f"{here(opportunity)}commitments/", asked)
    address = f"v1/commitments/{made.json()['id']}/fulfil/"
    assert opportunity.account
    giver = str(make_contact(opportunity.account).pk)
    bad: list[dict[str, Any]] = [
        {},
        {"given_by": giver},
        {"given_by": giver, "evidence": {"kind": "message"}},
        {"evidence": {"kind": "message", "note": "Yes."}},
        {"given_by": giver, "evidence": {"kind": "calendar", "note": "Yes."}},
        {"given_by": giver, "evidence": {"kind": "message", "note": "Yes."}, "fulfilled_on": "2026-11-19"},
    ]
    assert [nils.post(address, body, If_Match=made["ETag"]).status_code for body in bad] == [400] * len(bad)
    assert anew(opportunity).required_met == 0
