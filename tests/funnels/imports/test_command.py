"""The command takes the page's way: same rules, same report."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from funnels.models import Funnel, ImportBatch, Opportunity
from tests.cast import Cast
from tests.funnels.imports.conftest import ALL
from tests.funnels.imports.steps import as_csv

HEADER = ["Deal ID", "Deal name", "Owner", "Stage", "Amount", "Close date"]
GOOD = ["D-1", "New cranes", "Nils", "Won", "1200", "2026-10-01"]
BAD = ["D-2", "Old cranes", "Nils", "Open", "-1", "2026-10-01"]

pytestmark = pytest.mark.usefixtures("funnel")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path, GOOD)


def written(folder: Path, *rows: list[str]) -> Path:
    path = folder / "deals.csv"
    path.write_bytes(as_csv(HEADER, rows))
    return path


def run(*arguments: object) -> str:
    said = StringIO()
    call_command("import_opportunities", *map(str, arguments), stdout=said)
    return said.getvalue()


def names() -> list[str]:
    return list(Opportunity.objects.everything(reason=ALL).values_list("name", flat=True))


def test_it_imports_and_reports(file: Path) -> None:
    said = run(file)
    assert names() == ["New cranes"]
    assert "Stage: “Won” is taken as “Closed: won”." in said
    assert said.endswith("1 rows: 1 created, 0 changed, 0 unchanged, 0 refused.\n")


def test_a_dry_run_writes_no_record(file: Path) -> None:
    assert "1 would be created" in run(file, "--dry-run")
    assert names() == []


def test_it_answers_for_somebody_and_asks_their_rights(file: Path, cast: Cast) -> None:
    run(file, "--by", "stella@acme.example", "--team", "Oslo", "--source", "Pipeline")
    batch = ImportBatch.objects.everything(reason=ALL).get()
    assert (batch.started_by, batch.team, batch.source.name) == (cast.stella, cast.oslo, "Pipeline")
    with pytest.raises(CommandError, match="Only stewards"):
        run(file, "--by", "nils@acme.example")


def test_refused_rows_are_told_kept_in_a_file_and_in_the_exit_code(tmp_path: Path) -> None:
    kept = tmp_path / "refused.csv"
    with pytest.raises(SystemExit) as end:
        run(written(tmp_path, GOOD, BAD), "--refused", kept)
    assert end.value.code == 3
    assert names() == ["New cranes"]
    assert "Amount: “-1” is negative." in kept.read_text(encoding="utf-8")


def test_a_mapping_file_says_what_nobody_can_guess(tmp_path: Path, cast: Cast) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(as_csv(["Key", "What", "Who", "Where", "When"], [["1", "Cranes", "N.", "Fin", "3/4/2026"]]))
    mapping = tmp_path / "mapping.json"
    columns = {"external_id": "Key", "name": "What", "owner": "Who", "stage": "Where", "expected_close": "When"}
    values = {"owner": {"N.": "nils@acme.example"}, "stage": {"Fin": "won"}, "orders": {"*": "dmy"}}
    mapping.write_text(json.dumps({"columns": columns, "values": values}))
    run(path, "--mapping", mapping)
    one = Opportunity.objects.everything(reason=ALL).get()
    assert (one.owner, one.status, str(one.closed_on)) == (cast.nils, "won", "2026-04-03")


def test_it_stops_where_a_person_has_to_be_asked(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="owner:Nills: Choose who “Nills” is."):
        run(written(tmp_path, [*GOOD[:2], "Nills", *GOOD[3:]]))
    assert names() == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--team", "Paris"], "Name one team with --team"),
        (["--by", "nobody@acme.example"], "Nobody with the e-mail address"),
        (["--mapping", "missing.json"], "missing.json"),
    ],
)
def test_a_bad_option_is_named(file: Path, arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(file, *arguments)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"gone\.csv"):
        run(tmp_path / "gone.csv")
    path = tmp_path / "deals.xlsx"
    path.write_bytes(b"rubbish")
    with pytest.raises(CommandError, match="not an Excel workbook"):
        run(path)


def test_other_kinds_come_the_same_way(tmp_path: Path, cast: Cast, funnel: Funnel) -> None:
    path = tmp_path / "accounts.csv"
    path.write_bytes(as_csv(["Account", "Sector"], [["Nordic", "Ships"]]))
    assert "1 created" in run(path, "--kind", "accounts")
