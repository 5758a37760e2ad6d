"""Somebody who has read every figure of every cycle, knows who answered in each group, and reckons.

More than any role sees: rosters are known to all who work here, but who of them answered is told to nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from coaching.feedback.counting import HIGHEST, LOWEST
from tests.proofs.feedback.firm import Told

CLOSE = 4  # people by which two groups differ, for their difference to be worth reckoning
Row = dict[int, Fraction]


@dataclass
class Between:
    """`plus` less `minus` lies from `low` to `high`."""

    plus: frozenset[int]
    minus: frozenset[int]
    low: int
    high: int


class Adversary:
    """`own` are answers that are known: the adversary's."""

    def __init__(self, told: Iterable[Told], own: Mapping[int, int] | None = None) -> None:
        self.told = list(told)
        people = set().union(*(one.people for one in self.told)) if self.told else set()
        self.low = dict.fromkeys(people, LOWEST) | dict(own or {})
        self.high = dict.fromkeys(people, HIGHEST) | dict(own or {})

    def determined(self) -> dict[int, int]:
        """Whose answer has but one value left, and which."""
        self.eliminate()
        self.narrow()
        return {person: low for person, low in self.low.items() if low == self.high[person]}

    def eliminate(self) -> None:
        """Solve what is known exactly: a linear system over the rationals, brought to its reduced form."""
        for row, total in reduced([one for one in self.told if one.low == one.high and not one.lot]):
            if len(row) == 1:
                [(person, factor)] = row.items()
                self.low[person] = self.high[person] = int(total / factor)

    def narrow(self) -> None:
        """Bounds of each answer from every figure and from the differences of groups that are nearly the same."""
        known = [*map(self.plainly, self.told), *self.differences()]
        while self.narrowed(known):
            pass

    def narrowed(self, known: list[Between]) -> bool:
        before = sum(self.high.values()) - sum(self.low.values())
        for one in known:
            self.bound(one)
        for told in self.told:
            if told.lot:
                self.bound_by_lot(told)
        return sum(self.high.values()) - sum(self.low.values()) < before

    def plainly(self, told: Told) -> Between:
        """With the lot, the sum of all is known up to the one that was left out."""
        return Between(told.people, frozenset(), told.low + told.lot * LOWEST, told.high + told.lot * HIGHEST)

    def differences(self) -> Iterator[Between]:
        by_group = defaultdict(list)
        for one in self.told:
            by_group[one.about].append(self.plainly(one))
        for figures in by_group.values():
            for place, first in enumerate(figures):
                for second in figures[place + 1 :]:
                    if len(first.plus ^ second.plus) <= CLOSE:
                        yield Between(
                            first.plus - second.plus, second.plus - first.plus,
                            first.low - second.high, first.high - second.low,
                        )  # fmt: skip

    def bound(self, one: Between) -> None:
        most = sum(self.high[p] for p in one.plus) - sum(self.low[p] for p in one.minus)
        least = sum(self.low[p] for p in one.plus) - sum(self.high[p] for p in one.minus)
        for person in one.plus:
            low, high = self.low[person], self.high[person]
            self.set(person, one.low - (most - high), one.high - (least - low))
        for person in one.minus:
            low, high = self.low[person], self.high[person]
            self.set(person, least + high - one.high, most + low - one.low)

    def bound_by_lot(self, told: Told) -> None:
        """An answer says nothing where it may be the one left out; elsewhere one of the others was."""
        lows, highs = [self.low[p] for p in told.people], [self.high[p] for p in told.people]
        least, most = sum(lows), sum(highs)
        smallest, largest = sorted(highs)[:2], sorted(lows)[-2:]
        for person in told.people:
            low, high = self.low[person], self.high[person]
            if most - high >= told.low and least - low <= told.high:
                continue
            out_high = smallest[1] if high == smallest[0] else smallest[0]
            out_low = largest[0] if low == largest[1] else largest[1]
            self.set(person, told.low - (most - high - out_high), told.high - (least - low - out_low))

    def set(self, person: int, low: int, high: int) -> None:
        self.low[person] = max(self.low[person], low)
        self.high[person] = min(self.high[person], high)


def reduced(told: list[Told]) -> Iterator[tuple[Row, Fraction]]:
    """Gauss and Jordan, for each set of figures that share people."""
    for part in parts(told):
        rows: dict[int, tuple[Row, Fraction]] = {}
        for one in part:
            row, total = cleared(dict.fromkeys(one.people, Fraction(1)), Fraction(one.low), rows)
            if not row:
                continue
            pivot = min(row)
            factor = row[pivot]
            new = {person: value / factor for person, value in row.items()}, total / factor
            for other, kept in list(rows.items()):
                rows[other] = without(kept, pivot, new)
            rows[pivot] = new
        yield from rows.values()


def cleared(row: Row, total: Fraction, rows: Mapping[int, tuple[Row, Fraction]]) -> tuple[Row, Fraction]:
    for pivot in [person for person in row if person in rows]:
        row, total = without((row, total), pivot, rows[pivot])
    return row, total


def without(kept: tuple[Row, Fraction], pivot: int, new: tuple[Row, Fraction]) -> tuple[Row, Fraction]:
    row, total = kept
    factor = row.get(pivot)
    if not factor:
        return kept
    left = dict(row)
    for person, value in new[0].items():
        left[person] = left.get(person, Fraction(0)) - factor * value
    return {person: value for person, value in left.items() if value}, total - factor * new[1]


def parts(told: list[Told]) -> list[list[Told]]:
    """Figures that have no person in common, not even through others, are apart."""
    home: dict[int, int] = {}

    def find(person: int) -> int:
        while home.setdefault(person, person) != person:
            home[person] = home[home[person]]
            person = home[person]
        return person

    for one in told:
        first, *rest = one.people
        for other in rest:
            home[find(other)] = find(first)
    found = defaultdict(list)
    for one in told:
        found[find(next(iter(one.people)))].append(one)
    return list(found.values())
