"""Proofs of reliability: a small count in every run, the full count and a dated table with PROVE=1 (`make prove`)."""

import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import pytest

from tests.house.source import ROOT

IN_FULL = os.environ.get("PROVE") == "1"
seconds = perf_counter if IN_FULL else process_time
"""By the clock where the machine is quiet; by processor time where other work goes on beside."""
PAGES = ROOT / "docs" / "proofs"
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
    """A page for each day. A run of some proofs renews their rows and leaves the others as they were.

    What took longest the last time begins first, so that no worker is left alone with it at the end.
    """

    def __init__(self) -> None:
        self.rows: dict[str, str] = {}
        self.doors = Doors()
        self.began = datetime.now(UTC)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        last = spent()
        items.sort(key=lambda item: last.get(title_of(item.nodeid), 0), reverse=True)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        told: Any = report.user_properties if report.when == "call" else []
        for name, value in told:
            if name == "proof":
                found = value[1] if report.passed else f"**failed**: {value[1]}"
                self.note(title_of(report.nodeid), value[0], found, report.duration)
            if name == "doors":
                self.doors.add(value, report.duration)

    def note(self, title: str, counted: str, found: str, seconds: float) -> None:
        self.rows[title] = f"| {title} | {counted} | {found} | {seconds:.0f} |\n"

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workerinput"):
            return
        if self.doors.routes:
            self.note("every door is tried by everybody", self.doors.counted, self.doors.found, self.doors.seconds)
        if self.rows:
            self.write(PAGES / f"{self.began:%Y-%m-%d}.md")

    def write(self, file: Path) -> None:
        file.parent.mkdir(exist_ok=True)
        rows = (rows_of(file.read_text("utf-8")) if file.exists() else {}) | self.rows
        database = "PostgreSQL" if "postgres" in os.environ.get("DATABASE_URL", "") else "SQLite"
        about = f"Python {platform.python_version()}, {database}, {os.cpu_count()} cores. Written by `make prove`.\n"
        told = "".join(rows[title] for title in sorted(rows))
        file.write_text(f"# Proofs of {self.began:%Y-%m-%d}\n\n{about}\n{HEADER}{told}", encoding="utf-8")


def title_of(nodeid: str) -> str:
    return nodeid.split("::", 1)[-1].partition("@")[0].removeprefix("test_").replace("_", " ")


def spent() -> dict[str, int]:
    """How many seconds each proof took when its row was written last, by its title."""
    rows = [row for page in sorted(PAGES.glob("*.md")) for row in rows_of(page.read_text("utf-8")).items()]
    return {title: int(row.rstrip(" |\n").rpartition(" | ")[2]) for title, row in rows}


def rows_of(page: str) -> dict[str, str]:
    _head, found, rows = page.partition(HEADER)
    return {row.split(" | ")[0].removeprefix("| "): row for row in rows.splitlines(keepends=True)} if found else {}


class Doors:
    """What all the walks of a run counted."""

    def __init__(self) -> None:
        self.routes = self.cells = self.actors = self.leaks = self.writes = 0
        self.seconds = 0.0

    def add(self, told: Any, seconds: float) -> None:
        """`told`: cells, actors, leaks, writes."""
        cells, actors, leaks, writes = told
        self.routes += 1
        self.cells += cells
        self.actors = max(self.actors, actors)
        self.leaks += leaks
        self.writes += writes
        self.seconds += seconds

    @property
    def counted(self) -> str:
        return f"{self.routes} routes, each by its methods, by {self.actors} actors: {self.cells:,} cells"

    @property
    def found(self) -> str:
        return f"{self.leaks} leaks, {self.writes} writes"


def pytest_configure(config: pytest.Config) -> None:
    if IN_FULL:
        config.pluginmanager.register(Table(), "proofs")
