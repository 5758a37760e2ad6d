"""The child process: limits itself, reads `upload.xlsx` in its folder, leaves `rows.jsonl` and `summary.json`."""

import json
import resource
from datetime import date
from pathlib import Path
from typing import TextIO

from . import limits
from .causes import Cause, Fault, Unreadable
from .cells import SPREADSHEETS_BEGIN, Value, text_of
from .workbook import prepare, values
from .worksheet import Scan, column_letters

Summary = dict[str, object]


def main(name: str) -> None:
    folder = Path(name)
    bound()
    try:
        summary = convert(folder)
    except Unreadable as refusal:
        summary = {"cause": refusal.cause, "facts": refusal.facts}
    except (MemoryError, OSError):
        summary = {"cause": Cause.TOO_DEMANDING, "facts": {}}
    (folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")


def bound() -> None:
    """From here on the process cannot take more than this, whatever it is fed."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_MEMORY, limits.CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_CPU_SECONDS, limits.CHILD_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.CHILD_FILE_BYTES, limits.CHILD_FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def convert(folder: Path) -> Summary:
    layout, sheet = prepare(folder / "upload.xlsx", folder / "clean.xlsx")
    with (folder / "rows.jsonl").open("w", encoding="utf-8") as file:
        rows = write_rows(file, folder / "clean.xlsx", sheet)
    return {"rows": rows, "title": layout.title, "sheets": layout.sheets}


def write_rows(file: TextIO, clean: Path, sheet: Scan) -> int:
    """One JSON line for each row that is not blank: number, texts, fault, cell of the fault."""
    written = number = 0
    for number, row in values(clean):
        fault, cell = sheet.faults.get(number, (None, ""))
        texts, missing = texts_of(row)
        if missing and not fault:
            fault, cell = Fault.NO_VALUE, f"{column_letters(missing)}{number}"
        if fault or "".join(texts).strip():
            file.write(json.dumps([number, texts, fault, cell]) + "\n")
            written += 1
    valueless = sorted(row for row in sheet.faults if row > number)
    file.writelines(json.dumps([row, [], *sheet.faults[row]]) + "\n" for row in valueless)
    return written + len(valueless)


def texts_of(row: list[Value]) -> tuple[list[str], int]:
    """The texts, and the first column (from 1) whose value has none; 0 when all have."""
    try:
        return [value if type(value) is str else text_of(real(value)) for value in row], 0
    except ValueError:
        return [], next(column for column, value in enumerate(row, 1) if not has_text(value))


def has_text(value: Value) -> bool:
    try:
        text_of(real(value))
    except ValueError:
        return False
    return True


def real(value: Value) -> Value:
    """A day before 1900 is what the reader of values makes of a date that does not exist."""
    if isinstance(value, date) and value.year < SPREADSHEETS_BEGIN.year:
        raise ValueError(f"{value} is before 1900")
    return value
