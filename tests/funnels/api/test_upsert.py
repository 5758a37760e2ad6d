"""Opportunities from another system over the API."""

from __future__ import annotations

from typing import Any

import pytest
from time_machine import Traveller

from funnels.models import Funnel, Opportunity
from tests.cast import Cast
from tests.portal.api.conftest import Api

ADDRESS = "v1/opportunities/upsert/"


@pytest.fixture
def stella(cast: Cast, funnel: Funnel) -> Api:
    """Steward of Acme, who keeps its imports."""
    return Api(cast.stella)


def rows(*changes: dict[str, Any]) -> dict[str, Any]:
    usual = {"name": "Berths", "account": "Fjord Ferries", "owner": "nils@acme.example", "amount": "1200.50"}
    return {
        "source": "CRM",
        "opportunities": [{"external_id": f"D-{number}"} | usual | one for number, one in enumerate(changes)],
    }


def test_it_creates_then_changes_nothing_then_only_what_differs(stella: Api, noon: Traveller) -> None:
    first = stella.post(ADDRESS, rows({}, {"name": "Cranes"}))
    assert first.status_code == 200, first.content
    assert (first.json()["created"], first.json()["refused"]) == (2, 0)
    noon.shift(60)
    again = stella.post(ADDRESS, rows({}, {"name": "Cranes"}))
    assert again.json()["unchanged"] == 2
    noon.shift(60)
    changed = stella.post(ADDRESS, rows({"amount": 1300}, {"name": "Cranes"}))
    assert (changed.json()["changed"], changed.json()["unchanged"]) == (1, 1)
    record = stella.get(f"v1/opportunities/{changed.json()['results'][0]['id']}/").json()
    assert (record["amount"], record["external_id"], record["owner"]["name"]) == ("1300.00", "D-0", "Nils")
    assert record["team"]["name"] == "Oslo"
    assert record["version"] == changed.json()["results"][0]["version"]


def test_what_is_left_out_stays_as_it_is(stella: Api, noon: Traveller) -> None:
    stella.post(ADDRESS, rows({}))
    noon.shift(60)
    stella.post(ADDRESS, {"source": "CRM", "opportunities": [{"external_id": "D-0", "segment": "Ports"}]})
    [record] = stella.get("v1/opportunities/?external_id=D-0").json()["results"]
    assert (record["segment"], record["amount"]) == ("Ports", "1200.50")


def test_a_refused_row_leaves_the_others_alone(stella: Api) -> None:
    mixed = stella.post(ADDRESS, rows({}, {"currency": "€€€"}))
    assert (mixed.json()["created"], mixed.json()["refused"]) == (1, 1)
    assert mixed.json()["results"][1]["id"] is None
    assert mixed.json()["results"][1]["reasons"]


def test_only_stewards_keep_a_source(nils: Api, cast: Cast, funnel: Funnel) -> None:
    refused = nils.post(ADDRESS, rows({}) | {"team": str(cast.oslo.pk)})
    assert refused.status_code == 403
    assert not Opportunity.objects.everything(reason="a test").exists()


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"source": "CRM", "opportunities": []}, "/opportunities"),
        ({"source": "", "opportunities": [{"external_id": "1"}]}, "/source"),
        ({"source": "CRM", "opportunities": [{"name": "x"}]}, "/opportunities/0/external_id"),
        ({"source": "CRM", "opportunities": [{"external_id": "1", "status": "won"}]}, "/opportunities/0/status"),
        ({"source": "CRM", "opportunities": [{"external_id": str(one)} for one in range(1001)]}, "/opportunities"),
    ],
)
def test_a_bad_request_is_refused_by_its_pointer(stella: Api, body: Any, pointer: str) -> None:
    refused = stella.post(ADDRESS, body)
    assert refused.status_code == 400
    assert [one["pointer"] for one in refused.json()["errors"]] == [pointer]
