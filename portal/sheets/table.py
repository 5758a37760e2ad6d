"""A table read from a file: its columns, and its rows as often as they are asked for."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise

from portal.sheets.hostile import HostileFile, reason
from portal.sheets.sandbox import limits
from portal.sheets.sandbox.causes import Cause, Fault

UNTYPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class RawRow(NamedTuple):
    """A row that is not blank, as the file has it; `padded` when the file gives all rows one width."""

    number: int
    cells: list[str]
    problem: str | Promise | None = None
    padded: bool = False


class Row(NamedTuple):
    """One text for each column. `number` counts the file's rows from 1, the header among them.

    A row with a `problem` has no cells to rely on: show the reason beside its number.
    """

    number: int
    cells: list[str]
    problem: str | Promise | None = None


@dataclass(frozen=True)
class Table:
    """`row_count` rows under `columns`. `notes` tell the reader what was assumed.

    Once a table is returned, its file is refused no more; only single rows may have a problem.
    The file must stay open while rows are read, and one pass must end before the next begins.
    """

    columns: list[str]
    row_count: int
    notes: tuple[str | Promise, ...]
    source: Callable[[], Iterator[RawRow]]

    @property
    def rows(self) -> Iterator[Row]:
        raw = self.source()
        next(raw, None)
        width = len(self.columns)
        return (shaped(row, width) for row in raw)


def headed(source: Callable[[], Iterator[RawRow]], filled: int, notes: tuple[str | Promise, ...] = ()) -> Table:
    """The table whose header is the first of `filled` rows that are not blank."""
    header = next(source(), None)
    if header is None:
        raise HostileFile(Cause.EMPTY)
    return Table(columns=column_names(header), row_count=filled - 1, notes=notes, source=source)


def column_names(header: RawRow) -> list[str]:
    problem = header.problem or fault_of(header.cells)
    if problem:
        raise HostileFile(Cause.UNREADABLE_HEADER, reason=problem)
    names = without_trailing_blanks([" ".join(name.split()) for name in header.cells])
    if len(names) > limits.COLUMNS:
        raise HostileFile(Cause.TOO_MANY_COLUMNS, limit=limits.COLUMNS)
    seen: set[str] = set()
    for column, name in enumerate(names, 1):
        if not name:
            raise HostileFile(Cause.EMPTY_HEADER, column=column)
        if name.casefold() in seen:
            raise HostileFile(Cause.REPEATED_HEADER, name=name)
        seen.add(name.casefold())
    return names


def shaped(row: RawRow, width: int) -> Row:
    cells = row.cells
    if row.padded:
        cells = cells + [""] * (width - len(cells))
    if len(cells) > width:
        cells = cells[:width] + without_trailing_blanks(cells[width:])
    problem = row.problem or fault_of(cells)
    if not problem and len(cells) != width:
        problem = reason(Fault.RAGGED, found=len(cells), expected=width)
    return Row(row.number, [one_form(cell) for cell in cells], problem)


def fault_of(cells: list[str]) -> str | Promise | None:
    if UNTYPED.search("\t".join(cells)):
        return reason(Fault.CONTROL_CHARACTER)
    if max(map(len, cells), default=0) > limits.CELL_CHARACTERS:
        return reason(Fault.LONG_CELL, limit=limits.CELL_CHARACTERS)
    return None


def without_trailing_blanks(cells: list[str]) -> list[str]:
    last = next((position for position in range(len(cells), 0, -1) if cells[position - 1].strip()), 0)
    return cells[:last]


def one_form(text: str) -> str:
    """Blanks alone are nothing; every line end is the same."""
    if text.isspace():
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
