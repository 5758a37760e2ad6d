"""A corpus of hostile files: each is refused with a sentence or read rightly, quickly, in little memory."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from portal.sheets import csv_rows, xlsx_bytes
from portal.sheets.hostile import REASONS, SENTENCES
from portal.sheets.sandbox.causes import Cause, Fault
from tests.house.proofs import IN_FULL
from tests.house.source import ROOT
from tests.portal.sheets.cases import Case, Outcome, Reads, Refused, Survives
from tests.portal.sheets.hostile_archives import archives
from tests.portal.sheets.hostile_cells import cells
from tests.portal.sheets.hostile_markup import markup
from tests.portal.sheets.hostile_sheets import sheets
from tests.portal.sheets.hostile_texts import texts
from tests.portal.sheets.mutants import mutants

MEMORY = 256 * 1024 * 1024
GOOD_ROWS = 10_000
MUTANTS = 200 if IN_FULL else 10
STEP = 1 if IN_FULL else 5
"""Every file in the full proof, each fifth one in every run."""
pytestmark = [pytest.mark.proof, pytest.mark.xdist_group("hostile-files")]


@dataclass(frozen=True)
class Run:
    cases: list[Case]
    found: list[dict[str, Any]]
    peak: int

    @property
    def slowest(self) -> tuple[float, str]:
        """Of the refusals, in times of reading a good file of 10,000 rows and the same kind."""
        pairs = zip(self.cases, self.found, strict=True)
        return max((found["seconds"] / found["good"], case.name) for case, found in pairs if "cause" in found)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("corpus")
    cases = [*[*archives(), *markup(), *sheets(), *cells(), *texts()][::STEP], *mutants(MUTANTS)]
    write_good(folder)
    for position, case in enumerate(cases):
        (folder / str(position)).write_bytes(case.make())
    names = [[str(position), case.filename] for position, case in enumerate(cases)]
    (folder / "cases.json").write_text(json.dumps(names), encoding="utf-8")
    command = [sys.executable, "-m", "tests.portal.sheets.probe", str(folder)]
    answer = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    return Run(cases, answer["found"], answer["peak"])


def write_good(folder: Path) -> None:
    """What a CRM would export: 10,000 opportunities in eight columns."""
    header = ["id", "owner", "product", "account", "stage", "opened", "closed", "amount"]
    rows = [
        [
            f"K{one:07}",
            f"Person {one % 35}",
            "GTX Plus Basic",
            f"Account {one % 85}",
            "Won",
            "2016-10-20",
            "2017-03-01",
            one,
        ]
        for one in range(GOOD_ROWS)
    ]
    (folder / "good.csv").write_text("".join(csv_rows(header, rows)), encoding="utf-8", newline="")
    (folder / "good.xlsx").write_bytes(xlsx_bytes(header, rows))


def test_every_hostile_file_is_refused_with_a_sentence_or_read_rightly(run: Run, proven: Callable[..., None]) -> None:
    wrong = [
        f"{case.name}: {str(found)[:300]}"
        for case, found in zip(run.cases, run.found, strict=True)
        if not any(came_true(outcome, found) for outcome in case.outcomes)
    ]
    refused = sum("cause" in found for found in run.found)
    proven(f"{len(run.cases)} files", found=f"{refused} refused, {len(run.cases) - refused} read, {len(wrong)} wrongly")
    assert wrong == []
    assert len(run.cases) >= 60


def test_a_refusal_takes_less_time_than_reading_a_good_file(run: Run, proven: Callable[..., None]) -> None:
    ratio, name = run.slowest
    proven(f"{len(run.cases)} files", found=f"the slowest refusal took {ratio:.2f} of a good file's time: {name}")
    assert ratio < 1, name


def test_no_file_takes_more_than_256_mb(run: Run, proven: Callable[..., None]) -> None:
    megabytes = run.peak / 1024 / 1024
    proven(f"{len(run.cases)} files", found=f"{megabytes:.0f} MB at most above base, the child process included")
    assert run.peak < MEMORY


@pytest.mark.full
def test_the_corpus_meets_every_cause_and_every_fault(run: Run) -> None:
    refusals = {found["cause"] for found in run.found if "cause" in found}
    assert set(Cause) - refusals == set()
    reasons = "\n".join(str(row[2]) for found in run.found for row in found.get("rows", []) if row[2])
    assert [fault for fault in Fault if not re.search(sentence(REASONS[fault]), reasons)] == []


def came_true(outcome: Outcome, found: dict[str, Any]) -> bool:
    match outcome:
        case Refused(cause):
            return found.get("cause") == cause and bool(re.fullmatch(sentence(SENTENCES[cause]), found["detail"]))
        case Survives():
            return "columns" in found
        case Reads():
            return "columns" in found and same(outcome, found)


def same(expected: Reads, found: dict[str, Any]) -> bool:
    [columns, *rows] = expected.table
    faulty = {number: problem for number, _cells, problem in found["rows"] if problem}
    sound = [cells for _number, cells, problem in found["rows"] if not problem]
    return (
        found["columns"] == columns
        and found["count"] == len(found["rows"])
        and faulty.keys() == expected.faults.keys()
        and all(re.fullmatch(sentence(REASONS[fault]), faulty[number]) for number, fault in expected.faults.items())
        and sound == [row for row in rows if any(row)]
    )


def sentence(text: object) -> str:
    """The sentence as a pattern, anything in its blanks."""
    return re.sub(r"\\\{\w+\\\}", ".+", re.escape(str(text)))
