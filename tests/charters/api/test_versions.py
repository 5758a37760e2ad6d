"""Versions over HTTP, and what one says otherwise than another."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from charters.models import Charter
from tests.cast import Cast
from tests.charters.api.conftest import at, tag
from tests.portal.api.conftest import Api


@pytest.fixture
def second(root: Charter, cast: Cast) -> Charter:
    draft = root.revise(by=cast.vera, at=root.created_at)
    draft.edit({"tag_line": "From searching to helping"}, by=cast.vera, at=root.created_at)
    draft.remove_part(draft.services.get(), by=cast.vera, at=root.created_at)
    return draft


def revisions(response: Any) -> list[int]:
    return [one["revision"] for one in response.json()["results"]]


def test_a_draft_is_listed_for_those_who_read_it(vera: Api, rita: Api, root: Charter, second: Charter) -> None:
    assert revisions(vera.get(f"{at(root)}versions/")) == [2, 1]
    assert revisions(rita.get(f"{at(root)}versions/")) == [1]
    assert rita.get(f"{at(second)}versions/").status_code == 404


def test_what_changed_is_told_word_by_word(vera: Api, root: Charter, second: Charter) -> None:
    told = vera.get(f"{at(second)}diff/").json()
    assert (told["from"]["revision"], told["to"]["revision"]) == (1, 2)
    line, service = told["changes"]
    assert (line["kind"], line["section"], line["field"]) == ("changed", "charter", "tag_line")
    assert [(one["kind"], one["text"]) for one in line["spans"]] == [
        ("same", "From searching to "), ("removed", "selling"), ("added", "helping"),
    ]  # fmt: skip
    assert (service["kind"], service["section"], service["field"]) == ("removed", "services", "")


def test_it_goes_either_way_and_begins_with_nothing(vera: Api, root: Charter, second: Charter) -> None:
    back = vera.get(f"{at(root)}diff/?from={second.pk}").json()
    assert [one["kind"] for one in back["changes"]] == ["changed", "added"]
    first = vera.get(f"{at(root)}diff/").json()
    assert (first["from"], first["changes"]) == (None, [])


@pytest.mark.parametrize("wrong", ["x", "00000000-0000-4000-8000-000000000000"])
def test_a_version_that_is_none_is_refused_by_name(vera: Api, second: Charter, wrong: str) -> None:
    response = vera.get(f"{at(second)}diff/?from={wrong}")
    assert (response.status_code, response.json()["errors"][0]["parameter"]) == (400, "from")


def test_a_draft_out_of_sight_is_no_version(rita: Api, root: Charter, second: Charter) -> None:
    assert rita.get(f"{at(root)}diff/?from={second.pk}").status_code == 400


def test_its_history_says_who_did_what(vera: Api, lena: Api, child: Charter, noon: time_machine.Traveller) -> None:
    noon.shift(60)
    lena.post(f"{at(child)}submit/", {}, If_Match=tag(child))
    noon.shift(60)
    vera.post(f"{at(child)}send-back/", {"reason": "Too long."}, If_Match=tag(child))
    newest = lena.get(f"{at(child)}history/").json()["results"][0]
    assert (newest["verb"], newest["by"]["name"], newest["reason"]) == ("sent_back", "Vera", "Too long.")
    assert newest["after"] == {"state": "draft"}
