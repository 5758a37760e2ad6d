"""The line at the end of a run that says how many doors were tried."""

import pytest


class Tally:
    def __init__(self) -> None:
        self.routes = self.cells = self.actors = self.leaks = self.writes = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, told in report.user_properties if report.when == "call" else []:
            if name == "doors":
                self.routes += 1
                self.cells += told[0]
                self.actors = max(self.actors, told[1])
                self.leaks += told[2]
                self.writes += told[3]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.routes:
            terminalreporter.write_line(
                f"Doors: {self.routes} routes × {self.actors} actors × their methods = {self.cells:,} cells, "
                f"{self.leaks} leaks, {self.writes} writes"
            )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Tally(), "doors")
