"""Kept on time of what came due in eight weeks: null without a case, too few below five."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coaching.choices import CommitmentState
from coaching.coverage import Share
from coaching.reliability import Vow, reliability

TODAY = date(2026, 11, 18)
DAY = TODAY - timedelta(days=10)


def vow(state: str, due: date = DAY, settled: date | None = None) -> Vow:
    return Vow(due, state, settled or (None if state == "open" else due))


def test_without_a_case_there_is_no_percent() -> None:
    found = reliability([], TODAY)
    assert (found.count, found.of, found.percent, found.few) == (0, 0, None, False)


def test_kept_late_partly_missed_and_forgotten_were_due_and_not_on_time() -> None:
    late = vow("kept", settled=DAY + timedelta(days=1))
    found = reliability([vow("kept"), late, vow("partly"), vow("missed"), vow("open")], TODAY)
    assert (found.count, found.of, found.percent) == (1, 5, Decimal("20.00"))


def test_what_is_no_longer_relevant_is_no_case() -> None:
    assert reliability([vow("dropped")], TODAY) == Share(0, 0)


@pytest.mark.parametrize(("cases", "few"), [(1, True), (4, True), (5, False)])
def test_below_five_cases_it_says_little(cases: int, few: bool) -> None:
    assert reliability([vow("kept")] * cases, TODAY).few is few


@pytest.mark.parametrize(
    ("due", "state", "counts"),
    [
        (TODAY - timedelta(days=55), "kept", 1),
        (TODAY - timedelta(weeks=8), "kept", 0),
        (TODAY, "kept", 1),
        (TODAY, "open", 0),
        (TODAY - timedelta(days=1), "open", 1),
        (TODAY + timedelta(days=1), "kept", 0),
    ],
)
def test_the_eight_weeks_end_today(due: date, state: str, counts: int) -> None:
    assert reliability([vow(state, due)], TODAY).of == counts


VOWS = some.builds(
    Vow,
    some.dates(TODAY - timedelta(days=90), TODAY + timedelta(days=30)),
    some.sampled_from(CommitmentState.values),
    some.none() | some.dates(TODAY - timedelta(days=90), TODAY),
)


@given(some.lists(VOWS, max_size=30))
def test_never_more_on_time_than_due(vows: list[Vow]) -> None:
    found = reliability(vows, TODAY)
    assert 0 <= found.count <= found.of <= len(vows)
    assert found.percent is None or 0 <= found.percent <= 100
