"""What is exported: safe to open, and the same when it is imported again."""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from portal.sheets import csv_rows, read_table, xlsx_bytes, xlsx_file
from portal.sheets.sandbox.cells import Value, text_of
from tests.house.proofs import IN_FULL

TEXT = st.text(
    st.sampled_from("=+-@|%'\";\t\r\n ＝＠\ufeff_x0041\x00\x07\ud800\uffff,aé😀") | st.characters(), max_size=40
)
NUMBERS = st.integers(-(10**20), 10**20) | st.decimals(
    allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12
)
MOMENTS = st.dates(date(1900, 3, 1)) | st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31))  # noqa: DTZ001
ROWS = st.lists(st.tuples(TEXT, NUMBERS, MOMENTS, TEXT, st.booleans()), min_size=1, max_size=60)
HEADER = ["name", "amount", "closes", "note", "won"]
MANY = settings(max_examples=300 if IN_FULL else 25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Write = Callable[[list[tuple[Value, ...]]], tuple[bytes, str]]


def as_csv(rows: list[tuple[Value, ...]]) -> tuple[bytes, str]:
    return "".join(csv_rows(HEADER, rows)).encode(), "export.csv"


def as_xlsx(rows: list[tuple[Value, ...]]) -> tuple[bytes, str]:
    return xlsx_bytes(HEADER, rows), "export.xlsx"


def expected(row: tuple[Value, ...]) -> list[str]:
    return [one_form(cell) if isinstance(cell, str) else text_of(cell) for cell in row]


def one_form(text: str) -> str:
    """What cannot be written is replaced; blanks alone are nothing; line ends are one character."""
    replaced = "".join(one if writable(one) else "\ufffd" for one in text)
    return replaced.replace("\r\n", "\n").replace("\r", "\n") if replaced.strip() else ""


def writable(one: str) -> bool:
    if one in "\ufffe\uffff":
        return False
    return one in "\t\r\n" or "\x80" <= one <= "\x9f" or unicodedata.category(one) not in {"Cc", "Cs"}


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
@MANY
@given(rows=ROWS)
def test_an_export_is_imported_as_the_same_texts(write: Write, rows: list[tuple[Value, ...]]) -> None:
    data, filename = write(rows)
    table = read_table(io.BytesIO(data), filename)
    assert table.columns == HEADER
    assert [(row.cells, row.problem) for row in table.rows] == [(expected(row), None) for row in rows]


@MANY
@given(rows=ROWS)
def test_a_workbook_holds_no_formula_and_keeps_its_types(rows: list[tuple[Value, ...]]) -> None:
    sheet = load_workbook(io.BytesIO(xlsx_bytes(HEADER, rows))).active
    assert sheet is not None
    for row, written in zip(sheet.iter_rows(min_row=2), rows, strict=True):
        types = [cell.data_type for cell in row]
        assert "f" not in types
        assert "e" not in types
        assert types[2] == "d"
        assert types[4] == "b"
        assert types[1] == "n" or len(text_of(written[1]).strip("-0").replace(".", "")) > 15


def test_negative_numbers_stay_numbers() -> None:
    row = [Decimal("-5.50"), -7, -0.25, "-5"]
    assert list(csv_rows(["a", "b", "c", "d"], [row]))[1] == "-5.5,-7,-0.25,'-5\r\n"
    sheet = load_workbook(io.BytesIO(xlsx_bytes(["a", "b", "c", "d"], [row]))).active
    assert sheet is not None
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [(-5.5, "n"), (-7, "n"), (-0.25, "n"), ("-5", "s")]


def test_a_number_too_long_for_a_sheet_is_written_as_text() -> None:
    table = read_table(
        io.BytesIO(xlsx_bytes(["id"], [[12345678901234567890], [Decimal("0.12345678901234567")]])), "a.xlsx"
    )
    assert [row.cells for row in table.rows] == [["12345678901234567890"], ["0.12345678901234567"]]


def test_days_before_1900_and_times_survive() -> None:
    values: list[Value] = [date(1850, 1, 2), time(6, 30), timedelta(hours=36), timedelta(hours=-1), None]
    header = ["a", "b", "c", "d", "e"]
    texts = ["1850-01-02", "06:30:00", "36:00:00", "-01:00:00", ""]
    assert [row.cells for row in read_table(io.BytesIO(xlsx_bytes(header, [values])), "a.xlsx").rows] == [texts]
    data = "".join(csv_rows(header, [values])).encode()
    assert [row.cells for row in read_table(io.BytesIO(data), "a.csv").rows] == [texts]


def test_a_moment_is_written_as_its_wall_clock() -> None:
    moment = datetime(2026, 3, 1, 14, 30, tzinfo=UTC)
    assert list(csv_rows(["at"], [[moment]]))[1] == "2026-03-01T14:30:00\r\n"
    assert [row.cells for row in read_table(io.BytesIO(xlsx_bytes(["at"], [[moment]])), "a.xlsx").rows] == [
        ["2026-03-01T14:30:00"]
    ]


def test_a_text_beyond_a_cell_is_shortened_visibly() -> None:
    [row] = read_table(io.BytesIO(xlsx_bytes(["note"], [["x" * 40_000]])), "a.xlsx").rows
    assert row.cells[0] == "x" * 32_766 + "…"


def test_translated_headers_are_written() -> None:
    assert next(csv_rows([gettext_lazy("Amount")], [])) == "\ufeffAmount\r\n"


def test_csv_comes_line_by_line() -> None:
    drawn: list[int] = []

    def rows() -> list[int]:
        for number in range(3):
            drawn.append(number)
            yield [number]

    lines = csv_rows(["a"], rows())
    assert next(lines) == "\ufeffa\r\n"
    assert drawn == []
    assert next(lines) == "0\r\n"
    assert drawn == [0]


def test_infinity_is_not_written() -> None:
    with pytest.raises(ValueError, match="not a number"):
        list(csv_rows(["a"], [[float("inf")]]))


def test_the_sheet_spells_text_as_inline_strings() -> None:
    with xlsx_file(["a"], [["=1+1"], ["#N/A"], ["=cmd|'/c calc'!A0"]]) as file, zipfile.ZipFile(file) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f" not in sheet
    assert sheet.count('t="inlineStr"') == 4
