"""What is measured while the portal runs, in the text format of Prometheus. Counts and times only: nobody is named.

Each module of settings.METRICS offers `gauges(at)`: what it knows at that moment, from few and cheap statements. There
are no counters, since several processes would each count for themselves.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Final

from django.conf import settings
from django.db import DatabaseError

logger = logging.getLogger(__name__)

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Gauge:
    """A figure that goes up and down, for each value of `label`. Names, sentences and values are ours: no quotes in them."""

    name: str
    about: str
    values: Mapping[str, float]
    label: str

    @property
    def lines(self) -> list[str]:
        told = [
            f'{self.name}{{{self.label}="{of}"}} {value:.15g}' if self.label else f"{self.name} {value:.15g}"
            for of, value in self.values.items()
        ]
        return [f"# HELP {self.name} {self.about}", f"# TYPE {self.name} gauge", *told]


def single(name: str, about: str, value: float) -> Gauge:
    return Gauge(name, about, {"": value}, label="")


def measured(*, at: datetime) -> str:
    """What cannot be read because the database is away is left out; `portal_check_ok` says that it is."""
    found: list[Gauge] = []
    for name in settings.METRICS:
        try:
            found += import_module(name).gauges(at)
        except DatabaseError:
            logger.warning("%s cannot be measured: the database does not answer", name)
    return told(found)


def told(gauges: Iterable[Gauge]) -> str:
    return "".join(f"{line}\n" for gauge in gauges for line in gauge.lines)
