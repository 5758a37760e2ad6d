"""A real CRM export, read as published and as the workbook that our own writer makes of it."""

import io
from decimal import Decimal
from pathlib import Path

import pytest

from portal.sheets import Table, csv_rows, read_table, xlsx_bytes
from tests.house.source import ROOT

FOLDER = ROOT.parent / "shared" / "data" / "maven-crm"
ROW_COUNTS = {"accounts": 85, "products": 7, "sales_teams": 35, "sales_pipeline": 8_800}
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the published CRM export is not beside the checkout")


def published(name: str) -> Table:
    return read_table(io.BytesIO(Path(FOLDER, f"{name}.csv").read_bytes()), f"{name}.csv")


@pytest.mark.parametrize(("name", "count"), ROW_COUNTS.items())
def test_every_row_is_read_without_a_problem(name: str, count: int) -> None:
    table = published(name)
    rows = list(table.rows)
    assert (table.row_count, len(rows), table.notes) == (count, count, ())
    assert [row for row in rows if row.problem] == []


@pytest.mark.parametrize("name", ROW_COUNTS)
def test_the_same_table_as_a_workbook_reads_the_same(name: str) -> None:
    table = published(name)
    rows = list(table.rows)
    again = read_table(io.BytesIO(xlsx_bytes(table.columns, [row.cells for row in rows])), "a.xlsx")
    assert again.columns == table.columns
    assert list(again.rows) == rows


def test_typed_amounts_read_the_same_from_both_formats() -> None:
    table = published("accounts")
    place = table.columns.index("revenue")
    typed = [[*row.cells[:place], Decimal(row.cells[place]), *row.cells[place + 1 :]] for row in table.rows]
    workbook = read_table(io.BytesIO(xlsx_bytes(table.columns, typed)), "a.xlsx")
    text = read_table(io.BytesIO("".join(csv_rows(table.columns, typed)).encode()), "a.csv")
    assert list(workbook.rows) == list(text.rows) == list(table.rows)


def test_what_was_won_adds_up() -> None:
    table = published("sales_pipeline")
    rows = [dict(zip(table.columns, row.cells, strict=True)) for row in table.rows]
    won = [int(row["close_value"]) for row in rows if row["deal_stage"] == "Won"]
    assert (len(won), sum(won)) == (4_238, 10_005_534)
