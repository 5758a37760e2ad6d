"""What was published, as pages show it: statements down, cycles across."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from coaching.feedback.counting import HIGHEST, LOWEST, Figure
from coaching.feedback.statements import ABOVE, TEAM
from coaching.models import FeedbackFromAbove, FeedbackResult
from portal.models import Person

CYCLES_SHOWN = 8


@dataclass(frozen=True)
class Cell:
    """A band on the scale: `start` and `length` are in hundredths of it."""

    figure: Figure

    @property
    def start(self) -> float:
        return 100 * (self.figure.low - LOWEST) / (HIGHEST - LOWEST)

    @property
    def length(self) -> float:
        return 100 * (self.figure.high - self.figure.low) / (HIGHEST - LOWEST)

    @property
    def is_top(self) -> bool:
        return self.figure.high == HIGHEST

    @property
    def is_bottom(self) -> bool:
        return self.figure.low == LOWEST


@dataclass(frozen=True)
class Line:
    """A statement, in its latest words. A cell is empty where there is no figure."""

    code: str
    text: str
    cells: list[Any]


def about(person: Person, manager: UUID) -> list[FeedbackResult]:
    """The cycles of a manager that the person reads, the newest first."""
    rows = FeedbackResult.objects.visible_to(person).in_order().filter(manager=manager)
    return list(rows[:CYCLES_SHOWN])


def trend(results: Sequence[FeedbackResult]) -> list[Line]:
    """Newest first, as the results are; without those that show nothing."""
    shown = [one for one in results if one.is_shown]
    texts: dict[str, str] = {}
    for one in shown:
        for code, text in one.cycle.statements_of(TEAM).items():
            texts.setdefault(code, text)
    return [Line(code, text, [_cell(one.figure(code)) for one in shown]) for code, text in texts.items()]


def _cell(figure: Figure | None) -> Cell | None:
    return Cell(figure) if figure else None


def latest(person: Person) -> tuple[list[FeedbackResult], list[FeedbackResult]]:
    """The newest result of each manager by name, and of what was put together at each team."""
    rows: Iterable[FeedbackResult] = FeedbackResult.objects.visible_to(person).in_order().defer("figures")
    alone: dict[Any, FeedbackResult] = {}
    together: dict[Any, FeedbackResult] = {}
    for one in rows:
        (alone if one.manager_id else together).setdefault(one.manager_id or one.team_id, one)
    return sorted(alone.values(), key=lambda one: str(one.manager)), sorted(
        together.values(), key=lambda one: str(one.team)
    )


def said_above(person: Person, manager: UUID) -> list[tuple[FeedbackFromAbove, list[tuple[str, int]]]]:
    """What the manager's own manager said, for the two: each with its statements and marks, the newest first."""
    rows = FeedbackFromAbove.objects.visible_to(person).answered().filter(manager=manager)
    found = rows.select_related("cycle", "author").order_by("-answered_at")[:CYCLES_SHOWN]
    return [(one, [(text, one.marks[code]) for code, text in one.cycle.statements_of(ABOVE).items()]) for one in found]
