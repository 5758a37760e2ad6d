"""How each manager of the demonstration coaches. The field's patterns can be seen in it, good and bad."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

DAYS: Final = 364


@dataclass(frozen=True)
class Habit:
    """`every` is the usual time between two sessions of a pair, in days; the rest are chances, 0 to 1.

    `early` prefers opportunities at their beginning; `answered` is how often the coachee confirms, `trimmed` how
    often with fewer minutes than the coach wrote down; `quiet` days ago the manager stopped coaching `forgotten` of
    the team.
    """

    every: int
    minutes: tuple[int, ...]
    early: float
    answered: float
    trimmed: float = 0.05
    planned: float = 0.6
    kept: float = 0.75
    coach_kept: float = 0.8
    quiet: int = 0
    forgotten: int = 0
    rhythm: bool = False


GOOD: Final = Habit(
    8, (30, 45, 45, 60), early=0.75, answered=0.96, planned=0.85, kept=0.82, coach_kept=0.9, rhythm=True
)
RESCUER: Final = Habit(
    12,
    (30, 45, 60, 90),
    early=0.12,
    answered=0.62,
    trimmed=0.3,
    planned=0.25,
    kept=0.55,
    coach_kept=0.4,
    quiet=33,
    forgotten=2,
)
STEADY: Final = Habit(11, (30, 30, 45), early=0.5, answered=0.9, planned=0.7, rhythm=True)
SHORT: Final = Habit(7, (10, 15, 20), early=0.45, answered=0.88, planned=0.4)
FADING: Final = Habit(10, (45, 60), early=0.4, answered=0.8, quiet=45, forgotten=6)
UNEVEN: Final = Habit(14, (30, 45, 60), early=0.35, answered=0.85, forgotten=1, quiet=60)
OF_TEAM: Final = {
    "Oslo": GOOD, "Stockholm": STEADY, "Copenhagen": SHORT, "London": RESCUER, "Manchester": STEADY, "Dublin": FADING,
    "Rotterdam": UNEVEN, "Hamburg": STEADY,
}  # fmt: skip
OF_LEADERS: Final = Habit(30, (45, 60), early=0.5, answered=0.9, planned=0.9)


def days_of(habit: Habit, place: int, today: date, chance: Random) -> Iterator[date]:
    """The days on which the person at this place in the team was coached, oldest first; working days only."""
    last = today - timedelta(days=habit.quiet if place < habit.forgotten else 0)
    day = today - timedelta(days=DAYS - chance.randrange(habit.every))
    while day <= last:
        worked = day - timedelta(days=max(0, day.weekday() - 4))
        yield worked
        day += timedelta(days=max(3, habit.every + chance.randint(-3, 4)))
