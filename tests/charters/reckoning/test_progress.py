"""Against the line between the targets; without data there is none."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charters.choices import Direction, ObjectiveKind
from charters.document import ObjectiveFact
from charters.progress import expected_on, line_of, progress, share_of_way
from tests.charters.reckoning.facts import WRITTEN, objective, to

START = date(2027, 1, 1)
LINE = objective(
    direction=Direction.UP,
    baseline=Decimal(0),
    baseline_on=START,
    targets=(to(10, START + timedelta(days=100)), to(15, START + timedelta(days=150))),
)


def day(number: int) -> date:
    return START + timedelta(days=number)


def test_without_data_there_is_no_progress() -> None:
    assert progress(LINE, None, None) is None


@pytest.mark.parametrize(
    ("number", "expected"), [(-5, 0), (0, 0), (50, 5), (100, 10), (125, "12.5"), (150, 15), (400, 15)]
)
def test_the_line_goes_from_target_to_target(number: int, expected: float | str) -> None:
    assert expected_on(LINE, day(number)) == Decimal(expected)


@pytest.mark.parametrize(("value", "on_track"), [("4.9", False), ("5", True), ("6", True)])
def test_on_track_is_on_the_line_or_beyond(value: str, on_track: bool) -> None:
    found = progress(LINE, Decimal(value), day(50))
    assert found is not None
    assert (found.on_track, found.expected) == (on_track, Decimal(5))


def test_downwards_less_is_better() -> None:
    one = objective(targets=(to(9, WRITTEN + timedelta(days=30)),))
    assert [progress(one, Decimal(v), WRITTEN + timedelta(days=10)).on_track for v in (10, 11, 12)] == [  # type: ignore[union-attr]
        True,
        True,
        False,
    ]


def test_the_share_is_of_the_whole_way() -> None:
    assert [share_of_way(LINE, Decimal(value)) for value in (0, 3, 15, 30, -3)] == [
        Decimal(0), Decimal("0.2"), Decimal(1), Decimal(2), Decimal("-0.2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "one",
    [objective(baseline=None), objective(baseline_on=None), objective(targets=()), objective(targets=(to(None),))],
)
def test_where_no_line_can_be_drawn_nothing_is_expected(one: ObjectiveFact) -> None:
    found = progress(one, Decimal(10), WRITTEN)
    assert found is not None
    assert (line_of(one), found.expected, found.on_track) == (None, None, None)


def test_no_way_to_go_has_no_share() -> None:
    assert share_of_way(objective(baseline=Decimal(9)), Decimal(9)) is None


def test_a_leap_day_is_a_day_like_any_other() -> None:
    one = objective(
        direction=Direction.UP, baseline=Decimal(0), baseline_on=date(2028, 2, 1), targets=(to(28, date(2028, 2, 29)),)
    )
    assert expected_on(one, date(2028, 2, 28)) == 27
    assert expected_on(one, date(2028, 2, 29)) == expected_on(one, date(2028, 3, 1)) == 28


def test_milestones_are_steps() -> None:
    one = objective(kind=ObjectiveKind.MILESTONE, targets=(to(None, day(10), "Live"), to(None, day(20), "Migrated")))
    assert [expected_on(one, day(number)) for number in (9, 10, 19, 20)] == [0, 1, 1, 2]
    found = progress(one, Decimal(1), day(20))
    assert found is not None
    assert (found.share, found.on_track) == (Decimal("0.5"), False)


@given(
    st.lists(st.tuples(st.integers(1, 400), st.integers(-100, 100)), min_size=1, max_size=6, unique_by=lambda p: p[0]),
    st.integers(-10, 500),
)
def test_the_line_never_leaves_its_own_points(points: list[tuple[int, int]], number: int) -> None:
    targets = tuple(to(value, day(when)) for when, value in sorted(points))
    one = objective(baseline=Decimal(0), baseline_on=START, targets=targets)
    found = expected_on(one, day(number))
    values = [0, *(value for _when, value in points)]
    assert found is not None
    assert min(values) <= found <= max(values)
    assert all(expected_on(one, target.due_on) == target.value for target in targets)
