"""When fiscal quarters end, by months and by weeks."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from portal.fiscal import closes_soon, quarter_end

MONTHS, WEEKS = "months", "445"


@pytest.mark.parametrize(
    ("day", "start", "end"),
    [
        ("2026-11-16", 1, "2026-12-31"),
        ("2026-12-31", 1, "2026-12-31"),
        ("2027-01-01", 1, "2027-03-31"),
        ("2026-11-16", 4, "2026-12-31"),
        ("2026-11-16", 2, "2027-01-31"),
        ("2027-01-31", 2, "2027-01-31"),
        ("2028-02-29", 12, "2028-02-29"),
        ("2026-01-15", 12, "2026-02-28"),
    ],
)
def test_quarters_of_months(day: str, start: int, end: str) -> None:
    assert quarter_end(date.fromisoformat(day), start, MONTHS) == date.fromisoformat(end)


def test_quarters_of_weeks_have_thirteen_of_them_and_begin_on_a_monday() -> None:
    assert quarter_end(date(2026, 11, 16), 1, WEEKS) == date(2027, 1, 3)
    assert quarter_end(date(2026, 1, 1), 1, WEEKS) == date(2026, 3, 29)


@pytest.mark.parametrize("pattern", [MONTHS, WEEKS])
@pytest.mark.parametrize("start", range(1, 13))
def test_every_day_lies_in_one_quarter(start: int, pattern: str) -> None:
    """The day after a quarter's end begins the next; none is shorter than 89 days or longer than 98."""
    day, ends = date(2023, 6, 1), []
    while day < date(2031, 1, 1):
        end = quarter_end(day, start, pattern)
        assert end >= day
        assert quarter_end(end, start, pattern) == end
        ends.append(end)
        day = end + timedelta(days=1)
    lengths = {(later - end).days for end, later in pairwise(ends)}
    assert lengths <= set(range(89, 99))


def test_the_last_forty_five_days_are_for_cleaning_out() -> None:
    assert not closes_soon(date(2026, 11, 16), 1, MONTHS)
    assert closes_soon(date(2026, 11, 17), 1, MONTHS)
    assert closes_soon(date(2026, 12, 31), 1, MONTHS)
    assert not closes_soon(date(2027, 1, 1), 1, MONTHS)
