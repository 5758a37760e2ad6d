"""The organisation's fiscal quarters. Days in, days out.

With calendar months the year begins on the first of its month. With 4-4-5 weeks it begins on the Monday nearest to that
day, a quarter has thirteen weeks, and the last one goes on until the next year begins.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from portal.weeks import WEEK, week_of

QUARTER: Final = 13 * WEEK
CLOSING: Final = timedelta(days=45)
WEEKS: Final = "445"


def quarter_end(day: date, start_month: int, pattern: str) -> date:
    """The last day of the quarter in which the day lies."""
    return next(begin for begin in _beginnings(day.year, start_month, pattern) if begin > day) - timedelta(days=1)


def closes_soon(day: date, start_month: int, pattern: str) -> bool:
    """Within the 45 days that end with a quarter."""
    return quarter_end(day, start_month, pattern) - day < CLOSING


def _beginnings(year: int, start_month: int, pattern: str) -> list[date]:
    """Of the quarters from the year before to the year after, in order."""
    years = range(year - 1, year + 3)
    if pattern == WEEKS:
        return [_nearest_monday(date(one, start_month, 1)) + number * QUARTER for one in years for number in range(4)]
    months = [(one, start_month - 1 + 3 * number) for one in years for number in range(4)]
    return [date(one + month // 12, month % 12 + 1, 1) for one, month in months]


def _nearest_monday(day: date) -> date:
    return week_of(day + timedelta(days=3))
