"""Funnels, their drafts and overrides over the API."""

from __future__ import annotations

from typing import Any

import pytest

from funnels.models import Funnel, Opportunity
from tests.cast import Cast
from tests.portal.api.conftest import Api, code_of


@pytest.fixture
def stella(cast: Cast) -> Api:
    """Steward of Acme, who keeps its funnels."""
    return Api(cast.stella)


def post(api: Api, funnel: Any, verb: str, body: Any, tag: str | None = None) -> Any:
    return api.post(f"v1/funnels/{funnel.json()['id']}/{verb}/", body, If_Match=tag or funnel["ETag"])


def test_stages_and_definitions_are_nested(nils: Api, funnel: Funnel) -> None:
    [shown] = nils.get("v1/funnels/").json()["results"]
    assert [stage["position"] for stage in shown["stages"]] == sorted(stage["position"] for stage in shown["stages"])
    assert sum(len(stage["definitions"]) for stage in shown["stages"]) == 32
    assert shown["stages"][0]["definitions"][1]["givers"] == ["user", "economic"]


def test_a_list_of_funnels_takes_as_many_statements_for_one_as_for_three(
    stella: Api, cast: Cast, funnel: Funnel, django_assert_num_queries: Any
) -> None:
    stella.get("v1/funnels/")
    with django_assert_num_queries(8):
        stella.get("v1/funnels/")
    for name in ("A", "B"):
        assert stella.post("v1/funnels/", {"team": str(cast.acme.pk), "name": name}).status_code == 201
    with django_assert_num_queries(8):
        assert len(stella.get("v1/funnels/").json()["results"]) == 3


def test_a_funnel_in_use_is_revised_edited_as_a_draft_and_activated(stella: Api, funnel: Funnel) -> None:
    active = stella.get(f"v1/funnels/{funnel.pk}/")
    refused = post(stella, active, "add-stage", {"name": "Asks around", "customer_phase": "awareness"})
    assert (refused.status_code, code_of(refused)) == (409, "funnel-in-use")
    draft = post(stella, active, "revise", None)
    assert (draft.status_code, draft.json()["state"], draft.json()["revision"]) == (201, "draft", 2)
    wider = post(stella, draft, "add-stage", {"name": "Asks around", "customer_phase": "awareness"})
    stage = next(one for one in wider.json()["stages"] if one["name"] == "Asks around")
    new = {
        "stage": stage["id"],
        "statement": "Names who else decides",
        "givers": ["any"],
        "evidence_kinds": ["message"],
    }
    full = post(stella, wider, "add-commitment", new)
    assert full.status_code == 200, full.content
    used = post(stella, full, "activate", None)
    assert used.json()["state"] == "active"
    assert stella.get(f"v1/funnels/{funnel.pk}/").json()["state"] == "retired"


def test_a_draft_is_versioned_as_a_whole(stella: Api, funnel: Funnel) -> None:
    draft = post(stella, stella.get(f"v1/funnels/{funnel.pk}/"), "revise", None)
    stage = draft.json()["stages"][0]["id"]
    edited = post(stella, draft, "edit-stage", {"stage": stage, "name": "Sees an issue"})
    assert edited.json()["stages"][0]["name"] == "Sees an issue"
    stale = post(stella, draft, "edit-stage", {"stage": stage, "name": "Sees no issue"})
    assert stale.status_code == 412
    moved = post(stella, edited, "shift-stage", {"stage": stage, "step": 1})
    assert moved.json()["stages"][1]["id"] == stage
    actions = post(stella, moved, "set-actions", {"stage": stage, "actions": ["Listen"]})
    assert [one["text"] for one in actions.json()["stages"][1]["seller_actions"]] == ["Listen"]
    gone = post(stella, actions, "remove-stage", {"stage": stage})
    assert stage not in [one["id"] for one in gone.json()["stages"]]
    unknown = post(stella, gone, "remove-stage", {"stage": stage})
    assert [one["pointer"] for one in unknown.json()["errors"]] == ["/stage"]


