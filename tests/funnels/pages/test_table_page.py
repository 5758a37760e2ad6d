"""The table: sorted, filtered, paged by place, kept as a view, exported, always within the person's scope."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from funnels.models import Product
from funnels.views import table
from portal.models import SavedView
from tests.cast import NOON
from tests.factories import make_account, make_opportunity

QUERIES = 13


def names_in(words: str, names: list[str]) -> list[str]:
    return sorted((name for name in names if name in words), key=words.index)


@pytest.fixture
def three(cast, funnel):
    account = make_account()
    values = [("Alpha", 300, date(2027, 1, 1)), ("Beta", 100, None), ("Gamma", None, date(2026, 12, 1))]
    return [
        make_opportunity(cast.nils, cast.oslo, name=name, account=account, expected_close=close,
                         amount=Decimal(amount) if amount else None)
        for name, amount, close in values
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["Alpha", "Beta", "Gamma"]),
        ("-name", ["Gamma", "Beta", "Alpha"]),
        ("amount", ["Beta", "Alpha", "Gamma"]),
        ("-amount", ["Alpha", "Beta", "Gamma"]),
        ("close", ["Gamma", "Alpha", "Beta"]),
        ("-close", ["Alpha", "Gamma", "Beta"]),
    ],
)
def test_it_sorts_with_unknown_values_last(as_nils, three, shown, sort, expected):
    words = shown(as_nils.get(f"/funnel/table/?sort={sort}"))
    assert names_in(words, ["Alpha", "Beta", "Gamma"]) == expected


@pytest.mark.parametrize("sort", ["name", "-amount", "close", "due", "-newest", "owner", "password"])
def test_pages_follow_one_another_without_gap_or_repetition(as_nils, cast, three, monkeypatch, sort):
    monkeypatch.setattr(table, "SIZE", 1)
    seen, address = [], f"/funnel/table/?sort={sort}"
    while address:
        words = as_nils.get(address).content.decode()
        seen += names_in(words, ["Alpha", "Beta", "Gamma"])
        after = words.split('rel="next" href="')
        address = "/funnel/table/" + after[1].split('"')[0].replace("&amp;", "&") if len(after) > 1 else ""
    assert sorted(seen) == ["Alpha", "Beta", "Gamma"]


def test_a_forged_place_begins_anew(as_nils, three, shown):
    assert "Alpha" in shown(as_nils.get("/funnel/table/?after=forged&sort=name"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=alp", ["Alpha"]),
        ("q=halden", ["Alpha", "Beta", "Gamma"]),
        ("close_from=2026-12-15", ["Alpha"]),
        ("close_to=2026-12-15", ["Gamma"]),
        ("stage=acknowledge", ["Alpha", "Beta", "Gamma"]),
        ("stage=decide", []),
        ("status=lost", []),
        ("need=no_next", ["Alpha", "Beta", "Gamma"]),
        ("owner=me", ["Alpha", "Beta", "Gamma"]),
        ("close_from=yesterday&product=x&account=y&source=z", ["Alpha", "Beta", "Gamma"]),
    ],
)
def test_it_filters(as_nils, three, shown, query, expected):
    words = shown(as_nils.get(f"/funnel/table/?sort=name&{query}"))
    assert names_in(words, ["Alpha", "Beta", "Gamma"]) == expected


def test_it_filters_by_product_line_and_account(as_nils, cast, three, shown):
    product = Product.objects.create(name="Harbour suite")
    three[0].split({product: Decimal(100)}, by=cast.nils, at=NOON)
    assert names_in(shown(as_nils.get(f"/funnel/table/?product={product.pk}")), ["Alpha", "Beta"]) == ["Alpha"]
    other = make_opportunity(cast.nils, cast.oslo, name="Delta", account=make_account("Elsewhere"))
    words = shown(as_nils.get(f"/funnel/table/?account={other.account_id}"))
    assert names_in(words, ["Alpha", "Delta"]) == ["Delta"]


def test_it_filters_by_owner_and_offers_only_people_in_reach(enter, cast, three, shown):
    make_opportunity(cast.olga, cast.bergen, name="Delta", account=three[0].account)
    words = shown(enter(cast.lena).get(f"/funnel/table/?owner={cast.olga.pk}"))
    assert names_in(words, ["Alpha", "Delta"]) == ["Delta"]
    assert f'<option value="{cast.olga.pk}" selected>Olga</option>' in words
    assert "Rita" not in words


def test_a_sibling_teams_rows_are_in_no_page_and_no_export(enter, cast, three, shown):
    rita = enter(cast.rita)
    assert "Alpha" not in shown(rita.get("/funnel/table/?status=all"))
    exported = b"".join(rita.get("/funnel/table/export.csv?status=all").streaming_content)
    assert b"Alpha" not in exported


def test_the_export_holds_the_filtered_rows_and_is_no_program(as_nils, cast, three):
    make_opportunity(cast.nils, cast.oslo, name="=HYPERLINK(1)", account=three[0].account)
    lines = b"".join(as_nils.get("/funnel/table/export.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("Account,Single sales objective")
    assert not any(",=HYPERLINK" in line for line in lines)
    only = b"".join(as_nils.get("/funnel/table/export.csv?q=alpha").streaming_content).decode().splitlines()
    assert len(only) == 2


def test_the_workbook_keeps_numbers_and_dates(as_nils, three):
    response = as_nils.get("/funnel/table/export.xlsx?q=alpha")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    row = dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in sheet[2]], strict=True))
    assert (row["Amount"], row["Expected close"].date(), row["Status"]) == (300, date(2027, 1, 1), "open")


def test_another_kind_of_file_is_not_found(as_nils, three):
    assert as_nils.get("/funnel/table/export.exe").status_code == 404


def test_a_view_is_kept_by_name_and_only_for_its_person(as_nils, enter, cast, three, shown):
    as_nils.post("/funnel/views/", {"name": "Closing soon", "query": "close_to=2026-12-31&after=x"})
    view = SavedView.objects.get()
    assert (view.person, view.query) == (cast.nils, "close_to=2026-12-31")
    assert "Closing soon" in shown(as_nils.get("/funnel/table/"))
    as_nils.post("/funnel/views/", {"name": "Closing soon", "query": ""})
    assert SavedView.objects.count() == 1
    lena = enter(cast.lena)
    assert "Closing soon" not in shown(lena.get("/funnel/table/"))
    assert lena.post(f"/funnel/views/{view.pk}/forget/").status_code == 404
    enter(cast.nils).post(f"/funnel/views/{view.pk}/forget/")
    assert not SavedView.objects.exists()


def test_nothing_fits_says_so(as_nils, three, shown):
    assert "Nothing fits these filters" in shown(as_nils.get("/funnel/table/?q=zzz"))


def test_the_number_of_queries_does_not_grow(as_nils, cast, three, django_assert_num_queries):
    for one in three[1:]:
        one.archive(by=cast.nils, at=NOON)
    as_nils.get("/funnel/table/")
    with django_assert_num_queries(QUERIES):
        as_nils.get("/funnel/table/")
    for one in three[1:]:
        one.restore(by=cast.nils, at=NOON)
    with django_assert_num_queries(QUERIES):
        as_nils.get("/funnel/table/")
