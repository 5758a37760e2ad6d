"""A figure whose cases the tests decide, and charters that are bound to it."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from pytest_django import Settings

from charters.figures import Cases, Figure
from charters.models import Charter, Objective
from tests.cast import NOON, Cast
from tests.charter_factories import branch, objective, put_into_force

Counts = dict[UUID, Cases]


class Told:
    """What the figures answer, and which days they were asked about."""

    def __init__(self) -> None:
        self.counts: Counts = {}
        self.asked: list[date] = []

    def counted(self, day: date) -> Counts:
        self.asked.append(day)
        return self.counts


@pytest.fixture
def told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    """The figure "now" knows how things stand, "any" also knows days that have passed."""
    answers, module = Told(), ModuleType("tests.charters.figures.offered")
    made = "%(count)d of %(of)d in %(team)s on %(day)s"
    offered = [Figure("now", "Now", made, answers.counted), Figure("any", "Any", made, answers.counted, any_day=True)]
    module.FIGURES = offered  # type: ignore[attr-defined]
    monkeypatch.setitem(__import__("sys").modules, module.__name__, module)
    settings.FIGURES = [module.__name__]
    return answers


@pytest.fixture
def bound(cast: Cast, child: Charter, told: Told) -> Callable[..., Objective]:
    """North's objective, bound to a figure, in force."""

    def make(figure: str = "now", **values: Any) -> Objective:
        values = {"statement": "Dated", "unit": "%", "direction": "up", "baseline": Decimal(0), **values}
        made = objective(child, goal=child.goals.get(), figure=figure, **values)
        branch(child, made)
        put_into_force(child, at=NOON)
        return made

    return make
