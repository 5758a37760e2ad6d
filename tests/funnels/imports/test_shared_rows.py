"""Accounts and product lines from a file: none twice, parents found wherever they stand."""

from __future__ import annotations

from decimal import Decimal

from funnels.models import Account, ImportBatch, Product
from portal.models import Event
from tests.cast import Cast
from tests.factories import make_account
from tests.funnels.imports.steps import as_csv, bring_in, checked, counts, staged, taken_back

ACCOUNTS = ["Account", "Sector", "Employees", "Subsidiary of"]
PRODUCTS = ["Product", "Series", "Price"]


def accounts(cast: Cast, *rows: list[str], header: list[str] = ACCOUNTS) -> ImportBatch:
    return bring_in(as_csv(header, rows), team=cast.acme, by=cast.stella, kind="accounts")


def products(cast: Cast, *rows: list[str]) -> ImportBatch:
    return bring_in(as_csv(PRODUCTS, rows), team=cast.acme, by=cast.stella, kind="products")


def parents() -> dict[str, str | None]:
    return dict(Account.objects.values_list("name", "parent__name"))


def test_parents_are_found_before_after_and_outside_the_file(cast: Cast) -> None:
    batch = accounts(
        cast, ["Lower", "", "", "Upper"], ["Upper", "", "", ""], ["Least", "", "", "Lower"], ["Other", "", "", "Elsewhere"],
        ["Selfish", "", "", "Selfish"],
    )  # fmt: skip
    assert counts(batch) == (5, 0, 0, 0)
    assert parents() == {
        "Lower": "Upper", "Upper": None, "Least": "Lower", "Other": "Elsewhere", "Elsewhere": None, "Selfish": None,
    }  # fmt: skip


def test_one_that_was_only_named_before_counts_as_created_by_its_own_row(cast: Cast, monkeypatch: object) -> None:
    rows = [
        ["Lower", "", "", "Upper"],
        *([f"Filler {number}", "", "", ""] for number in range(500)),
        ["Upper", "Ships", "", ""],
    ]
    batch = checked(staged(as_csv(ACCOUNTS, rows), team=cast.acme, by=cast.stella, kind="accounts"))
    foretold = counts(batch)
    assert foretold == (502, 0, 0, 0)
    assert counts(accounts(cast, *rows)) == foretold
    assert Account.objects.get(name="Upper").industry == "Ships"


def test_an_account_typed_by_hand_is_adopted_not_doubled(cast: Cast) -> None:
    known = make_account("Halden Shipping")
    assert counts(accounts(cast, ["halden shipping", "Ships", "1,200", ""])) == (0, 1, 0, 0)
    known.refresh_from_db()
    assert (known.industry, known.employees, known.external_id) == ("Ships", 1200, "halden shipping")
    assert counts(accounts(cast, ["halden shipping", "Ships", "1,200", ""])) == (0, 0, 1, 0)


def test_two_customers_of_one_name_are_told_apart_by_their_ids(cast: Cast) -> None:
    header = ["Account ID", "Account"]
    assert counts(accounts(cast, ["1", "Nordic"], ["2", "Nordic"], header=header)) == (2, 0, 0, 0)
    assert counts(accounts(cast, ["1", "Nordic"], ["2", "Nordic"], header=header)) == (0, 0, 2, 0)


def test_an_empty_cell_takes_nothing_from_an_account(cast: Cast) -> None:
    accounts(cast, ["Nordic", "Ships", "12", ""])
    assert counts(accounts(cast, ["Nordic", "", "", ""])) == (0, 0, 1, 0)


def test_a_changed_account_leaves_an_event_and_comes_back(cast: Cast) -> None:
    accounts(cast, ["Nordic", "Ships", "12", ""])
    batch = accounts(cast, ["Nordic", "Trains", "12", ""])
    nordic = Account.objects.get()
    assert Event.objects.about(nordic).get(verb="synced").after == {"industry": "Trains"}
    taken_back(batch, by=cast.stella)
    nordic.refresh_from_db()
    assert (nordic.industry, nordic.archived_at) == ("Ships", None)


def test_product_lines_come_with_series_and_price(cast: Cast) -> None:
    assert counts(products(cast, ["Planner", "Plan", "1,250.50"], ["Sensor", "", ""])) == (2, 0, 0, 0)
    planner = Product.objects.get(name="Planner")
    assert (planner.series, planner.list_price) == ("Plan", Decimal("1250.50"))


def test_two_product_lines_never_share_a_name(cast: Cast) -> None:
    header = ["Product ID", "Product"]
    content = as_csv(header, [["1", "Planner"], ["2", "planner"]])
    batch = bring_in(content, team=cast.acme, by=cast.stella, kind="products")
    assert counts(batch) == (1, 0, 0, 1)
    assert batch.chunks.get().refused == [
        {"row": 3, "reasons": ["Product: “planner” is the name of another product line."]}
    ]
