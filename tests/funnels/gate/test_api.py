"""No request over the API moves an opportunity past the gate."""

from __future__ import annotations

from typing import Any

import pytest

from funnels.models import Funnel, Opportunity
from tests.cast import Cast
from tests.factories import make_contact, make_funnel, make_opportunity, satisfy
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


@pytest.mark.parametrize("code", ["define", "decide", "adopt"])
def test_moving_back_is_no_way_ahead(nils: Api, opportunity: Opportunity, code: str) -> None:
    back = {"to": str(stage_id(opportunity, code)), "reason": "It is there already."}
    answer = nils.post(f"{here(opportunity)}regress/", back, If_Match=tag(opportunity))
    assert (answer.status_code, stage_of(opportunity)) == (400, "acknowledge")


def test_another_funnel_s_stage_is_none_to_move_to(nils: Api, cast: Cast, opportunity: Opportunity) -> None:
    other = make_funnel(cast.oslo, name="Another way").stages.get(code="define")
    for verb, body in (("advance", {}), ("regress", {"reason": "Back."})):
        answer = nils.post(f"{here(opportunity)}{verb}/", {"to": str(other.pk), **body}, If_Match=tag(opportunity))
        assert (answer.status_code, stage_of(opportunity)) == (400, "acknowledge")


def test_what_one_customer_gave_counts_for_no_other_opportunity(
    nils: Api, cast: Cast, opportunity: Opportunity
) -> None:
    twin = make_opportunity(cast.nils, cast.oslo, name="The same again", account=opportunity.account)
    satisfy(twin, by=cast.nils)
    answer = nils.post(f"{here(opportunity)}advance/", {}, If_Match=tag(opportunity))
    assert (answer.status_code, stage_of(opportunity)) == (409, "acknowledge")
    assert nils.post(f"{here(twin)}advance/", {}, If_Match=tag(twin)).status_code == 200


def test_a_commitment_of_one_s_own_words_replaces_no_required_one(
    nils: Api, cast: Cast, opportunity: Opportunity
) -> None:
    required = definition(opportunity, "C02")
    own = nils.post(f"{here(opportunity)}commitments/", {"statement": required.statement})
    assert opportunity.account
    deed = {"given_by": str(make_contact(opportunity.account).pk), "evidence": {"kind": "message", "note": "Yes."}}
    assert nils.post(f"v1/commitments/{own.json()['id']}/fulfil/", deed, If_Match=own["ETag"]).status_code == 200
    answer = nils.post(f"{here(opportunity)}advance/", {}, If_Match=tag(opportunity))
    assert (answer.status_code, code_of(answer)) == (409, "commitments-missing")


@pytest.mark.parametrize("who", ["nils", "lena"])
def test_the_gate_is_not_switched_off_by_those_it_holds(cast: Cast, opportunity: Opportunity, who: str) -> None:
    person, version = Api(getattr(cast, who)), f'"{opportunity.funnel.version}"'
    answer = person.patch(f"v1/funnels/{opportunity.funnel_id}/", {"enforcement": "advisory"}, If_Match=version)
    assert answer.status_code == 403
    opportunity.funnel.refresh_from_db(from_queryset=Funnel.objects.everything(reason="test"))
    assert opportunity.funnel.enforcement == "enforced"


def test_changing_several_at_once_changes_no_stage(cast: Cast, opportunity: Opportunity) -> None:
    lena = Api(cast.lena)
    chosen = [{"id": str(opportunity.pk), "version": opportunity.version}]
    for change in ({"stage": str(stage_id(opportunity, "decide"))}, {"status": "won"}, {"advance": True}):
        answer = lena.post("v1/opportunities/bulk/", {"opportunities": chosen, "preview": False, **change})
        assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(change))}"
        assert (answer.status_code, anew(opportunity).version) == (400, opportunity.version)
