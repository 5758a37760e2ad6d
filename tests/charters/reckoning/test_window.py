"""Six to twelve calendar months, both ends counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charters.window import TOO_FAR, TOO_NARROW, months_after, window_warning


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2027, 1, 1), date(2027, 6, 30)),
        (date(2027, 1, 1), date(2027, 7, 1)),
        (date(2027, 1, 1), date(2027, 12, 31)),
        (date(2027, 1, 1), date(2028, 1, 1)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 3, 31), date(2027, 9, 30)),
    ],
)
def test_exactly_six_and_exactly_twelve_months_are_inside(starts_on: date, ends_on: date) -> None:
    assert window_warning(starts_on, ends_on) is None


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "warning"),
    [
        (date(2027, 1, 1), date(2027, 6, 29), TOO_NARROW),
        (date(2027, 1, 1), date(2028, 1, 2), TOO_FAR),
        (date(2028, 2, 29), date(2029, 3, 1), TOO_FAR),
        (date(2026, 8, 31), date(2027, 2, 26), TOO_NARROW),
    ],
)
def test_outside_it_says_which_way(starts_on: date, ends_on: date, warning: object) -> None:
    assert window_warning(starts_on, ends_on) == warning


def test_a_month_from_the_31st_ends_on_the_last_day() -> None:
    assert months_after(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert months_after(date(2027, 12, 31), 2) == date(2028, 2, 29)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_a_longer_span_is_never_narrower(starts_on: date, days: int) -> None:
    order = [TOO_NARROW, None, TOO_FAR]
    here, next_day = (order.index(window_warning(starts_on, starts_on + timedelta(days=d))) for d in (days, days + 1))
    assert here <= next_day


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_months_after_lands_in_that_month(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
