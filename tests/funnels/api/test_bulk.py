"""One change to several opportunities over the API."""

from __future__ import annotations

from typing import Any

import pytest

from funnels.models import Opportunity
from tests.cast import Cast
from tests.factories import make_opportunity
from tests.portal.api.conftest import Api, code_of

ADDRESS = "v1/opportunities/bulk/"


@pytest.fixture
def two(cast: Cast, opportunity: Opportunity) -> list[dict[str, Any]]:
    other = make_opportunity(cast.nils, cast.oslo)
    return [{"id": str(one.pk), "version": 1} for one in (opportunity, other)]


def test_a_preview_tells_what_would_change_and_changes_nothing(lena: Api, cast: Cast, two: Any) -> None:
    shown = lena.post(ADDRESS, {"opportunities": two, "reassign": {"owner": str(cast.olga.pk)}, "preview": True})
    assert shown.status_code == 200, shown.content
    assert [line["after"] for line in shown.json()["lines"]] == ["Olga · Bergen"] * 2
    assert {one["owner"]["name"] for one in lena.get("v1/opportunities/").json()["results"]} == {"Nils"}


def test_all_change_together(lena: Api, two: Any) -> None:
    done = lena.post(ADDRESS, {"opportunities": two, "redate": {"expected_close": "2027-05-01"}})
    assert done.json()["changed"] == 2
    assert {one["expected_close"] for one in lena.get("v1/opportunities/").json()["results"]} == {"2027-05-01"}


def test_none_changes_when_one_is_no_longer_as_seen(nils: Api, two: Any) -> None:
    nils.patch(f"v1/opportunities/{two[0]['id']}/", {"segment": "Ports"}, If_Match='"1"')
    refused = nils.post(ADDRESS, {"opportunities": two, "archive": True})
    assert (refused.status_code, code_of(refused)) == (409, "not-as-seen")
    assert [one["opportunity"] for one in refused.json()["refused"]] == [two[0]["id"]]
    assert len(nils.get("v1/opportunities/").json()["results"]) == 2


def test_a_stranger_changes_nothing(rita: Api, two: Any) -> None:
    assert rita.post(ADDRESS, {"opportunities": two, "archive": True}).status_code == 409
    assert Opportunity.objects.everything(reason="a test").filter(archived_at=None).count() == 2


@pytest.mark.parametrize(
    "change", [{}, {"archive": True, "redate": {"expected_close": "2027-05-01"}}, {"delete": True}]
)
def test_exactly_one_known_change_is_asked_for(nils: Api, two: Any, change: dict[str, Any]) -> None:
    assert nils.post(ADDRESS, {"opportunities": two, **change}).status_code == 400
