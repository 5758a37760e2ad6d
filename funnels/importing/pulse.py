"""Whether imports get on, for whoever watches the installation."""

from __future__ import annotations

from datetime import datetime

from funnels.importing.resuming import left_behind, under_way
from portal.metrics import Gauge


def gauges(at: datetime) -> list[Gauge]:
    """Two statements. Stuck ones are taken up again within a minute, if there is a worker."""
    stuck = len(left_behind(at))
    return [
        Gauge(
            "portal_imports",
            "Imports that are checked, run or undone: those whose worker says that it lives, and the others.",
            {"running": float(under_way() - stuck), "stuck": float(stuck)},
            label="state",
        )
    ]
