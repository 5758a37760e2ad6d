"""Which tests can run here. What cannot is left out by its marker and named at the end; with NO_SKIPS=1 a skip fails.

SECOND_RUN=1 says that another run, on another database, has had its turn: what asks for no database is left out, and
what is marked `once` because every database answers it alike.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

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
ASKING = {"db", "transactional_db", "django_db_setup", "live_server"}


def asks_for_database(item: pytest.Item) -> bool:
    """Whether pytest-django lets it: without one of these, a statement raises."""
    return item.get_closest_marker("django_db") is not None or not ASKING.isdisjoint(getattr(item, "fixturenames", ()))


def is_had(item: pytest.Item) -> bool:
    """By the run before."""
    if any(item.get_closest_marker(mark) for mark in NEEDS):
        return False
    return item.get_closest_marker("once") is not None or not asks_for_database(item)


class Selection:
    def __init__(self) -> None:
        self.second = os.environ.get("SECOND_RUN") == "1"
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
        return self.second and is_had(item)

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
        if self.second:
            told = (
                "Tests that another run has had, without a database or marked once, were left out: SECOND_RUN is set."
            )
            terminalreporter.write_line(told, yellow=True)
        for nodeid in self.skipped if self.strict else []:
            terminalreporter.write_line(f"Skipped although NO_SKIPS=1: {nodeid}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Selection(), "selection")
