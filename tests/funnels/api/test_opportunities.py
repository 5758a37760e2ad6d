"""Opportunities over the API: read, opened, edited."""

from __future__ import annotations

import pytest

from funnels.models import Funnel, Opportunity
from tests.cast import Cast
from tests.factories import make_opportunity
from tests.portal.api.conftest import Api, code_of

LIST = "v1/opportunities/"


def address(opportunity: Opportunity, verb: str = "") -> str:
    return f"{LIST}{opportunity.pk}/{verb}"


def errors_of(response: object) -> dict[str, str]:
    return {one.get("pointer", one.get("parameter")): one["code"] for one in response.json()["errors"]}  # type: ignore[attr-defined]


def test_a_list_shows_what_the_caller_may_see(nils: Api, rita: Api, opportunity: Opportunity) -> None:
    [shown] = nils.get(LIST).json()["results"]
    assert shown["id"] == str(opportunity.pk)
    assert shown["amount"] == "384000.00"
    assert shown["stage"]["name"]
    assert shown["account"]["name"] == "Halden Shipping"
    assert rita.get(LIST).json() == {"next": None, "previous": None, "results": []}


def test_one_record_carries_its_version_as_etag(nils: Api, opportunity: Opportunity) -> None:
    response = nils.get(address(opportunity))
    assert response["ETag"] == '"1"'
    assert response.json()["version"] == 1
    assert response.json()["lines"] == []


def test_a_stranger_is_answered_as_if_it_did_not_exist(rita: Api, opportunity: Opportunity) -> None:
    random = "01999999-0000-7000-8000-000000000000"
    hidden, missing = rita.get(address(opportunity)), rita.get(f"{LIST}{random}/")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content


def test_a_new_opportunity_begins_in_the_first_stage(nils: Api, cast: Cast, funnel: Funnel) -> None:
    created = nils.post(LIST, {"name": "Port planning", "amount": "12000.50", "expected_close": "2027-03-31"})
    assert created.status_code == 201, created.content
    record = created.json()
    assert record["stage"]["id"] == str(funnel.stages.first().pk)
    assert record["owner"]["id"] == str(cast.nils.pk)
    assert record["team"]["name"] == "Oslo"
    assert (record["amount"], record["currency"]) == ("12000.50", "EUR")
    assert created["Location"] == f"/api/{LIST}{record['id']}/"
    assert nils.client.get(created["Location"], headers=nils.headers).json() == record


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("stage", "01999999-0000-7000-8000-000000000000", "use-verb"),
        ("status", "won", "use-verb"),
        ("version", 7, "read-only"),
        ("colour", "red", "unknown"),
        ("amount", "-1", "min-value"),
        ("amount", "1e400", "max-digits"),
        ("expected_close", "2027-02-30", "invalid"),
        ("expected_close", "0001-01-01", "min-value"),
        ("kind", "old", "invalid-choice"),
        ("name", "", "blank"),
        ("account", "01999999-0000-7000-8000-000000000000", "unknown-id"),
        ("account", 7, "not-an-id"),
    ],
)
def test_a_bad_field_is_refused_by_its_name(
    nils: Api, opportunity: Opportunity, field: str, value: object, code: str
) -> None:
    response = nils.patch(address(opportunity), {field: value}, If_Match='"1"')
    assert response.status_code == 400
    assert errors_of(response) == {f"/{field}": code}
    opportunity.refresh_from_db()
    assert opportunity.version == 1


def test_plain_fields_change_with_the_version_that_was_read(nils: Api, opportunity: Opportunity) -> None:
    changed = nils.patch(address(opportunity), {"name": "Berth planning", "segment": "Ports"}, If_Match='"1"')
    assert changed.status_code == 200, changed.content
    assert (changed.json()["name"], changed["ETag"]) == ("Berth planning", '"2"')


