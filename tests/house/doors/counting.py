"""The line at the end of a run that says how many doors were tried."""

import pytest

from tests.house.proofs import Doors


class Tally:
    def __init__(self) -> None:
        self.doors = Doors()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, told in report.user_properties if report.when == "call" else []:
            if name == "doors":
                self.doors.add(told, report.duration)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.doors.routes:
            terminalreporter.write_line(f"Doors: {self.doors.counted}, {self.doors.found}")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Tally(), "doors")
