"""Writing tables that no spreadsheet mistakes for a program.

Only text is guarded: numbers stay numbers, negative ones too, and dates stay dates. Moments with a
time zone are written as the wall clock of that zone, so convert them to the reader's first.
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain
from typing import BinaryIO, cast

from django.utils.functional import Promise
from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from portal.sheets.injection import guarded
from portal.sheets.sandbox import limits
from portal.sheets.sandbox.cells import (
    SPREADSHEETS_BEGIN,
    Value,
    exact_number,
    text_of,
    whole_seconds,
)

Cell = Value | Promise
BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheets that a CSV file is UTF-8."""
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\ufffd"
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
IN_MEMORY_BYTES = 2 * limits.MB


def csv_rows(header: Sequence[str | Promise], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """CSV one line at a time, to be encoded as UTF-8; the first begins with a byte order mark."""
    buffer = io.StringIO(newline="")
    buffer.write(BYTE_ORDER_MARK)
    write = csv.writer(buffer, quoting=csv.QUOTE_MINIMAL).writerow
    for row in chain([header], rows):
        write([csv_text(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def csv_text(cell: Cell) -> str:
    if isinstance(cell, str | Promise):
        return guarded(writable(str(cell)))
    return text_of(cell)


def xlsx_bytes(header: Sequence[str | Promise], rows: Iterable[Sequence[Cell]]) -> bytes:
    with xlsx_file(header, rows) as file:
        return file.read()


def xlsx_file(header: Sequence[str | Promise], rows: Iterable[Sequence[Cell]]) -> BinaryIO:
    """A workbook of one sheet, positioned at its beginning; the caller closes it."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.freeze_panes = "A2"
    for row in chain([header], rows):
        sheet.append([sheet_value(sheet, cell) for cell in row])
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 — handed to the caller
    workbook.save(file)
    file.seek(0)
    return cast(BinaryIO, file)


def sheet_value(sheet: WriteOnlyWorksheet, cell: Cell) -> SheetCell | Value:
    """Numbers and moments typed, and everything that a sheet cannot hold exactly as text."""
    match cell:
        case str() | Promise():
            return text_cell(sheet, str(cell))
        case bool() | None:
            return cell
        case int() | float() | Decimal():
            return number_cell(sheet, cell)
        case datetime():
            moment = whole_seconds(cell)
            return moment if moment.date() >= SPREADSHEETS_BEGIN else text_cell(sheet, text_of(cell))
        case date():
            return cell if cell >= SPREADSHEETS_BEGIN else text_cell(sheet, text_of(cell))
        case time():
            return cell.replace(microsecond=0, tzinfo=None)
        case timedelta():
            return cell if cell >= timedelta() else text_cell(sheet, text_of(cell))


def number_cell(sheet: WriteOnlyWorksheet, number: int | float | Decimal) -> SheetCell | Value:
    """A number where fifteen digits carry it, else text: a sheet would round it silently."""
    text = text_of(number)
    return number if exact_number(float(number)) == Decimal(text) else text_cell(sheet, text)


def text_cell(sheet: WriteOnlyWorksheet, text: str) -> SheetCell:
    """Typed as text whatever it says, shortened to what a cell holds."""
    text = LOOKS_ESCAPED.sub("_x005F_", writable(text))
    if len(text) > limits.CELL_CHARACTERS:
        text = text[: limits.CELL_CHARACTERS - 1] + "…"
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def writable(text: str) -> str:
    """Characters that neither XML nor our own reading accepts become a replacement character."""
    return UNWRITABLE.sub(REPLACEMENT, text)