def test_a_write_without_a_version_is_428_and_with_an_old_one_412(nils: Api, opportunity: Opportunity) -> None:
    for header in ({}, {"If_Match": "*"}):
        refused = nils.patch(address(opportunity), {"name": "x"}, **header)
        assert (refused.status_code, code_of(refused)) == (428, "version-required")
    assert nils.patch(address(opportunity), {"name": "first"}, If_Match='"1"').status_code == 200
    stale = nils.patch(address(opportunity), {"name": "second"}, If_Match='"1"')
    assert (stale.status_code, code_of(stale)) == (412, "stale")
    assert (stale.json()["seen_version"], stale.json()["current_version"]) == (1, 2)
    assert stale.json()["current"]["name"] == "first"


@pytest.mark.parametrize(
    ("tag", "status"), [('"9", "1"', 200), ('W/"1"', 412), ("1", 400), ('""', 412), ('"' + "9" * 40 + '"', 412)]
)
def test_if_match_compares_strongly_and_takes_several_tags(
    nils: Api, opportunity: Opportunity, tag: str, status: int
) -> None:
    assert nils.patch(address(opportunity), {"name": "x"}, If_Match=tag).status_code == status


def test_a_colleague_who_may_see_but_not_edit_is_told_why(cast: Cast, opportunity: Opportunity) -> None:
    stella = Api(cast.stella)
    assert stella.get(address(opportunity)).status_code == 200
    refused = stella.patch(address(opportunity), {"name": "x"}, If_Match='"1"')
    assert (refused.status_code, code_of(refused)) == (403, "not-allowed")
    assert "owner" in refused.json()["detail"]


def test_a_list_costs_the_same_statements_at_one_row_and_at_three(
    nils: Api, cast: Cast, opportunity: Opportunity, django_assert_num_queries: object
) -> None:
    nils.get(LIST)
    with django_assert_num_queries(6):  # type: ignore[operator]
        nils.get(LIST)
    for _ in range(2):
        make_opportunity(cast.nils, cast.oslo)
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert len(nils.get(LIST).json()["results"]) == 3


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("owner=me", 1),
        ("status=open,won", 1),
        ("status=lost", 0),
        ("amount_from=384000&amount_to=384000", 1),
        ("amount_from=400000", 0),
        ("search=turnaround", 1),
        ("search=halden", 1),
        ("ready=true", 0),
        ("ready=false", 1),
        ("without_next=true", 1),
        ("archived=true", 0),
        ("count=true", 1),
    ],
)
def test_filters_narrow_the_list(nils: Api, opportunity: Opportunity, query: str, found: int) -> None:
    assert len(nils.get(f"{LIST}?{query}").json()["results"]) == found


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("colour=red", "colour", "unknown"),
        ("status=open&status=won", "status", "repeated"),
        ("status=", "status", "empty"),
        ("status=old", "status", "invalid"),
        ("owner=you", "owner", "invalid"),
        ("ready=maybe", "ready", "invalid"),
        ("amount_from=1e400", "amount_from", "invalid"),
        ("amount_from=NaN", "amount_from", "invalid"),
        ("closed_from=0001-01-01", "closed_from", "invalid"),
        ("search=%00%00", "search", "invalid"),
        ("ordering=team", "ordering", "invalid"),
        ("page_size=101", "page_size", "invalid"),
        ("page_size=0", "page_size", "invalid"),
        ("cursor=nonsense", "cursor", "invalid"),
        ("count=yes", "count", "invalid"),
        ("format=xml", "format", "unknown"),
    ],
)
def test_a_parameter_that_means_nothing_is_refused_by_its_name(
    nils: Api, opportunity: Opportunity, query: str, parameter: str, code: str
) -> None:
    response = nils.get(f"{LIST}?{query}")
    assert response.status_code == 400
    assert errors_of(response) == {parameter: code}


def test_a_foreign_id_filters_like_a_random_one(rita: Api, cast: Cast, opportunity: Opportunity) -> None:
    foreign = rita.get(f"{LIST}?account={opportunity.account_id}")
    random = rita.get(f"{LIST}?account=01999999-0000-7000-8000-000000000000")
    assert foreign.content == random.content
