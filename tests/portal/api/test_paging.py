"""Pages by cursor: every row once, in any ordering, with unknown values and ties."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funnels.models import Account
from tests.portal.api.conftest import Api

pytestmark = pytest.mark.django_db


def walk(api: Api, address: str, way: str = "next") -> list[list[str]]:
    """The ids of each page from `address` on."""
    pages = []
    while address:
        page = api.get(address).json()
        pages.append([row["id"] for row in page["results"]])
        address = (page[way] or "").removeprefix("http://testserver/api/")
    return pages


def expected(rows: list[Account], column: str, descending: bool) -> list[str]:
    """The order by value, unknown last, then by id in the same direction."""
    ordered = sorted(rows, key=lambda row: row.pk, reverse=descending)
    known = [row for row in ordered if getattr(row, column) is not None]
    unknown = [row for row in ordered if getattr(row, column) is None]
    known.sort(key=lambda row: getattr(row, column), reverse=descending)
    return [str(row.pk) for row in [*known, *unknown]]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.none() | st.integers(0, 3), max_size=9),
    size=st.integers(1, 4),
    column=st.sampled_from(["employees", "name", "id"]),
    descending=st.booleans(),
)
def test_each_row_is_met_once_forwards_and_backwards(
    nils: Api, values: list[int | None], size: int, column: str, descending: bool
) -> None:
    Account.objects.all().delete()
    rows = [Account.objects.create(name=f"A{value or 0}", employees=value) for value in values]
    ordering = ("-" if descending else "") + column
    address = f"v1/accounts/?ordering={ordering}&page_size={size}"
    pages = walk(nils, address)
    assert [one for page in pages for one in page] == expected(rows, column, descending)
    assert all(len(page) == size for page in pages[:-1])
    assert back_from_the_last_page(nils, address) == pages[::-1]


def back_from_the_last_page(api: Api, address: str) -> list[list[str]]:
    while following := api.get(address).json()["next"]:
        address = following.removeprefix("http://testserver/api/")
    return walk(api, address, "previous")


def test_a_row_added_meanwhile_neither_repeats_nor_hides_another(nils: Api) -> None:
    rows = [Account.objects.create(name=f"A{number}") for number in range(4)]
    first = nils.get("v1/accounts/?ordering=name&page_size=2").json()
    Account.objects.create(name="A0 bis")
    following = nils.get(first["next"].removeprefix("http://testserver/api/")).json()
    assert [row["id"] for row in following["results"]] == [str(row.pk) for row in rows[2:]]


def test_links_keep_the_filters(nils: Api) -> None:
    for number in range(3):
        Account.objects.create(name=f"Port {number}")
    Account.objects.create(name="Elsewhere")
    pages = walk(nils, "v1/accounts/?name=port&page_size=1&ordering=-name")
    assert [len(page) for page in pages] == [1, 1, 1]


def test_a_cursor_belongs_to_its_ordering_and_cannot_be_forged(nils: Api) -> None:
    for number in range(2):
        Account.objects.create(name=f"Port {number}")
    cursor = nils.get("v1/accounts/?page_size=1").json()["next"].split("cursor=")[1].split("&")[0]
    other: Any = nils.get(f"v1/accounts/?page_size=1&ordering=-name&cursor={cursor}")
    forged = nils.get(f"v1/accounts/?page_size=1&cursor=A{cursor}")
    for refused in (other, forged):
        assert refused.status_code == 400
        assert [one["parameter"] for one in refused.json()["errors"]] == ["cursor"]


def test_a_count_comes_only_when_asked_for(nils: Api) -> None:
    Account.objects.create(name="Port")
    assert "count" not in nils.get("v1/accounts/").json()
    assert nils.get("v1/accounts/?count=true&page_size=1").json()["count"] == 1
