"""Reading a table: what a caller may rely on."""

import io
import logging
import subprocess
from pathlib import Path
from typing import BinaryIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from portal.sheets import Cause, HostileFile, read_table, reading, xlsx_bytes
from portal.sheets.sandbox import limits
from tests.portal.sheets.workbooks import (
    book,
    number,
    one_column,
    relations,
    row,
    sheet_entry,
    text,
    workbook,
    worksheet,
)

CSV = b"name,amount\nAcme,1054\nIsdom,\n"


class Stream(io.RawIOBase):
    """Bytes that come only once and tell nothing about their length, as those of a socket."""

    def __init__(self, length: int, start: bytes = b""):
        self.left = start + bytes(0)
        self.length = length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self.left[: len(buffer)] or b"a\n" * (min(len(buffer), self.length) // 2)
        self.left = self.left[len(piece) :]
        self.length -= len(piece)
        buffer[: len(piece)] = piece
        return len(piece)


def test_rows_come_as_often_as_they_are_asked_for() -> None:
    for data, filename in (
        (CSV, "a.csv"),
        (xlsx_bytes(["name", "amount"], [["Acme", 1054], ["Isdom", None]]), "a.xlsx"),
    ):
        table = read_table(io.BytesIO(data), filename)
        once, again = list(table.rows), list(table.rows)
        assert once == again
        assert [(one.number, one.cells) for one in once] == [(2, ["Acme", "1054"]), (3, ["Isdom", ""])]
        assert table.row_count == 2


def test_an_upload_of_either_kind_is_read_and_stays_open() -> None:
    small = SimpleUploadedFile("a.csv", CSV)
    large = TemporaryUploadedFile("a.csv", "text/csv", 1, None)
    large.write(CSV)
    for upload in (small, large):
        assert len(list(read_table(upload, "a.csv").rows)) == 2
        assert not upload.closed
    large.close()


def test_a_stream_that_cannot_be_rewound_is_read() -> None:
    table = read_table(io.BufferedReader(Stream(0, CSV)), "a.csv")
    assert [one.cells for one in table.rows] == [["Acme", "1054"], ["Isdom", ""]]


@pytest.mark.parametrize(("filename", "limit"), [("a.csv", limits.CSV_BYTES), ("a.xlsx", limits.XLSX_BYTES)])
def test_a_stream_without_a_length_is_refused_once_it_passes_the_limit(filename: str, limit: int) -> None:
    stream = Stream(10 * limit)
    with pytest.raises(HostileFile) as refusal:
        read_table(io.BufferedReader(stream), filename)
    assert refusal.value.cause == Cause.TOO_LARGE
    assert 10 * limit - stream.length < limit + 2 * limits.MB


@pytest.mark.parametrize("declared", [0, 1, None])
def test_the_declared_size_of_an_upload_is_not_believed(declared: int | None) -> None:
    upload = SimpleUploadedFile("a.csv", b"a\n" * (26 * limits.MB))
    upload.size = declared
    with pytest.raises(HostileFile) as refusal:
        read_table(upload, "a.csv")
    assert refusal.value.cause == Cause.TOO_LARGE


def test_a_refusal_is_a_bad_request_with_its_cause() -> None:
    with pytest.raises(HostileFile) as refusal:
        read_table(io.BytesIO(b"%PDF-1.7"), "a.csv")
    assert (refusal.value.status, refusal.value.code) == (400, "unreadable-file")
    assert refusal.value.extra == {"cause": "not-a-table"}
    assert str(refusal.value.detail).startswith("The file holds a document, not a table.")


def test_numbers_in_a_sentence_are_readable() -> None:
    with pytest.raises(HostileFile) as refusal:
        read_table(io.BytesIO(b"a\n" * 300_000), "a.csv")
    assert str(refusal.value.detail) == "The table has more than 200,000 rows. Split it."


def test_reading_as_windows_1252_is_noted() -> None:
    assert read_table(io.BytesIO(CSV), "a.csv").notes == ()
    [note] = read_table(io.BytesIO("name\nKöln\n".encode("cp1252")), "a.csv").notes
    assert "Windows-1252" in str(note)


def test_sheets_that_are_left_out_are_noted() -> None:
    parts = {
        "xl/workbook.xml": book(f"<sheets>{sheet_entry('Won', 1)}{sheet_entry('Lost', 2)}</sheets>"),
        "xl/_rels/workbook.xml.rels": relations(
            "worksheet", "worksheets/sheet1.xml", "worksheet", "worksheets/sheet2.xml"
        ),
        "xl/worksheets/sheet2.xml": worksheet(row(text("never"))),
    }
    table = read_table(io.BytesIO(workbook(worksheet(row(text("value"))), parts=parts)), "a.xlsx")
    assert [str(note) for note in table.notes] == ["The workbook has 2 sheets; only the first, “Won”, was read."]
    assert table.columns == ["value"]


def test_a_problem_names_the_cell() -> None:
    table = read_table(io.BytesIO(one_column(number(1), "<c><f>A2</f><v>1</v></c>")), "a.xlsx")
    assert [(one.number, one.problem and str(one.problem)) for one in table.rows] == [
        (2, None),
        (3, "Cell A3 holds a formula. Replace it by its value."),
    ]


def test_a_child_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "START_CHILD", "import os; os.abort()")
    assert cause_of(io.BytesIO(one_column())) == Cause.TOO_DEMANDING


def test_a_child_that_hangs_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "START_CHILD", "import time; time.sleep(60)")
    monkeypatch.setattr(limits, "CHILD_SECONDS", 0.2)
    assert cause_of(io.BytesIO(one_column())) == Cause.TOO_DEMANDING


def test_a_child_that_fails_is_a_refusal_and_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(reading, "START_CHILD", "raise SystemExit('out of order')")
    with caplog.at_level(logging.ERROR):
        assert cause_of(io.BytesIO(one_column())) == Cause.DAMAGED
    assert "out of order" in caplog.text


def test_the_child_gets_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_OURS", "1")
    given: dict[str, object] = {}
    run = subprocess.run

    def watched(*args: object, **options: object) -> object:
        given.update(options)
        return run(*args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", watched)
    assert read_table(io.BytesIO(one_column(number(1))), "a.xlsx").row_count == 1
    assert given["env"] == {"LC_ALL": "C.UTF-8"}


def test_nothing_is_left_on_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    table = read_table(io.BytesIO(one_column(number(1))), "a.xlsx")
    assert cause_of(io.BytesIO(b"PK\x03\x04")) == Cause.DAMAGED
    assert list(tmp_path.iterdir()) == []
    assert [one.cells for one in table.rows] == [["1"]]


def cause_of(file: BinaryIO) -> Cause:
    with pytest.raises(HostileFile) as refusal:
        read_table(file, "a.xlsx")
    return refusal.value.cause
