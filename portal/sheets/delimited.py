"""Reading CSV: which characters, which separator, and whether it can be read to its end, before a row is given out."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from portal.sheets.injection import unguarded
from portal.sheets.sandbox import limits
from portal.sheets.sandbox.causes import Cause, Unreadable
from portal.sheets.table import RawRow, Table, headed

BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
FALLBACK = "cp1252"
SEPARATORS = "\t;|,"
"""Rarest within texts first: where two divide the table equally well, the rarer one is meant."""
SAMPLE_CHARACTERS = 64 * 1024
SAMPLE_ROWS = 50
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
    encoding = encoding_of(file)
    dialect = dialect_of(sample_of(file, encoding), encoding)
    notes = (_("The file is not in UTF-8; it was read as Windows-1252. Check accents and symbols."),)

    def source() -> Iterator[RawRow]:
        return filled_rows(file, dialect)

    return headed(source, count_rows(file, dialect), notes if encoding == FALLBACK else ())


def encoding_of(file: BinaryIO) -> str:
    """The first encoding in which the whole file decodes, and holds no NUL."""
    file.seek(0)
    start = file.read(4)
    if start.startswith(b"PK\x03\x04"):
        raise Unreadable(Cause.WORKBOOK_NAMED_CSV)
    marked = next((name for mark, name in BYTE_ORDER_MARKS if start.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", FALLBACK]:
        if decodes(file, encoding):
            return encoding
    raise Unreadable(Cause.BROKEN_ENCODING)


def decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = LineCount()
    file.seek(0)
    try:
        while chunk := file.read(limits.MB):
            lines.add(decoder.decode(chunk))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


class LineCount:
    """Refuses NUL, and too many lines outside quotation marks, at a fraction of a parser's cost."""

    def __init__(self) -> None:
        self.lines = 0
        self.quoted = False

    def add(self, text: str) -> None:
        if "\0" in text:
            raise Unreadable(Cause.NOT_TEXT)
        marks = text.encode().translate(None, ALL_BUT_MARKS).replace(b'""', b"")
        pieces = marks.split(b'"')
        self.lines += b"".join(pieces[self.quoted :: 2]).count(b"\n")
        self.quoted ^= len(pieces) % 2 == 0
        if self.lines > limits.ROWS + 1:
            raise Unreadable(Cause.TOO_MANY_ROWS, limit=limits.ROWS)


def sample_of(file: BinaryIO, encoding: str) -> str:
    with text_of(file, encoding) as text:
        sample = text.read(SAMPLE_CHARACTERS)
    if DOCUMENTS.match(sample):
        raise Unreadable(Cause.NOT_A_TABLE)
    return sample


@contextmanager
def text_of(file: BinaryIO, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The file as text from its beginning; it stays open afterwards."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield text
    finally:
        text.detach()


def dialect_of(sample: str, encoding: str) -> Dialect:
    named = NAMED_SEPARATOR.match(sample)
    if named:
        return Dialect(encoding, named[1], skipped=named.end())
    return Dialect(encoding, max(SEPARATORS, key=lambda separator: fit(sample, separator)), skipped=0)


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
            if any(cells):
                widths.append(len(cells))
            if len(widths) > SAMPLE_ROWS:
                break
    except csv.Error:
        return widths
    return widths[:-1] if len(sample) == SAMPLE_CHARACTERS else widths


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


def records(file: BinaryIO, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row, blank ones included."""
    with text_of(file, dialect.encoding) as text:
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
    return sum(1 for _number, cells in records(file, dialect) if any(cells))


def filled_rows(file: BinaryIO, dialect: Dialect) -> Iterator[RawRow]:
    for number, cells in records(file, dialect):
        if any(cells):
            yield RawRow(number, [unguarded(cell) for cell in cells])
