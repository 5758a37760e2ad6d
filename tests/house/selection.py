"""Which tests can run here. What cannot is left out by its marker and named at the end; with NO_SKIPS=1 a skip fails.

RUN_OF_TWO=first says that another run follows, on the database that counts: of the tests that ask for one, only each
fourth is tried here already. RUN_OF_TWO=second says that the other one has had its turn: what asks for no database is left
out, and what is marked `once` because every database answers it alike. Without it everything is tried.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest
from django.conf import settings

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first has no windows, tabs and menus to draw, and is quicker for it."""


def chromium() -> str | None:
    """The path of a Chromium: the one that CHROMIUM names, or one of the usual names."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def on_postgresql() -> bool:
    return "postgresql" in settings.DATABASES["default"]["ENGINE"]


NEEDS: dict[str, tuple[Callable[[], object], str]] = {
    "postgres": (on_postgresql, "DATABASE_URL names no PostgreSQL"),
    "redis": (lambda: settings.REDIS_URL, "REDIS_URL is not set"),
    "browser": (chromium, "no Chromium was found"),
    "full": (lambda: os.environ.get("PROVE") == "1", "they belong to `make prove`"),
}
SHARE = 4  # of the tests that both runs of two could try, the first tries one in so many
ASKING = {"db", "transactional_db", "django_db_setup", "live_server"}


def asks_for_database(item: pytest.Item) -> bool:
    """Whether pytest-django lets it: without one of these, a statement raises."""
    return item.get_closest_marker("django_db") is not None or not ASKING.isdisjoint(getattr(item, "fixturenames", ()))


def is_needy(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(mark) for mark in NEEDS)


def is_for_one(item: pytest.Item) -> bool:
    """Any database would do, or none: the first of two runs tries it, and the second does not."""
    return not is_needy(item) and (item.get_closest_marker("once") is not None or not asks_for_database(item))


def is_left_to_the_second(item: pytest.Item) -> bool:
    return not is_needy(item) and not is_for_one(item) and crc32(item.nodeid.encode()) % SHARE > 0


TOLD = {
    "first": "Three in four of the tests that the second run will try",
    "second": "Tests that the first run has had, without a database or marked once,",
}


class Selection:
    def __init__(self) -> None:
        self.run = os.environ.get("RUN_OF_TWO", "")
        self.absent = {mark: reason for mark, (present, reason) in NEEDS.items() if not present()}
        self.strict = os.environ.get("NO_SKIPS") == "1"
        self.skipped: list[str] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        out = [item for item in items if self.is_out(item)]
        items[:] = [item for item in items if item not in out]
        config.hook.pytest_deselected(items=out)

    def is_out(self, item: pytest.Item) -> bool:
        if any(item.get_closest_marker(mark) for mark in self.absent):
            return True
        return (self.run == "first" and is_left_to_the_second(item)) or (self.run == "second" and is_for_one(item))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.skipped.append(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.strict and self.skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for mark, reason in self.absent.items():
            terminalreporter.write_line(f"Tests marked {mark} were left out: {reason}.", yellow=True)
        if self.run in TOLD:
            terminalreporter.write_line(f"{TOLD[self.run]} were left out: RUN_OF_TWO={self.run}.", yellow=True)
        for nodeid in self.skipped if self.strict else []:
            terminalreporter.write_line(f"Skipped although NO_SKIPS=1: {nodeid}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Selection(), "selection")
