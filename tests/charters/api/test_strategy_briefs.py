"""The strategy brief over HTTP: written, published, acknowledged; and what the field says back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from tests.portal.api.conftest import Api, code_of

MIX = {"starts_on": "2027-01-01", "ends_on": "2027-12-31", "baseline": "10.00", "share": "25.00"}


@pytest.fixture
def brief(vera: Api, cast: Cast) -> str:
    made = vera.post("v1/strategy-briefs/", {"title": "How we win", "team": str(cast.acme.pk), "problems": "Waiting"})
    assert made.status_code == 201, made.content
    return f"v1/strategy-briefs/{made.json()['id']}/"


@pytest.fixture
def priority(vera: Api, brief: str) -> Any:
    body = {"kind": "market", "name": "Harbours", "words": "They grow.", "mix": [MIX]}
    made = vera.post(f"{brief}priorities/", body)
    assert made.status_code == 201, made.content
    return made.json()


def tag_of(api: Api, address: str) -> str:
    return str(api.get(address)["ETag"])


def publish(vera: Api, brief: str) -> Any:
    return vera.post(f"{brief}publish/", {}, If_Match=tag_of(vera, brief))


def test_unanswered_questions_are_named(vera: Api, brief: str) -> None:
    shown = vera.get(brief).json()
    assert shown["problems"] == "Waiting"
    assert "doing_nothing" in shown["unanswered"]
    assert "problems" not in shown["unanswered"]


def test_only_managers_write_it_and_nobody_else_reads_the_draft(nils: Api, lena: Api, cast: Cast, brief: str) -> None:
    assert nils.get(brief).status_code == 404
    refused = lena.post("v1/strategy-briefs/", {"title": "Ours", "team": str(cast.acme.pk)})
    assert refused.json()["errors"][0]["pointer"] == "/team"
    assert nils.post("v1/strategy-briefs/", {"title": "Ours", "team": str(cast.oslo.pk)}).status_code == 403


def test_priorities_carry_their_mix_and_follow_the_drafts_version(vera: Api, brief: str, priority: Any) -> None:
    here = f"{brief}priorities/{priority['id']}/"
    assert [(one["share"], one["baseline"]) for one in priority["mix"]] == [("25.00", "10.00")]
    changed = vera.patch(here, {"mix": [{**MIX, "share": "30"}]}, If_Match=f'"{priority["version"]}"')
    assert [one["share"] for one in changed.json()["mix"]] == ["30.00"]
    stale = vera.patch(here, {"words": "x"}, If_Match=f'"{priority["version"]}"')
    assert (stale.status_code, code_of(stale)) == (412, "stale")
    wrong = vera.patch(here, {"mix": [{**MIX, "share": "130"}]}, If_Match=changed["ETag"])
    assert wrong.json()["errors"][0]["pointer"] == "/mix/0/share"
    assert vera.delete(here, If_Match=changed["ETag"]).status_code == 204


def test_what_was_published_is_fixed_and_revised(vera: Api, nils: Api, brief: str, priority: Any) -> None:
    assert publish(vera, brief).json()["state"] == "published"
    refused = vera.patch(brief, {"problems": "x"}, If_Match=tag_of(vera, brief))
    assert (refused.status_code, code_of(refused)) == (409, "charter-approved")
    assert vera.post(f"{brief}priorities/", {"kind": "market", "name": "x"}).status_code == 409
    drafted = vera.post(f"{brief}revise/", {}, If_Match=tag_of(vera, brief))
    assert drafted.status_code == 201
    assert [one["name"] for one in drafted.json()["priorities"]] == ["Harbours"]
    assert nils.get(brief).status_code == 200


def test_salespeople_acknowledge_and_the_matrix_says_how_far_it_came(
    vera: Api, nils: Api, cast: Cast, brief: str, priority: Any
) -> None:
    publish(vera, brief)
    assert nils.post(f"{brief}acknowledge/", {}, If_Match=tag_of(nils, brief)).status_code == 200
    again = nils.post(f"{brief}acknowledge/", {}, If_Match=tag_of(nils, brief))
    assert (again.status_code, code_of(again)) == (409, "wrong-state")
    trained = {"priority": priority["id"], "people": [str(cast.nils.pk), str(cast.olga.pk)], "held_on": "2026-11-17"}
    assert [vera.post(f"{brief}trainings/", trained).json()["recorded"] for _ in range(2)] == [2, 0]
    [covered] = vera.get(f"{brief}coverage/").json()["priorities"]
    links = {one["link"]: (one["holds"], one["reached"], one["people"]) for one in covered["links"]}
    assert links == {
        "told": (False, 1, 3), "trained": (False, 2, 3), "coached": (None, None, None),
        "reinforced": (False, None, None), "measured": (False, None, None),
    }  # fmt: skip


def test_who_was_trained_is_told_to_those_who_keep_it_and_to_oneself(
    vera: Api, nils: Api, rita: Api, cast: Cast, brief: str, priority: Any
) -> None:
    publish(vera, brief)
    body = {"priority": priority["id"], "people": [str(cast.nils.pk), str(cast.olga.pk)], "held_on": "2026-11-17"}
    vera.post(f"{brief}trainings/", body)
    assert [len(one.get(f"{brief}trainings/").json()["results"]) for one in (vera, nils, rita)] == [2, 1, 0]
    assert nils.post(f"{brief}trainings/", body).status_code == 403
    late = vera.post(f"{brief}trainings/", {**body, "held_on": "2027-01-01"})
    assert late.json()["errors"][0]["pointer"] == "/held_on"


def test_the_field_speaks_up_and_leadership_owes_an_answer(
    nils: Api, lena: Api, rita: Api, cast: Cast, brief: str
) -> None:
    body = {
        "team": str(cast.oslo.pk),
        "topic": "competitor",
        "text": "They deliver sooner.",
        "owner": str(cast.lena.pk),
    }
    filed = nils.post("v1/strategy-feedback/", body)
    assert (filed.status_code, filed.json()["answer_due_on"]) == (201, "2026-12-02")
    here = f"v1/strategy-feedback/{filed.json()['id']}/"
    assert rita.get(here).status_code == 404
    assert nils.post(f"{here}answer/", {"answer": "x"}, If_Match='"1"').status_code == 403
    assert len(lena.get("v1/strategy-feedback/?owner=me&answered=false").json()["results"]) == 1
    assert lena.get("v1/strategy-feedback/?overdue=true").json()["results"] == []
    handed = lena.post(f"{here}hand-over/", {"to": str(cast.vera.pk)}, If_Match='"1"')
    assert handed.json()["owner"]["name"] == "Vera"
    answered = lena.post(f"{here}answer/", {"answer": "We move the depot."}, If_Match=handed["ETag"])
    assert answered.json()["answered_by"]["name"] == "Lena"


def test_feedback_is_filed_for_ones_own_team(rita: Api, cast: Cast) -> None:
    body = {"team": str(cast.oslo.pk), "topic": "other", "text": "x", "owner": str(cast.lena.pk)}
    assert rita.post("v1/strategy-feedback/", body).json()["errors"][0]["pointer"] == "/team"
