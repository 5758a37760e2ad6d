"""A sales organisation over years: teams of all sizes, people who join, move and leave, and what each thinks.

What is published is made by the product's own functions; beside it stands who answered, which no role is ever told.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from coaching.feedback.closing import Group, together
from coaching.feedback.counting import HIGHEST, LOWEST, band, figure

SIZES = range(2, 15)
TEAMS_OF_A_REGION = 6
LEAVE, MOVE, SILENT = 0.08, 0.03, 0.15


class Said(list[int]):
    """The marks of one person."""

    def __init__(self, person: int, marks: list[int]) -> None:
        super().__init__(marks)
        self.person = person


@dataclass(frozen=True)
class Told:
    """One published figure: the sum of the answers of `people` lies from `low` to `high`.

    With the `lot` it is the sum of all but one of them, and nobody knows which.
    """

    people: frozenset[int]
    low: int
    high: int
    lot: bool
    about: Any = None


@dataclass
class Firm:
    """`opinions` hold what each person thinks of each statement; they keep it, wherever they go, or think anew."""

    chance: random.Random
    items: int
    teams: dict[int, set[int]] = field(default_factory=dict)
    parents: dict[Any, Any] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)
    opinions: dict[int, list[int]] = field(default_factory=dict)
    moods: dict[int, float] = field(default_factory=dict)

    @classmethod
    def of(cls, teams: int, *, items: int, seed: int) -> Firm:
        firm = cls(random.Random(seed), items)
        for team in range(teams):
            region = f"region {team // TEAMS_OF_A_REGION}"
            firm.parents |= {team: region, region: "firm", "firm": None}
            firm.sizes[team] = firm.chance.choice(SIZES)
            firm.moods[team] = firm.chance.uniform(2.5, 7.0)
            firm.teams[team] = {firm.join(team) for _one in range(firm.sizes[team])}
        return firm

    def join(self, team: int) -> int:
        person = len(self.opinions)
        self.opinions[person] = [self.opinion(team) for _item in range(self.items)]
        return person

    def opinion(self, team: int) -> int:
        """Around the mood of the team; in many teams all think nearly alike, which is the hard case."""
        return min(HIGHEST, max(LOWEST, round(self.chance.gauss(self.moods[team], self.chance.choice([0.3, 1.2])))))

    def pass_time(self) -> None:
        """Until the next cycle: people leave, move and join."""
        for people in self.teams.values():
            gone = {one for one in people if self.chance.random() < LEAVE}
            movers = {one for one in people - gone if self.chance.random() < MOVE}
            people -= gone | movers
            for one in movers:
                self.teams[self.chance.choice(list(self.teams))].add(one)
        for team, people in self.teams.items():
            people |= {self.join(team) for _one in range(self.sizes[team] - len(people))}

    def think_anew(self) -> None:
        for team, people in self.teams.items():
            for person in people:
                self.opinions[person] = [self.opinion(team) for _item in range(self.items)]

    def answers(self) -> dict[int, list[Said]]:
        """By team, in the order in which they came."""
        given = {}
        for team, people in self.teams.items():
            came = [one for one in sorted(people) if self.chance.random() >= SILENT]
            self.chance.shuffle(came)
            given[team] = [Said(one, self.opinions[one]) for one in came]
        return given


Publish = Callable[[Firm, dict[int, list[Said]], int], Iterator[Told]]


def as_published(firm: Firm, given: dict[int, list[Said]], item: int) -> Iterator[Told]:
    """The product: each group alone or small ones together, bands, the lot."""
    for group in groups_of(firm, given):
        made = figure([said[item] for said in group.answers], firm.chance.randrange)
        assert made is not None
        low, high = sums(made.low, made.high, made.answers - 1)
        yield Told(frozenset(said.person for said in group.answers), low, high, lot=True, about=group.manager)


def groups_of(firm: Firm, given: dict[int, list[Said]]) -> list[Group]:
    alone = [Group(team, firm.parents[team], len(firm.teams[team]), said) for team, said in given.items()]  # type: ignore[arg-type]
    return [*(one for one in alone if one.is_shown), *together(alone, firm.parents)]


def sums(low: float, high: float, counted: int) -> tuple[int, int]:
    """The smallest and the largest sum that is published as this band."""
    found = [one for one in range(LOWEST * counted, HIGHEST * counted + 1) if band(one, counted) == (low, high)]
    return found[0], found[-1]


def bands_without_lot(firm: Firm, given: dict[int, list[Said]], item: int) -> Iterator[Told]:
    """Bands as they are published, of all answers."""
    for group in groups_of(firm, given):
        marks = [said[item] for said in group.answers]
        low, high = sums(*band(sum(marks), len(marks)), len(marks))
        yield Told(frozenset(said.person for said in group.answers), low, high, lot=False, about=group.manager)


def means_from_five(firm: Firm, given: dict[int, list[Said]], item: int) -> Iterator[Told]:
    """What is usual: the mean of each group of five or more, with two decimals; and the mean of each region."""
    regions: dict[Any, list[Said]] = {}
    for team, said in given.items():
        regions.setdefault(firm.parents[team], []).extend(said)
    for about, said in [*given.items(), *regions.items()]:
        if len(said) >= 5:
            total = sum(one[item] for one in said)
            yield Told(frozenset(one.person for one in said), total, total, lot=False, about=about)


def live_means(firm: Firm, given: dict[int, list[Said]], item: int) -> Iterator[Told]:
    """A page that shows the mean from the fifth answer on and follows every answer, beside who has answered."""
    for team, said in given.items():
        for count in range(5, len(said) + 1):
            total = sum(one[item] for one in said[:count])
            yield Told(frozenset(one.person for one in said[:count]), total, total, lot=False, about=team)
