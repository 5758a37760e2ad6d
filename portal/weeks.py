"""Weeks begin on Monday. Which day it is, the organisation's time zone says."""

from __future__ import annotations

from datetime import date, timedelta

WEEK = timedelta(days=7)
FRIDAY = 4


def week_of(day: date) -> date:
    """The Monday on or before the day."""
    return day - timedelta(days=day.weekday())


def last_day(week: date) -> date:
    """The Sunday of the week that this Monday begins."""
    return week + WEEK - timedelta(days=1)


def coming_friday(today: date) -> date:
    """This Friday; on Friday and the weekend the next one, so that Monday is not a surprise."""
    ahead = (FRIDAY - today.weekday()) % 7
    return today + timedelta(days=ahead or 7)
