"""Proofs of reliability: a small count in every run, the full count and a dated table with PROVE=1 (`make prove`)."""

import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.house.source import ROOT

IN_FULL = os.environ.get("PROVE") == "1"
HEADER = "| proof | counted | found | seconds |\n| --- | --- | --- | ---: |\n"


@pytest.fixture
def rounds() -> Callable[..., int]:
    """`rounds(20, full=1000)`: how often to try."""
    return lambda few, *, full: full if IN_FULL else few


@pytest.fixture
def proven(request: pytest.FixtureRequest) -> Callable[..., None]:
    """`proven("1,000 rounds", found="one 200 and one 412 in each")` puts a row into the table."""

    def note(counted: str, *, found: str) -> None:
        request.node.user_properties.append(("proof", (counted, found)))

    return note


class Table:
    def __init__(self) -> None:
        self.rows: list[str] = []
        self.began = datetime.now(UTC)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties if report.when == "call" else []:
            if name == "proof":
                title = report.nodeid.split("::", 1)[-1].partition("@")[0].removeprefix("test_").replace("_", " ")
                found = value[1] if report.passed else f"**failed**: {value[1]}"
                self.rows.append(f"| {title} | {value[0]} | {found} | {report.duration:.0f} |\n")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not self.rows or hasattr(session.config, "workerinput"):
            return
        folder = ROOT / "docs" / "proofs"
        folder.mkdir(exist_ok=True)
        database = "PostgreSQL" if "postgres" in os.environ.get("DATABASE_URL", "") else "SQLite"
        about = f"Python {platform.python_version()}, {database}, {os.cpu_count()} cores. Written by `make prove`.\n"
        page = f"# Proofs of {self.began:%Y-%m-%d}\n\n{about}\n{HEADER}{''.join(sorted(self.rows))}"
        (folder / f"{self.began:%Y-%m-%d}.md").write_text(page, encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    if IN_FULL:
        config.pluginmanager.register(Table(), "proofs")
