"""A digest of more than two screens tells fewer of what is others'."""

from dataclasses import replace
from uuid import UUID

import pytest

from portal.digests.composing import FEWER, TWO_SCREENS, fitted
from portal.digests.promises import GOALS, OWN, Item, Section


def section(code: str, lines: int, *, block: int = GOALS, compact: bool = False) -> Section:
    items = [Item("objective", UUID(int=number), str(number), "/") for number in range(lines)]
    return Section(code, code, items, lines, block=block, compact=compact)


FULL = [section("objectives", 5), section("tactics", 5), section("teams", FEWER + 1)]
LONG = [section("overdue", 5, block=OWN), *FULL, section("quiet", 5, compact=True), section("reviews", 5)]


def shown(sections: list[Section]) -> dict[str, tuple[int, int]]:
    """How many each shows, and how many more there are."""
    return {one.code: (len(one.shown), one.more) for one in fitted(sections)}


def test_a_short_one_tells_all() -> None:
    assert sum(len(one.shown) for one in FULL) <= TWO_SCREENS
    assert fitted(FULL) == FULL


def test_a_long_one_tells_fewer_of_others_and_never_leaves_out_a_single_line() -> None:
    assert shown(LONG) == {
        "overdue": (5, 0), "objectives": (3, 2), "tactics": (3, 2), "teams": (4, 0), "quiet": (5, 0), "reviews": (3, 2),
    }  # fmt: skip


@pytest.mark.parametrize("still", [4, 5])
def test_what_is_settled_since_is_not_counted_among_what_is_left_out(still: int) -> None:
    one = replace(section("objectives", still), count=9, still=still)
    assert one.note == f"{9 - still} settled since"
    assert shown([*LONG, one, one])["objectives"] == ((4, 0) if still == 4 else (3, 2))
