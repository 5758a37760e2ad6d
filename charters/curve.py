"""How an objective or a measure went, as a curve: what was measured, and the line that it should follow.

Values in, values out. Places are percentages of the picture, ready for an SVG: no figure is reckoned in a template.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from charters.document import ObjectiveFact
from charters.progress import Point, line_of
from portal import formats

MARGIN = Decimal("0.1")  # of the picture's height, above the highest value and below the lowest


@dataclass(frozen=True)
class Stretch:
    """A straight piece from one place to another."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Dot:
    x: str
    y: str
    words: str


@dataclass(frozen=True)
class Curve:
    """`planned` is empty where there is no line; `targets` are the ends of its pieces; `today` None beyond the picture."""

    planned: tuple[Stretch, ...]
    targets: tuple[Dot, ...]
    measured: tuple[Stretch, ...]
    dots: tuple[Dot, ...]
    today: str | None
    begins: date
    ends: date
    lowest: Decimal
    highest: Decimal


def curve(measured: Sequence[Point], today: date, objective: ObjectiveFact | None = None) -> Curve | None:
    """`measured` by day. None when nothing was: a line alone says nothing about where it stands."""
    if not measured:
        return None
    line = plan_of(objective) if objective else []
    frame = Frame.around([*measured, *line])
    return Curve(
        planned=tuple(frame.stretches(line)),
        targets=tuple(frame.dot(one) for one in line[1:]),
        measured=tuple(frame.stretches(measured)),
        dots=tuple(frame.dot(one) for one in measured),
        today=frame.x(today) if frame.first <= today <= frame.last else None,
        begins=frame.first,
        ends=frame.last,
        lowest=frame.low,
        highest=frame.high,
    )


def plan_of(objective: ObjectiveFact) -> list[Point]:
    """From the baseline through the targets; of milestones, how many are due. Empty where one of the ends is unknown."""
    if objective.is_milestone:
        return [(one.due_on, Decimal(number)) for number, one in enumerate(objective.targets, start=1)]
    return line_of(objective) or []


@dataclass(frozen=True)
class Frame:
    first: date
    last: date
    low: Decimal
    high: Decimal

    @classmethod
    def around(cls, points: Sequence[Point]) -> Frame:
        days, values = [day for day, _value in points], [value for _day, value in points]
        return cls(min(days), max(days), min(values), max(values))

    def x(self, day: date) -> str:
        """In the middle where there is but one day."""
        days = (self.last - self.first).days
        return _percent(Decimal((day - self.first).days) / days if days else Decimal("0.5"))

    def y(self, value: Decimal) -> str:
        """Higher values stand higher; in the middle where all are the same."""
        height = self.high - self.low
        share = (self.high - value) / height if height else Decimal("0.5")
        return _percent(MARGIN + share * (1 - 2 * MARGIN))

    def stretches(self, points: Sequence[Point]) -> list[Stretch]:
        return [
            Stretch(self.x(start), self.y(low), self.x(end), self.y(high))
            for (start, low), (end, high) in pairwise(points)
        ]

    def dot(self, point: Point) -> Dot:
        day, value = point
        return Dot(self.x(day), self.y(value), f"{formats.day(day)}: {value.normalize():f}")


def _percent(share: Decimal) -> str:
    return f"{share * 100:.2f}%"
