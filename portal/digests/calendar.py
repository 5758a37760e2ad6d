"""When somebody's digest is due: their own weekday and hour, on their own clock. Values in, values out.

A week is named by its Monday as the person's time zone has it. The due moment of a week is the first instant at which
the local clock shows the wanted time or a later one: where the clock skips that time, the first instant after the gap;
where it shows it twice, the first of the two. Weeks follow each other by the calendar, never by 168 hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.weeks import WEEK, week_of

SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Slot:
    """Where and when a person wants the digest: ISO weekday 1 (Monday) to 7, hour 0 to 23."""

    zone: str
    weekday: int
    hour: int


@dataclass(frozen=True)
class Due:
    """`week` is the Monday of the local week, `at` the instant in UTC."""

    week: date
    at: datetime


def first_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant, in UTC, at which the clock of `zone` shows `wall` (without a zone) or later."""
    instant = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _first_change(before, instant, zone)


def _first_change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the offset of `before` gives way to that of `after`: the end of the gap between them."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + timedelta(seconds=(after - before) // SECOND // 2)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def due_in(week: date, slot: Slot) -> Due:
    day = week + timedelta(days=slot.weekday - 1)
    return Due(week, first_instant(datetime.combine(day, time(slot.hour)), ZoneInfo(slot.zone)))


def newest_due(slot: Slot, at: datetime) -> Due:
    """The latest due moment that has come."""
    week = week_of(at.astimezone(ZoneInfo(slot.zone)).date())
    while (due := due_in(week, slot)).at > at:
        week -= WEEK
    return due


def missed(slot: Slot, since: datetime, newest: Due) -> list[Due]:
    """Due moments after `since` and before the newest one, the latest first: what nobody planned in time."""
    found = []
    week = newest.week - WEEK
    while (due := due_in(week, slot)).at > since:
        found.append(due)
        week -= WEEK
    return found
