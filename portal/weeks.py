"""Weeks begin on Monday. Which day it is, the organisation's time zone says."""

from __future__ import annotations

from datetime import date, timedelta

WEEK = timedelta(days=7)


def week_of(day: date) -> date:
    """The Monday on or before the day."""
    return day - timedelta(days=day.weekday())


def last_day(week: date) -> date:
    """The Sunday of the week that this Monday begins."""
    return week + WEEK - timedelta(days=1)
