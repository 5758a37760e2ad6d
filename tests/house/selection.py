"""Which tests can run here. What cannot is left out by its marker and named at the end; with NO_SKIPS=1 a skip fails.

With ASKING_FOR_DATABASE=1 only tests that ask for a database run: another run has the others already.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings


def chromium() -> str | None:
    """The path of a Chromium: the one that CHROMIUM names, or one of the usual names."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def on_postgresql() -> bool:
    return "postgresql" in settings.DATABASES["default"]["ENGINE"]


NEEDS: dict[str, tuple[Callable[[], object], str]] = {
    "postgres": (on_postgresql, "DATABASE_URL names no PostgreSQL"),
    "redis": (lambda: settings.REDIS_URL, "REDIS_URL is not set"),
    "browser": (chromium, "no Chromium was found"),
    "full": (lambda: os.environ.get("PROVE") == "1", "they belong to `make prove`"),
}
ASKING = {"db", "transactional_db", "django_db_setup", "live_server"}


def asks_for_database(item: pytest.Item) -> bool:
    """Whether pytest-django lets it: without one of these, a statement raises."""
    return item.get_closest_marker("django_db") is not None or not ASKING.isdisjoint(getattr(item, "fixturenames", ()))


class Selection:
    def __init__(self) -> None:
        self.narrowed = os.environ.get("ASKING_FOR_DATABASE") == "1"
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
        needing = any(item.get_closest_marker(mark) for mark in NEEDS)
        return self.narrowed and not needing and not asks_for_database(item)

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
        if self.narrowed:
            told = "Tests that ask for no database were left out: ASKING_FOR_DATABASE is set."
            terminalreporter.write_line(told, yellow=True)
        for nodeid in self.skipped if self.strict else []:
            terminalreporter.write_line(f"Skipped although NO_SKIPS=1: {nodeid}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Selection(), "selection")
