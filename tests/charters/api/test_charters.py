"""Charters are listed, opened and edited over HTTP; what was approved names the verb that drafts the next version."""

from __future__ import annotations

from typing import Any

import pytest

from charters.models import Charter
from tests.cast import Cast
from tests.charter_factories import draft
from tests.charters.api.conftest import at, tag
from tests.portal.api.conftest import Api, code_of

AUDIENCE = {"key": "sellers", "name": "Salespeople", "group": "sales"}


def titles(response: Any) -> list[str]:
    return [one["title"] for one in response.json()["results"]]


def test_a_manager_opens_a_draft_with_its_texts(lena: Api, cast: Cast, root: Charter) -> None:
    body = {
        "title": "North", "team": str(cast.north.pk), "kind": "region", "parent": str(root.pk),
        "sponsor": str(cast.vera.pk), "vision": "Sellers stop searching.", "in_scope": ["Playbooks"],
        "audiences": [AUDIENCE], "phases": [{"name": "First", "starts_on": "2026-12-01", "ends_on": "2027-03-01"}],
    }  # fmt: skip
    response = lena.post("v1/charters/", body)
    assert response.status_code == 201, response.content
    made = response.json()
    assert (response["ETag"], made["state"], made["revision"]) == ('"1"', "draft", 1)
    assert made["owner"]["name"] == "Lena"
    assert made["parent"] == {"id": str(root.pk), "title": root.title, "state": "active", "revision": 1}
    assert made["audiences"] == [{**AUDIENCE, "gains": "", "tag_line": "", "none_yet": False}]
    assert made["phases"][0]["ends_on"] == "2027-03-01"
    assert [one["code"] for one in made["core_values"]] == ["collaboration", "accountability", "leadership"]
    assert lena.get(response["Location"].removeprefix("/api/")).json() == made


def test_whoever_does_not_manage_the_team_is_told_so(nils: Api, cast: Cast) -> None:
    response = nils.post("v1/charters/", {"title": "Oslo", "team": str(cast.oslo.pk)})
    assert (response.status_code, code_of(response)) == (403, "not-allowed")


def test_a_team_out_of_reach_is_answered_like_none(rita: Api, cast: Cast) -> None:
    response = rita.post("v1/charters/", {"title": "Oslo", "team": str(cast.oslo.pk)})
    assert response.json()["errors"][0]["code"] == "unknown-id"


def test_a_draft_is_not_there_for_strangers_and_members(rita: Api, nils: Api, lena: Api, child: Charter) -> None:
    assert [one.get(at(child)).status_code for one in (rita, nils, lena)] == [404, 404, 200]
    assert titles(rita.get("v1/charters/")) == ["Acme charter"]
    assert titles(lena.get("v1/charters/")) == ["Acme charter", "North charter"]


def test_a_list_shows_the_present_version_and_with_its_lineage_every_one(vera: Api, root: Charter, cast: Cast) -> None:
    root.revise(by=cast.vera, at=root.created_at)
    assert [one["state"] for one in vera.get("v1/charters/").json()["results"]] == ["active"]
    every = vera.get(f"v1/charters/?lineage={root.lineage}&ordering=revision").json()["results"]
    assert [one["state"] for one in every] == ["active", "draft"]
    assert [one["state"] for one in vera.get("v1/charters/?state=draft").json()["results"]] == ["draft"]


def test_it_is_edited_with_the_version_that_was_read(lena: Api, child: Charter) -> None:
    response = lena.patch(at(child), {"vision": "Another one."}, If_Match=tag(child))
    assert response.status_code == 200, response.content
    assert response.json()["vision"] == "Another one."
    assert response["ETag"] == tag(child)


def test_a_second_writer_is_shown_the_present_text(lena: Api, vera: Api, child: Charter) -> None:
    read = tag(child)
    lena.patch(at(child), {"vision": "Lena's."}, If_Match=read)
    response = vera.patch(at(child), {"vision": "Vera's."}, If_Match=read)
    assert (response.status_code, code_of(response)) == (412, "stale")
    assert response.json()["current"]["vision"] == "Lena's."
    assert lena.patch(at(child), {"vision": "No version."}).status_code == 428


