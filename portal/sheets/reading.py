"""Reading a table from a file that nobody vouches for."""

import io
import logging
import os
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import BinaryIO

import orjson
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.sheets.delimited import read_delimited
from portal.sheets.hostile import HostileFile, reason
from portal.sheets.sandbox import limits
from portal.sheets.sandbox.causes import Cause, Fault, Unreadable
from portal.sheets.table import RawRow, Table, headed

TEXT_ENDINGS = {".csv", ".tsv", ".txt"}
WORKBOOK_ENDING = ".xlsx"
ZIP_START = b"PK\x03\x04"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
START_CHILD = "import sys; sys.path.append(sys.argv[1]); from sandbox.child import main; main(sys.argv[2])"
CHILD_ENVIRONMENT = {"LC_ALL": "C.UTF-8"}
SANDBOX = Path(__file__).parent

logger = logging.getLogger(__name__)


def read_table(file: BinaryIO, filename: str) -> Table:
    """The table in `file`, or HostileFile. Only the ending of `filename` is used."""
    ending = PurePath(filename).suffix.lower()
    try:
        if ending in TEXT_ENDINGS:
            return read_delimited(seekable(file, limits.CSV_BYTES))
        if ending == WORKBOOK_ENDING:
            return read_workbook(file)
    except Unreadable as refusal:
        raise HostileFile(refusal.cause, **refusal.facts) from refusal
    raise HostileFile(Cause.NAME)


def seekable(file: BinaryIO, limit: int) -> BinaryIO:
    """The file itself where its end can be sought, else a counted copy of it."""
    if not file.seekable():
        copy = io.BytesIO()
        copy_counted(file, copy, limit)
        return copy
    if file.seek(0, os.SEEK_END) > limit:
        raise Unreadable(Cause.TOO_LARGE, limit=limit // limits.MB)
    return file


def copy_counted(file: BinaryIO, copy: BinaryIO, limit: int) -> None:
    """Whatever length was declared: only bytes that arrive count."""
    taken = 0
    while chunk := file.read(limits.MB):
        taken += len(chunk)
        if taken > limit:
            raise Unreadable(Cause.TOO_LARGE, limit=limit // limits.MB)
        copy.write(chunk)


def read_workbook(file: BinaryIO) -> Table:
    with tempfile.TemporaryDirectory(prefix="sheet-") as name:
        folder = Path(name)
        upload = folder / "upload.xlsx"
        if file.seekable():
            file.seek(0)
        with upload.open("wb") as copy:
            copy_counted(file, copy, limits.XLSX_BYTES)
        refuse_other_formats(upload)
        summary = run_child(folder)
        source = ChildRows(folder / "rows.jsonl")
    return headed(source, summary["rows"], notes_of(summary))


def refuse_other_formats(upload: Path) -> None:
    with upload.open("rb") as file:
        start = file.read(len(OLE_START))
    if start == OLE_START:
        encrypted = ENCRYPTED_STREAM in upload.read_bytes()
        raise Unreadable(Cause.ENCRYPTED if encrypted else Cause.OLD_WORKBOOK)
    if not start.startswith(ZIP_START):
        raise Unreadable(Cause.NOT_A_WORKBOOK)


def run_child(folder: Path) -> dict:
    """What the child found. It gets no environment of ours, and no more time and memory than it needs."""
    command = [sys.executable, "-I", "-c", START_CHILD, str(SANDBOX), str(folder)]
    try:
        done = subprocess.run(  # noqa: S603 — our own program, and paths that we chose
            command, cwd=folder, env=CHILD_ENVIRONMENT, capture_output=True, timeout=limits.CHILD_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(Cause.TOO_DEMANDING) from error
    if done.returncode < 0:
        raise Unreadable(Cause.TOO_DEMANDING)
    if done.returncode:
        logger.error("reading a workbook failed: %s", done.stderr.decode(errors="replace"))
        raise Unreadable(Cause.DAMAGED)
    summary = orjson.loads((folder / "summary.json").read_bytes())
    if "cause" in summary:
        raise Unreadable(Cause(summary["cause"]), **summary["facts"])
    return summary


class ChildRows:
    """The rows that the child left, from a file that outlives its name and is closed with its last reader."""

    def __init__(self, path: Path):
        self.file = path.open("rb")
        weakref.finalize(self, self.file.close)

    def __call__(self) -> Iterator[RawRow]:
        self.file.seek(0)
        for line in self.file:
            number, cells, fault, cell = orjson.loads(line)
            problem = reason(Fault(fault), cell=cell) if fault else None
            yield RawRow(number, cells, problem, padded=True)


def notes_of(summary: dict) -> tuple[str | Promise, ...]:
    if summary["sheets"] == 1:
        return ()
    note = _("The workbook has {sheets} sheets; only the first, “{title}”, was read.")
    return (format_lazy(note, sheets=str(summary["sheets"]), title=summary["title"]),)