def test_a_member_reads_definitions_and_changes_none(nils: Api, funnel: Funnel, cast: Cast) -> None:
    active = nils.get(f"v1/funnels/{funnel.pk}/")
    assert post(nils, active, "revise", None).status_code == 403
    assert (
        nils.patch(f"v1/funnels/{funnel.pk}/", {"enforcement": "advisory"}, If_Match=active["ETag"]).status_code == 403
    )
    assert nils.post("v1/funnels/", {"team": str(cast.oslo.pk), "name": "Mine"}).status_code == 403


def test_an_override_is_listed_and_renewed_by_a_manager(lena: Api, nils: Api, opportunity: Opportunity) -> None:
    here = f"v1/opportunities/{opportunity.pk}/"
    lena.post(f"{here}advance/", {"override": {"reason": "Board met"}}, If_Match='"1"')
    [running] = nils.get("v1/overrides/?running=true").json()["results"]
    assert (running["reason"], running["opportunity"]["id"]) == ("Board met", str(opportunity.pk))
    assert nils.get("v1/overrides/?expired=true").json()["results"] == []
    address = f"v1/overrides/{running['id']}/renew/"
    assert nils.post(address, {"reason": "Still"}, If_Match='"1"').status_code == 403
    renewed = lena.post(address, {"reason": "Minutes come Friday"}, If_Match='"1"')
    assert (renewed.status_code, renewed.json()["reason"]) == (201, "Minutes come Friday")


def test_the_history_tells_who_did_what_when_and_why(lena: Api, nils: Api, rita: Api, opportunity: Opportunity) -> None:
    here = f"v1/opportunities/{opportunity.pk}/"
    edited = nils.patch(here, {"segment": "Ports", "reason": "They said so"}, If_Match='"1"')
    lena.post(f"{here}advance/", {"override": {"reason": "Board met"}}, If_Match=edited["ETag"])
    told = nils.get(f"{here}history/").json()["results"]
    assert sorted(one["what"] for one in told) == ["advanced", "edited", "opened"]
    advanced = next(one for one in told if one["what"] == "advanced")
    assert (advanced["reason"], advanced["by"]["name"], advanced["supported"]) == ("Board met", "Lena", False)
    assert advanced["from"]["stage"] == str(opportunity.stage_id)
    assert next(one for one in told if one["what"] == "edited")["reason"] == "They said so"
    assert rita.get(f"{here}history/").status_code == 404


def test_the_pages_of_a_history_hold_each_row_once(nils: Api, opportunity: Opportunity) -> None:
    here = f"v1/opportunities/{opportunity.pk}/"
    tag = '"1"'
    for number in range(6):
        tag = nils.patch(here, {"segment": f"Ports {number}"}, If_Match=tag)["ETag"]
    whole = [one["id"] for one in nils.get(f"{here}history/").json()["results"]]
    found, address = [], f"{here}history/?page_size=2"
    while address:
        page = nils.get(address).json()
        found += [one["id"] for one in page["results"]]
        address = (page["next"] or "").removeprefix("http://testserver/api/")
    assert found == whole
    assert len(found) == 7


def test_whoever_keeps_a_funnel_sees_how_far_a_migration_has_come(
    stella: Api,
    nils: Api,
    funnel: Funnel,
    opportunity: Opportunity,
    django_capture_on_commit_callbacks: Any,
) -> None:
    active = stella.get(f"v1/funnels/{funnel.pk}/")
    draft = post(stella, active, "revise", None)
    used = post(stella, draft, "activate", None)
    with django_capture_on_commit_callbacks(execute=True):
        assert post(stella, used, "migrate", {}).status_code == 200
    [shown] = stella.get(f"v1/funnels/{used.json()['id']}/migrations/").json()["results"]
    assert (shown["total"], shown["done"], shown["finished_at"] is None) == (1, 1, False)
    assert nils.get(f"v1/funnels/{used.json()['id']}/migrations/").status_code == 403
