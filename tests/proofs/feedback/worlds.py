"""Another world in which everything that was ever published is the same, and one person answered differently.

Where there is one, no reckoning whatever can determine that person's answer.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from typing import Final

from coaching.feedback.counting import HIGHEST, LOWEST
from tests.proofs.feedback.firm import Told

STEPS: Final = 300  # of mending, before a world is given up

Answers = Mapping[int, int]


class Worlds:
    """`answers` are the true ones, by person; a person who answers anew each time is another person each time."""

    def __init__(self, told: Iterable[Told], answers: Answers) -> None:
        self.answers = answers
        self.figures: dict[int, list[Told]] = {}
        for one in told:
            for person in one.people:
                self.figures.setdefault(person, []).append(one)

    def another(self, person: int, *, insider: int | None = None) -> dict[int, int] | None:
        """What was answered differently there; the insider's answer is as the insider knows it."""
        for mark in self.others(person):
            if self.agree({person: mark}):
                return {person: mark}
        fixed = {person, insider}
        return next(filter(None, (self.mended({person: mark}, fixed) for mark in self.others(person))), None)

    def mended(self, changed: dict[int, int], fixed: set[int | None]) -> dict[int, int] | None:
        """Change others, a point at a time, until every figure is again what it was; None when that does not come off."""
        chance, changed = random.Random(0), dict(changed)
        for _step in range(STEPS):
            broken = [one for one in self.touched(changed) if self.distance(one, changed)]
            if not broken:
                return changed
            tries = [
                {**changed, person: mark}
                for person in sorted(chance.choice(broken).people - fixed)
                for mark in self.steps(changed.get(person, self.answers[person]))
            ]
            if not tries:
                return None
            chance.shuffle(tries)
            changed = min(tries, key=self.off)
        return None

    def steps(self, mark: int) -> list[int]:
        return [one for one in (mark - 1, mark + 1) if LOWEST <= one <= HIGHEST]

    def touched(self, changed: Answers) -> set[Told]:
        return {one for person in changed for one in self.figures[person]}

    def off(self, changed: Answers) -> int:
        return sum(self.distance(one, changed) for one in self.touched(changed))

    def others(self, person: int) -> list[int]:
        """The nearest first."""
        own = self.answers[person]
        return sorted((one for one in range(LOWEST, HIGHEST + 1) if one != own), key=lambda one: abs(one - own))

    def agree(self, changed: Answers) -> bool:
        """Whether every figure can be as it was published."""
        return not any(self.distance(one, changed) for one in self.touched(changed))

    def distance(self, told: Told, changed: Answers) -> int:
        """How far the answers are from making this figure."""
        marks = [changed.get(person, self.answers[person]) for person in told.people]
        total = sum(marks)
        sums = [total - left_out for left_out in set(marks)] if told.lot else [total]
        return min(max(told.low - one, one - told.high, 0) for one in sums)
