"""Figures that the portal reckons itself, which an objective or a measure may be bound to.

The apps are reached by name: each module of settings.FIGURES offers `FIGURES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise

from portal import formats
from portal.teamtree import TeamTree

PERCENT: Final = "%"
CENT: Final = Decimal("0.01")


@dataclass(frozen=True)
class Cases:
    """`count` of `of` cases; without any case there is no data."""

    count: int = 0
    of: int = 0

    def __add__(self, other: Cases) -> Cases:
        return Cases(self.count + other.count, self.of + other.of)

    @property
    def percent(self) -> Decimal | None:
        return (Decimal(100) * self.count / self.of).quantize(CENT) if self.of else None


ByTeam = Mapping[UUID, Cases]


@dataclass(frozen=True)
class Figure:
    """A share in percent, of a team and all below it.

    `counted(day)` tells the cases of each team alone, all teams at once. `any_day` says that it knows days that have
    passed as well; other figures know only how things stand now. `made` is the sentence that says how it was made,
    from `count`, `of`, `team` and `day`.
    """

    name: str
    label: str | Promise
    made: str | Promise
    counted: Callable[[date], ByTeam]
    any_day: bool = False
    unit: str = PERCENT

    def __str__(self) -> str:
        return str(self.label)

    def said(self, cases: Cases, team: object, day: date) -> str:
        return str(self.made) % {"count": cases.count, "of": cases.of, "team": team, "day": formats.day(day)}


def known() -> dict[str, Figure]:
    """All that are offered, by name."""
    return {figure.name: figure for module in settings.FIGURES for figure in import_module(module).FIGURES}


def find(name: str) -> Figure | None:
    """None where nothing is named, or where nobody offers it any more."""
    return known().get(name) if name else None


def below(counted: ByTeam, team: UUID, tree: TeamTree) -> Cases:
    """Of the team and all below it."""
    return total(counted.get(one, Cases()) for one in tree.branch(team))


def total(cases: Iterable[Cases]) -> Cases:
    return sum(cases, Cases())
