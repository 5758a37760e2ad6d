"""How an objective stands against the line between its targets. Values in, values out; None without data.

The line goes straight from the baseline, on its day, to the first target and from target to target; before the baseline
it is the baseline, after the last target that target. Milestones are steps: on a day, as many are expected as are due.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from charters.choices import Direction
from charters.document import ObjectiveFact

Point = tuple[date, Decimal]


@dataclass(frozen=True)
class Progress:
    """`share` is how much of the way is gone, 0 to 1 and beyond; negative when it went the wrong way.

    `expected` is the line on the day of the measurement; `on_track` is None where there is no line.
    """

    value: Decimal
    measured_on: date
    expected: Decimal | None
    share: Decimal | None
    on_track: bool | None


def progress(objective: ObjectiveFact, value: Decimal | None, measured_on: date | None) -> Progress | None:
    """None when nothing was measured: no data is not 0 %."""
    if value is None or measured_on is None:
        return None
    expected = expected_on(objective, measured_on)
    on_track = None if expected is None else reaches(value, expected, direction_of(objective))
    return Progress(value, measured_on, expected, share_of_way(objective, value), on_track)


def direction_of(objective: ObjectiveFact) -> str:
    return Direction.UP if objective.is_milestone else objective.direction


def reaches(value: Decimal, target: Decimal, direction: str) -> bool:
    return value <= target if direction == Direction.DOWN else value >= target


def expected_on(objective: ObjectiveFact, day: date) -> Decimal | None:
    """The value that the line has on the day; None where the line cannot be drawn."""
    if objective.is_milestone:
        return Decimal(sum(target.due_on <= day for target in objective.targets)) if objective.targets else None
    line = line_of(objective)
    return None if line is None else _on_line(line, day)


def line_of(objective: ObjectiveFact) -> list[Point] | None:
    """Baseline and targets by their days; None when one of them is unknown."""
    if objective.baseline is None or objective.baseline_on is None or not objective.targets:
        return None
    points: list[Point] = [(objective.baseline_on, objective.baseline)]
    for target in sorted(objective.targets, key=lambda one: one.due_on):
        if target.value is None:
            return None
        points.append((target.due_on, target.value))
    return points


def _on_line(points: Sequence[Point], day: date) -> Decimal:
    if day <= points[0][0]:
        return points[0][1]
    for (start, low), (end, high) in pairwise(points):
        if day <= end:
            return high if start >= end else low + (high - low) * (day - start).days / (end - start).days
    return points[-1][1]


def share_of_way(objective: ObjectiveFact, value: Decimal) -> Decimal | None:
    """From the baseline to the last target. None where there is no way to go, or its ends are unknown."""
    if objective.is_milestone:
        return value / len(objective.targets) if objective.targets else None
    last = objective.targets[-1].value if objective.targets else None
    if objective.baseline is None or last is None or last == objective.baseline:
        return None
    return (value - objective.baseline) / (last - objective.baseline)
