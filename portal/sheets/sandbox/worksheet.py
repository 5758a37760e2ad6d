"""One streaming pass over a sheet's XML: where its values end, and which rows hold formulas or errors.

The order of rows and cells is held to what the format demands, so that the position counted here is
the position that the reader of the values sees.
"""

from collections.abc import Callable, Iterable

from . import limits
from .causes import Cause, Fault, Unreadable
from .markup import SEPARATOR, bracketed, guarded_parser, local, parse

NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
REFERENCE_FORMULA = "http://schemas.microsoft.com/office/excel/2006/main" + SEPARATOR + "f"
POSITIONED = {"row", "c", "f", "v", "is"}


class Scan:
    """What one sheet holds: `faults` by row number, and the rectangle of its values."""

    def __init__(self) -> None:
        self.faults: dict[int, tuple[Fault, str]] = {}
        self.row = self.column = 0
        self.row_digits = "0"
        self.first_row = self.last_row = 0
        self.first_column, self.last_column = limits.COLUMNS, 0
        self.spilled = 0
        self.columns: dict[str, int] = {}
        starts = {"row": self.on_row, "c": self.on_cell, "f": self.on_formula, "v": self.on_value, "is": self.on_value}
        self.starts: dict[str, Callable[[dict[str, str]], None]] = dict(starts)
        for namespace in NAMESPACES:
            self.starts |= {namespace + SEPARATOR + name: start for name, start in starts.items()}

    def on_element(self, name: str, attributes: dict[str, str]) -> None:
        start = self.starts.get(name)
        if start:
            start(attributes)
        elif local(name) in POSITIONED and name != REFERENCE_FORMULA:
            raise Unreadable(Cause.DAMAGED)

    def on_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        number = whole(given) if given else self.row + 1
        if number <= self.row:
            raise Unreadable(Cause.DAMAGED)
        self.row, self.column = number, 0
        self.row_digits = str(number)

    def on_cell(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        column = self.column_of(given) if given else self.column + 1
        if column <= self.column:
            raise Unreadable(Cause.DAMAGED)
        self.column = column
        if attributes.get("t") == "e":
            self.faults.setdefault(self.row, (Fault.ERROR_VALUE, self.address))

    def on_value(self, _attributes: dict[str, str]) -> None:
        if self.row != self.last_row:
            if self.row > limits.ROWS + 1:
                raise Unreadable(Cause.TOO_MANY_ROWS, limit=limits.ROWS)
            self.first_row = self.first_row or self.row
            self.last_row = self.row
        if self.column > self.last_column:
            if self.column > limits.COLUMNS:
                raise Unreadable(Cause.TOO_MANY_COLUMNS, limit=limits.COLUMNS)
            self.last_column = self.column
        if self.column < self.first_column:
            self.first_column = self.column

    def on_formula(self, attributes: dict[str, str]) -> None:
        self.on_value(attributes)
        self.faults[self.row] = (Fault.FORMULA, self.address)
        if attributes.get("t") in {"array", "dataTable"}:
            self.spill(attributes.get("ref", ""))

    def spill(self, area: str) -> None:
        """An array formula fills cells that carry no formula of their own."""
        last = area.rpartition(":")[2].lstrip("$ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        rows = range(self.row + 1, min(whole(last) if last else self.row, limits.ROWS + 1) + 1)
        self.spilled += len(rows)
        if self.spilled > limits.ROWS:
            raise Unreadable(Cause.TOO_DEMANDING)
        for row in rows:
            self.faults.setdefault(row, (Fault.FORMULA, self.address))

    def column_of(self, address: str) -> int:
        letters = address.removesuffix(self.row_digits)
        column = self.columns.get(letters)
        if column is None:
            column = self.columns[letters] = column_number(letters)
        return column

    @property
    def address(self) -> str:
        return f"{column_letters(self.column)}{self.row}"


def scan(pieces: Iterable[bytes]) -> Scan:
    sheet = Scan()
    parser = guarded_parser()
    parser.StartElementHandler = sheet.on_element
    parse(parser, bracketed(pieces))
    if (sheet.last_row - sheet.first_row + 1) * (sheet.last_column - sheet.first_column + 1) > limits.GRID_CELLS:
        raise Unreadable(Cause.TOO_MANY_CELLS, limit=limits.GRID_CELLS)
    return sheet


def whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise Unreadable(Cause.DAMAGED)
    return int(text)


def column_number(letters: str) -> int:
    if not (0 < len(letters) <= 3 and letters.isascii() and letters.isalpha() and letters.isupper()):
        raise Unreadable(Cause.DAMAGED)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
