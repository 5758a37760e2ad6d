"""When a digest is due, in every time zone, compared with clocks that are walked day by day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from portal.digests.calendar import Due, Slot, due_in, first_instant, missed, newest_due

DAY, WEEK, SECOND = timedelta(days=1), timedelta(days=7), timedelta(seconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST, YEARS = date(2000, 1, 3), 60
WALLS = ((0, time(7)), (6, time(2, 30)))  # the usual Monday, and the Sunday that clocks change on
NAMED = [
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Havana",
    "Antarctica/Troll",
    "Asia/Beirut",
]


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


class Clock:
    """A zone's clock: since which second of the epoch it has been ahead of UTC by how many seconds."""

    def __init__(self, name: str, first: datetime, last: datetime):
        self.zone = ZoneInfo(name)
        self.since, self.ahead = [int((first - EPOCH).total_seconds())], [self.offset(first)]
        moment = first
        while moment < last:
            following = moment + DAY
            if self.offset(following) != self.ahead[-1]:
                self.note(moment, following)
            moment = following

    def offset(self, moment: datetime) -> int:
        offset = moment.astimezone(self.zone).utcoffset()
        assert offset is not None
        return int(offset.total_seconds())

    def note(self, before: datetime, after: datetime) -> None:
        until = self.offset(after)
        while after - before > SECOND:
            middle = before + (after - before) // 2
            middle = middle.replace(microsecond=0)
            before, after = (middle, after) if self.offset(middle) == self.ahead[-1] else (before, middle)
        self.since.append(int((after - EPOCH).total_seconds()))
        self.ahead.append(until)

    def first_showing(self, wall: datetime) -> int:
        """The first second at which it shows `wall` or later, looked for in each stretch between two changes."""
        local = int((wall.replace(tzinfo=UTC) - EPOCH).total_seconds())
        start = max(0, bisect_right(self.since, local - 2 * 86400) - 1)
        for index in range(start, len(self.since)):
            reached = max(self.since[index], local - self.ahead[index])
            if index + 1 == len(self.since) or reached < self.since[index + 1]:
                return reached
        raise AssertionError


@pytest.mark.proof
def test_each_week_of_each_time_zone_has_one_due_moment_at_the_right_local_time(
    rounds: Callable[..., int], proven: Callable[..., None]
) -> None:
    years = rounds(1, full=YEARS)
    first = FIRST if years == YEARS else date(2025, 12, 29)
    weeks = [first + WEEK * number for number in range(years * 3131 // 60)]
    zones = sorted(available_timezones())[:: rounds(3, full=1)]
    wrong, later, gaps, compared, stepped = [], 0, 0, 0, 0
    for name in zones:
        zone = ZoneInfo(name)
        clock = Clock(name, *(datetime.combine(day, time(), UTC) for day in (weeks[0] - 3 * DAY, weeks[-1] + 10 * DAY)))
        for weekday, hour in WALLS:
            last = None
            for week in weeks:
                wall = datetime.combine(week + timedelta(days=weekday), hour)
                due = first_instant(wall, zone)
                compared += 1
                seconds = int((due - EPOCH).total_seconds())
                if seconds != clock.first_showing(wall):
                    wrong.append((name, wall, due))
                gaps += due.astimezone(zone).replace(tzinfo=None) != wall
                if last is not None:
                    stepped += 1
                    later += due != last + timedelta(hours=168)
                    assert due > last
                last = due
    proven(
        f"{len(zones)} zones × {len(weeks):,} weeks × {len(WALLS)} local times = {compared:,}",
        found=f"{len(wrong)} wrong, {gaps:,} fell into gaps; 168 hours later would be wrong {later:,} times",
    )
    assert wrong == []
    assert later > 0
    assert gaps > 0 or years < YEARS


@pytest.mark.parametrize(
    ("wall", "zone", "instant"),
    [
        ("2026-11-16T07:00", "Europe/Oslo", at(2026, 11, 16, 6)),
        ("2026-03-29T02:30", "Europe/Oslo", at(2026, 3, 29, 1)),  # the clock goes from 2 to 3
        ("2026-10-25T02:30", "Europe/Oslo", at(2026, 10, 25, 0, 30)),  # it is half past two twice
        ("2011-12-30T07:00", "Pacific/Apia", at(2011, 12, 30, 10)),  # that day was left out
        ("2026-10-04T02:00", "Australia/Lord_Howe", at(2026, 10, 3, 15, 30)),  # a gap of half an hour
    ],
    ids=["ordinary", "gap", "twice", "a day left out", "half an hour"],
)
def test_the_due_moment_is_the_first_at_which_the_clock_shows_the_time_or_later(
    wall: str, zone: str, instant: datetime
) -> None:
    assert first_instant(datetime.fromisoformat(wall), ZoneInfo(zone)) == instant


def test_a_week_is_named_by_its_monday_where_the_person_is() -> None:
    """At the same instant it is Monday in Auckland and still Sunday in Honolulu."""
    moment = at(2026, 11, 15, 20)
    assert newest_due(Slot("Pacific/Auckland", 1, 7), moment) == Due(date(2026, 11, 16), at(2026, 11, 15, 18))
    assert newest_due(Slot("Pacific/Honolulu", 1, 7), moment) == Due(date(2026, 11, 9), at(2026, 11, 9, 17))


def test_nothing_is_due_a_second_before() -> None:
    slot = Slot("Europe/Oslo", 1, 7)
    assert newest_due(slot, at(2026, 11, 16, 6)).week == date(2026, 11, 16)
    assert newest_due(slot, at(2026, 11, 16, 5, 59, 59)).week == date(2026, 11, 9)


def test_weeks_that_passed_unplanned_are_listed_without_the_newest() -> None:
    slot = Slot("America/New_York", 3, 8)
    newest = newest_due(slot, at(2026, 11, 12))
    since = due_in(date(2026, 10, 19), slot).at
    assert [due.week for due in missed(slot, since, newest)] == [date(2026, 11, 2), date(2026, 10, 26)]
    assert missed(slot, newest.at, newest) == []


@pytest.mark.parametrize("name", NAMED)
def test_every_second_around_a_change_of_the_clock_is_right(name: str) -> None:
    """The definition itself, tried minute by minute where clocks are odd."""
    zone = ZoneInfo(name)
    clock = Clock(name, at(2010, 1, 1), at(2028, 1, 1))
    for change in clock.since[1:]:
        for minutes in range(-90, 91, 15):
            shown = (EPOCH + timedelta(seconds=change, minutes=minutes)).astimezone(zone).replace(tzinfo=None)
            for wall in (shown, shown + timedelta(minutes=20)):
                due = first_instant(wall, zone)
                assert int((due - EPOCH).total_seconds()) == clock.first_showing(wall)
