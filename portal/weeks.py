"""Weeks begin on Monday. Which day it is, the organisation's time zone says."""

from __future__ import annotations

from datetime import date, datetime, timedelta

WEEK = timedelta(days=7)
FRIDAY = 4
MORNING = 6  # the hour at which a week's figures are taken


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


def is_this_week(friday: date, today: date) -> bool:
    """Whether the coming Friday lies in the week of today."""
    return week_of(friday) == week_of(today)


def is_morning(local: datetime) -> bool:
    """Whether the week's first morning has come at this local time."""
    return local.weekday() > 0 or local.hour >= MORNING
