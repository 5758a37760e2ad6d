"""How somebody's levels moved, as one and the same observer saw them. Values in, values out.

One observer's levels say as much about the observer as about the person: in the ratings that Scullen, Mount and Goff
took apart (Journal of Applied Psychology, 2000), more than half of the variance was the rater's own. So levels of two
observers are never put into one line, nothing is averaged, and nobody stands beside anybody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from coaching.choices import HIGHEST, LOWEST

LEAST: Final = 2  # observations by the same observer, before a line is drawn
SHOWN: Final = 6  # the last ones
WIDE, HIGH, EDGE = 96, 28, 4


@dataclass(frozen=True)
class Seen:
    """One complete observation. `levels` by item code; None where it could not be seen."""

    on: date
    with_customer: bool
    levels: Mapping[str, int | None]


@dataclass(frozen=True)
class Dot:
    """A level as a point of the drawing. `filled` unless it was a role-play."""

    x: float
    y: float
    filled: bool


@dataclass(frozen=True)
class Line:
    """One item: its levels in the order of the observations, and the same as a drawing."""

    code: str
    name: str
    levels: tuple[int | None, ...]
    dots: tuple[Dot, ...]

    @property
    def path(self) -> str:
        """The points of a polyline; what was not seen is passed over."""
        return " ".join(f"{dot.x:g},{dot.y:g}" for dot in self.dots)

    @property
    def change(self) -> int | None:
        """From the first level that was seen to the last; None with fewer than two."""
        seen = [level for level in self.levels if level is not None]
        return seen[-1] - seen[0] if len(seen) >= LEAST else None


@dataclass(frozen=True)
class Trend:
    """`seen` in order of time. Lines are empty below two observations."""

    seen: tuple[Seen, ...]
    lines: tuple[Line, ...]


def trend(observations: Iterable[Seen], names: Mapping[str, str]) -> Trend:
    """Of one observer, one person and one form. `names` are the form's items by code, in its order."""
    shown = tuple(sorted(observations, key=lambda one: one.on)[-SHOWN:])
    if len(shown) < LEAST:
        return Trend(shown, ())
    lines = (_line(code, name, shown) for code, name in names.items())
    return Trend(shown, tuple(line for line in lines if any(level is not None for level in line.levels)))


def _line(code: str, name: str, shown: Sequence[Seen]) -> Line:
    levels = tuple(one.levels.get(code) for one in shown)
    step = (WIDE - 2 * EDGE) / (len(shown) - 1)
    dots = tuple(
        Dot(round(EDGE + number * step, 1), _height(level), one.with_customer)
        for number, (one, level) in enumerate(zip(shown, levels, strict=True))
        if level is not None
    )
    return Line(code, name, levels, dots)


def _height(level: int) -> float:
    share = (level - LOWEST) / (HIGHEST - LOWEST)
    return round(HIGH - EDGE - share * (HIGH - 2 * EDGE), 1)
