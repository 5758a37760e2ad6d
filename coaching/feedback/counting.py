"""How answers become the figures of a group: once, coarse, and such that no answer can be worked out.

Each statement is published as a *band* that the mean lies in, never as the mean, whether its answers differ or agree: a
band that stood only where all agree would tell those who answered what everybody else said. And of the answers to a
statement one, drawn by lot and kept nowhere, is left out. Whoever's answer is in question may be the one that was left
out, so every answer stays possible, also to a colleague who knows their own; the bands at both ends are wide enough
that this holds there as well (docs/decisions/0013-upward-feedback.md has the reckoning).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

FEWEST: Final = 5  # answers that figures are made of
LOWEST, HIGHEST = 1, 7
MIDDLE: Final = 4
SEVERAL: Final = 6  # counted answers from which the bands at the ends are half a point narrower

Lot = Callable[[int], int]


@dataclass(frozen=True)
class Figure:
    """The mean lies from `low` to `high`, in points of 1 to 7. `answers` are those that said something."""

    low: float
    high: float
    answers: int


def figure(marks: Sequence[int], lot: Lot = secrets.randbelow) -> Figure | None:
    """Of the marks of one statement; None below five that said something. `lot(n)` draws one of n."""
    said = [mark for mark in marks if LOWEST <= mark <= HIGHEST]
    if len(said) < FEWEST:
        return None
    left_out = said[lot(len(said))]
    return Figure(*band(sum(said) - left_out, len(said) - 1), len(said))


def band(total: int, counted: int) -> tuple[float, float]:
    """The half point that a mean lies in; at both ends of the scale all that lies beyond the last one.

    Above the middle a band holds its lower bound, below the middle its upper one, so the scale reads alike both ways.
    """
    last = 6.0 if counted >= SEVERAL else 5.5
    if total < MIDDLE * counted:
        low, high = _upwards(2 * MIDDLE * counted - total, counted, last)
        return 2 * MIDDLE - high, 2 * MIDDLE - low
    return _upwards(total, counted, last)


def _upwards(total: int, counted: int, last: float) -> tuple[float, float]:
    """For a mean from the middle on."""
    low = (2 * total // counted) / 2
    return (last, float(HIGHEST)) if low >= last else (low, low + 0.5)