def test_unknown_fields_and_what_verbs_do_are_refused_by_name(lena: Api, child: Charter) -> None:
    body = {"visoin": "x", "state": "approved", "goals": [], "lineage": str(child.lineage), "team": str(child.team_id)}
    response = lena.patch(at(child), body, If_Match=tag(child))
    assert {one["pointer"]: one["code"] for one in response.json()["errors"]} == {
        "/visoin": "unknown", "/state": "use-verb", "/goals": "use-verb", "/lineage": "read-only", "/team": "read-only",
    }  # fmt: skip


def test_lists_are_checked_entry_by_entry(lena: Api, child: Charter) -> None:
    body = {"audiences": [{"key": "a", "name": "A", "group": "somebody"}], "in_scope": [""]}
    response = lena.patch(at(child), body, If_Match=tag(child))
    assert [one["pointer"] for one in response.json()["errors"]] == ["/in_scope/0", "/audiences/0/group"]
    gone = lena.patch(at(child), {"core_values": []}, If_Match=tag(child))
    assert gone.json()["errors"][0]["pointer"] == "/core_values"


def test_what_was_approved_names_revise(vera: Api, root: Charter) -> None:
    response = vera.patch(at(root), {"vision": "Another."}, If_Match=tag(root))
    assert (response.status_code, code_of(response)) == (409, "charter-approved")
    assert response.json()["verb"] == "revise"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("kind=region", ["North charter"]),
        ("kind=organisation,region&state=draft,active", ["Acme charter", "North charter"]),
        ("owner=me", ["North charter"]),
        ("title=nort", ["North charter"]),
        ("review_overdue=true", []),
        ("waiting=true", []),
        ("review_due_to=2027-12-31", ["Acme charter"]),
    ],
)
def test_filters(lena: Api, child: Charter, asked: str, found: list[str]) -> None:
    assert titles(lena.get(f"v1/charters/?{asked}")) == found


def test_a_charter_waits_for_its_sponsor_alone(lena: Api, vera: Api, child: Charter) -> None:
    child.submit(by=child.owner, at=child.created_at)
    assert titles(vera.get("v1/charters/?waiting=true")) == ["North charter"]
    assert titles(lena.get("v1/charters/?waiting=true")) == []


def test_a_list_takes_as_many_statements_for_three_as_for_one(
    lena: Api, cast: Cast, root: Charter, django_assert_num_queries: Any
) -> None:
    lena.get("v1/charters/")
    with django_assert_num_queries(5):
        assert len(lena.get("v1/charters/").json()["results"]) == 1
    for team in (cast.oslo, cast.bergen):
        draft(team, by=cast.lena, sponsor=cast.vera, parent=root)
    with django_assert_num_queries(5):
        assert len(lena.get("v1/charters/").json()["results"]) == 3


def test_it_begins_with_a_worked_charter_and_what_was_given(lena: Api, cast: Cast) -> None:
    body = {"title": "Ours", "team": str(cast.north.pk), "starter": "sales_enablement", "vision": "Our own."}
    made = lena.post("v1/charters/", body)
    assert made.status_code == 201, made.content
    assert (made.json()["title"], made.json()["vision"]) == ("Ours", "Our own.")
    assert made.json()["mission"]
    assert lena.get(f"v1/charters/{made.json()['id']}/goals/").json()["results"]
    refused = lena.post("v1/charters/", body | {"kind": "mission"})
    assert refused.json()["errors"][0]["pointer"] == "/starter"


def test_figures_are_named(rita: Api, cast: Cast) -> None:
    figures = rita.get("v1/figures/").json()["figures"]
    assert figures
    assert all(one["name"] and one["says"] for one in figures)
