"""Upward feedback: over 26 cycles nobody's answer can be worked out, by whoever reads all that is published.

Twice: people think anew in each cycle; and people keep their opinion for years, and the adversary knows that they do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.proofs.feedback.adversary import Adversary
from tests.proofs.feedback.firm import (
    Firm,
    Publish,
    Told,
    as_published,
    bands_without_lot,
    live_means,
    means_from_five,
)
from tests.proofs.feedback.worlds import Worlds

pytestmark = pytest.mark.proof
CYCLES = 26


@dataclass
class Years:
    """One statement: every figure that was ever published, and the truth."""

    told: list[Told]
    truth: dict[int, int]

    def determined(self, own: dict[int, int] | None = None) -> dict[int, int]:
        found = Adversary(self.told, own).determined()
        assert all(self.truth[person] == mark for person, mark in found.items()), "the adversary reckons right"
        return {person: mark for person, mark in found.items() if person not in (own or {})}


def years(teams: int, publish: Publish, *, items: int, anew: bool, seed: int = 1) -> list[Years]:
    """For each statement. Whoever thinks anew is, to the adversary, somebody else each time."""
    firm = Firm.of(teams, items=items, seed=seed)
    found = [Years([], {}) for _item in range(items)]
    for cycle in range(CYCLES):
        if cycle:
            firm.pass_time()
        if anew:
            firm.think_anew()
        given = firm.answers()
        for item, kept in enumerate(found):
            for told in publish(firm, given, item):
                shift = 1_000_000 * cycle if anew else 0
                people = frozenset(shift + person for person in told.people)
                kept.told.append(Told(people, told.low, told.high, told.lot, (told.about, cycle if anew else 0)))
                kept.truth |= {shift + person: firm.opinions[person][item] for person in told.people}
    return found


@pytest.mark.parametrize("anew", [True, False], ids=["who think anew", "who keep their opinion"])
def test_nobody_is_determined_by_what_is_published(
    anew: bool, rounds: Callable[..., int], proven: Callable[..., None]
) -> None:
    """The adversary finds nobody; and for everybody there is another world with the same figures, so nobody else can."""
    teams, items = rounds(12, full=240), rounds(2, full=12)
    people: set[int] = set()
    found: set[int] = set()
    certain: set[int] = set()
    for kept in years(teams, as_published, items=items, anew=anew):
        worlds = Worlds(kept.told, kept.truth)
        people |= set(kept.truth)
        found |= set(kept.determined())
        certain |= {one for one in kept.truth if worlds.another(one, insider=insider_of(one, worlds)) is None}
    proven(
        f"{len(people):,} respondents × {items} statements, {CYCLES} cycles, {'anew' if anew else 'the same opinion'}",
        found=f"{len(found)} determined; {len(people) - len(certain):,} have another world with the same figures",
    )
    assert found == set()
    assert certain == set()
    assert len(people) >= rounds(100, full=5000)


def insider_of(person: int, worlds: Worlds) -> int:
    """A colleague who knows their own answer: it stays what it is in the other world."""
    figure = worlds.figures[person][0]
    return max(figure.people - {person}, key=lambda one: (one * 7919) % 104_729)


def test_nobody_is_determined_by_a_colleague_who_knows_their_own_answer(
    rounds: Callable[..., int], proven: Callable[..., None]
) -> None:
    teams, colleagues = rounds(12, full=240), rounds(10, full=60)
    [kept] = years(teams, as_published, items=1, anew=False)
    tried = sorted(kept.truth)[:: max(1, len(kept.truth) // colleagues)]
    found = [kept.determined({one: kept.truth[one]}) for one in tried]
    proven(f"{len(tried)} colleagues, {len(kept.truth):,} respondents", found=f"{sum(map(len, found))} determined")
    assert not any(found)


BROKEN: dict[str, tuple[Publish, bool, float]] = {
    "means that follow every answer": (live_means, True, 0.3),
    "means that follow every answer, of people who keep their opinion": (live_means, False, 0.8),
    "means from five answers up, and of regions": (means_from_five, False, 0.15),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_same_adversary_reads_answers_out_of(
    name: str, rounds: Callable[..., int], proven: Callable[..., None]
) -> None:
    publish, anew, least = BROKEN[name]
    [kept] = years(rounds(12, full=120), publish, items=1, anew=anew)
    found = kept.determined()
    proven(
        f"{len(kept.truth):,} respondents, {name}",
        found=f"{len(found):,} determined ({len(found) / len(kept.truth):.0%})",
    )
    assert len(found) >= least * len(kept.truth)


def test_bands_alone_would_not_do(rounds: Callable[..., int], proven: Callable[..., None]) -> None:
    """Without the lot, some answers of people who keep their opinion are certain: a leaver takes the band along."""
    [kept] = years(rounds(48, full=240), bands_without_lot, items=1, anew=False)
    found = kept.determined()
    proven(f"{len(kept.truth):,} respondents, bands without the lot", found=f"{len(found)} determined")
    assert found
