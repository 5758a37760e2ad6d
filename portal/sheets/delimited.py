"""Reading CSV: which characters, which separator, and whether it can be read to its end, before a row is given out."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from portal.sheets.injection import unguarded
from portal.sheets.sandbox import limits
from portal.sheets.sandbox.causes import Cause, Unreadable
from portal.sheets.table import RawRow, Table, headed

BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
UTF_8 = "utf-8"
FALLBACK = "cp1252"
DEFAULT_SEPARATOR = ","
SEPARATORS = "\t;|,"
"""Rarest within texts first: where two divide the table equally well, the rarer one is meant."""
SAMPLE_CHARACTERS = 64 * 1024
SAMPLE_ROWS = 50
LOOK_AHEAD_ROWS = 1_000
CHUNK = 256 * 1024
DOCUMENTS = re.compile(r"\s*(%PDF|\{\\rtf|<(!doctype|html|\?xml|svg|script))", re.IGNORECASE)
ALL_BUT_MARKS = bytes(set(range(256)) - set(b'"\n'))
NAMED_SEPARATOR = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    encoding: str
    separator: str
    skipped: int
    """Characters before the first row: Excel's `sep=;` line."""


def read_delimited(file: BinaryIO) -> Table:
    mark = byte_order_mark(file)
    separator, skipped = separator_of(sample_of(file, mark or UTF_8))
    look_ahead(file, Dialect(mark or UTF_8, separator, skipped))
    dialect = Dialect(encoding_of(file, mark), separator, skipped)
    notes = (_("The file is not in UTF-8; it was read as Windows-1252. Check accents and symbols."),)

    def source() -> Iterator[RawRow]:
        return filled_rows(file, dialect)

    return headed(source, count_rows(file, dialect), notes if dialect.encoding == FALLBACK else ())


def byte_order_mark(file: BinaryIO) -> str | None:
    """The encoding that the first bytes name."""
    file.seek(0)
    start = file.read(4)
    if start.startswith(b"PK\x03\x04"):
        raise Unreadable(Cause.WORKBOOK_NAMED_CSV)
    return next((name for mark, name in BYTE_ORDER_MARKS if start.startswith(mark)), None)


def sample_of(file: BinaryIO, encoding: str) -> str:
    with text_of(file, encoding, errors="replace") as text:
        sample = text.read(SAMPLE_CHARACTERS)
    if DOCUMENTS.match(sample):
        raise Unreadable(Cause.NOT_A_TABLE)
    return sample


def separator_of(sample: str) -> tuple[str, int]:
    """The separator, and how many characters the line takes that names it."""
    named = NAMED_SEPARATOR.match(sample)
    if named:
        return named[1], named.end()
    fits = {separator: fit(sample, separator) for separator in SEPARATORS}
    best = max(fits, key=lambda separator: fits[separator])
    return (best if any(fits[best]) else DEFAULT_SEPARATOR), 0


def fit(sample: str, separator: str) -> tuple[float, int]:
    """How many sampled rows are as wide as the first, then how wide; one column fits nothing."""
    widths = sampled_widths(sample, separator)
    if not widths or widths[0] < 2:
        return (0.0, 0)
    return (widths.count(widths[0]) / len(widths), widths[0])


def sampled_widths(sample: str, separator: str) -> list[int]:
    """Widths of the first rows that are not blank; the last row of a cut sample is left out."""
    widths = []
    try:
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            if filled(cells):
                widths.append(len(cells))
            if len(widths) > SAMPLE_ROWS:
                break
    except csv.Error:
        return widths
    return (widths[:-1] or widths) if len(sample) == SAMPLE_CHARACTERS else widths


def look_ahead(file: BinaryIO, dialect: Dialect) -> None:
    """Parse the first rows before the whole file is gone through: most files that break do so here."""
    for _row in islice(records(file, dialect, errors="replace"), LOOK_AHEAD_ROWS):
        pass


def encoding_of(file: BinaryIO, mark: str | None) -> str:
    """The first encoding in which the whole file decodes."""
    for encoding in [mark] if mark else [UTF_8, FALLBACK]:
        if decodes(file, encoding):
            return encoding
    raise Unreadable(Cause.BROKEN_ENCODING)


def decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    glance = Glance()
    file.seek(0)
    try:
        while chunk := file.read(CHUNK):
            glance.at(decoder.decode(chunk))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


class Glance:
    """Refuses NUL, endless lines, and too many lines outside quotation marks, far quicker than a parser could."""

    def __init__(self) -> None:
        self.lines = 0
        self.quoted = False
        self.endless = 0

    def at(self, text: str) -> None:
        if "\0" in text:
            raise Unreadable(Cause.NOT_TEXT)
        last = max(text.rfind("\n"), text.rfind("\r"))
        self.endless = self.endless + len(text) if last < 0 else len(text) - last
        if self.endless > limits.RECORD_CHARACTERS:
            raise Unreadable(Cause.LONG_RECORD, row=self.lines + 1, limit=limits.RECORD_CHARACTERS)
        self.count_lines(text)
        if self.lines > limits.ROWS + 1:
            raise Unreadable(Cause.TOO_MANY_ROWS, limit=limits.ROWS)

    def count_lines(self, text: str) -> None:
        if '"' not in text:
            self.lines += 0 if self.quoted else text.count("\n")
            return
        marks = text.encode().translate(None, ALL_BUT_MARKS).replace(b'""', b"")
        pieces = marks.split(b'"')
        self.lines += b"".join(pieces[self.quoted :: 2]).count(b"\n")
        self.quoted ^= len(pieces) % 2 == 0


@contextmanager
def text_of(file: BinaryIO, encoding: str, errors: str = "strict") -> Iterator[io.TextIOWrapper]:
    """The file as text from its beginning; it stays open afterwards."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="")
    try:
        yield text
    finally:
        text.detach()


class Lines:
    """A file's lines for the parser, refused where one row takes too many characters."""

    def __init__(self, text: io.TextIOWrapper):
        self.text = text
        self.row = 1
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        while line := self.text.readline(limits.RECORD_CHARACTERS + 1):
            self.taken += len(line)
            if self.taken > limits.RECORD_CHARACTERS:
                raise Unreadable(Cause.LONG_RECORD, row=self.row, limit=limits.RECORD_CHARACTERS)
            yield line

    def next_row(self) -> None:
        self.row += 1
        self.taken = 0


def records(file: BinaryIO, dialect: Dialect, errors: str = "strict") -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row, blank ones included."""
    with text_of(file, dialect.encoding, errors) as text:
        text.read(dialect.skipped)
        lines = Lines(text)
        try:
            for cells in csv.reader(lines, delimiter=dialect.separator, strict=True):
                yield lines.row, cells
                lines.next_row()
        except csv.Error as error:
            raise Unreadable(Cause.QUOTES, row=lines.row) from error


def count_rows(file: BinaryIO, dialect: Dialect) -> int:
    """Rows that are not blank; reads the whole file, so that no refusal is left for later."""
    return sum(1 for _number, cells in records(file, dialect) if filled(cells))


def filled_rows(file: BinaryIO, dialect: Dialect) -> Iterator[RawRow]:
    for number, cells in records(file, dialect):
        if filled(cells):
            yield RawRow(number, [unguarded(cell) for cell in cells])


def filled(cells: list[str]) -> bool:
    return bool("".join(cells).strip())
