"""The table of proofs, and the order in which they begin."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.house import proofs
from tests.house.proofs import HEADER, Table


def item(name: str) -> Any:
    return SimpleNamespace(nodeid=f"tests/proofs/test_any.py::test_{name}@servers")


def test_what_took_longest_the_last_time_begins_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "PAGES", tmp_path)
    monday = "| a short one | 9 | 0 lost | 900 |\n| a long one | 9 | 0 lost | 70 |\n"
    (tmp_path / "2026-03-02.md").write_text(f"# Proofs\n\n{HEADER}{monday}", "utf-8")
    (tmp_path / "2026-03-03.md").write_text(f"# Proofs\n\n{HEADER}| a short one | 9 | 0 lost | 4 |\n", "utf-8")
    items = [item(name) for name in ("never_proven", "a_short_one", "a_long_one")]
    Table().pytest_collection_modifyitems(items)
    assert items == [item(name) for name in ("a_long_one", "a_short_one", "never_proven")]


def test_a_row_is_renewed_beside_others(tmp_path: Path) -> None:
    page = tmp_path / "2026-03-02.md"
    first, second = Table(), Table()
    first.note("one", "9", "0 lost", 4)
    first.note("another", "9", "0 lost", 4)
    first.write(page)
    second.note("one", "90", "0 lost", 5)
    second.write(page)
    assert page.read_text("utf-8").endswith("| another | 9 | 0 lost | 4 |\n| one | 90 | 0 lost | 5 |\n")
