"""How many minutes of coaching are expected, day by day. Values in, values out; every day named belongs to its span.

A team expects so many minutes a month of each person (three hours by default; the field's studies name that figure).
The month's minutes are spread evenly over its working days. Days before somebody comes, after they go and on leave
expect nothing; days on which they are new in the role expect the share that their team says.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Final, TypeVar
from uuid import UUID

from portal.weeks import WEEK, last_day, week_of

NOTHING: Final = Fraction(0)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Enough:
    """What a team holds for enough: minutes for each person and month, shares in whole percent, days without a session."""

    minutes: int = 180
    early_percent: int = 50
    ramp_percent: int = 50
    gap_days: int = 14


@dataclass(frozen=True)
class Stay:
    """Somebody works in a team."""

    person: UUID
    team: UUID
    first: date
    last: date


@dataclass(frozen=True)
class Away:
    """Leave holds wherever the person works; being new in a role (`leave` is false) only in the team it was recorded for."""

    person: UUID
    team: UUID
    leave: bool
    first: date
    last: date


Time = TypeVar("Time", Stay, Away)


@dataclass(frozen=True)
class Period:
    """Whole weeks, or a whole month. Both days belong to it."""

    first: date
    last: date

    @classmethod
    def of_weeks(cls, today: date, count: int) -> Period:
        """The week of `today` and those before it."""
        return cls(week_of(today) - WEEK * (count - 1), last_day(week_of(today)))

    @classmethod
    def of_month(cls, day: date) -> Period:
        return cls(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))

    @cached_property
    def weeks(self) -> list[date]:
        """The Mondays of all weeks that it touches."""
        found = [week_of(self.first)]
        while found[-1] + WEEK <= self.last:
            found.append(found[-1] + WEEK)
        return found

    def part(self, week: date) -> Period:
        """What of the week lies in the period."""
        return Period(max(week, self.first), min(last_day(week), self.last))

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def days(self) -> Iterator[date]:
        return days_of(self.first, self.last)


def days_of(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=index) for index in range((last - first).days + 1))


class WorkingDays:
    """`weekdays` are those on which the organisation works, from 1 (Monday) to 7 (Sunday)."""

    def __init__(self, weekdays: Collection[int]):
        self.weekdays = frozenset(weekdays)
        self.counts: dict[tuple[int, int], int] = {}

    def __contains__(self, day: date) -> bool:
        return day.isoweekday() in self.weekdays

    def in_month(self, day: date) -> int:
        """How many the month of the day has."""
        month = (day.year, day.month)
        if month not in self.counts:
            whole = Period.of_month(day)
            self.counts[month] = sum(each in self for each in whole.days())
        return self.counts[month]


class Expected:
    """What is expected of each person. `enough` says it by team; a team that is not in it holds the defaults."""

    def __init__(
        self, working: WorkingDays, enough: Mapping[UUID, Enough], stays: Iterable[Stay], away: Iterable[Away]
    ):
        self.working, self.enough = working, enough
        self.stays = by_person(stays)
        self.away = by_person(away)
        self.whole: dict[tuple[UUID, Period], Fraction] = {}
        self.weekly: dict[tuple[UUID, Period], list[int]] = {}

    def of(self, stays: Iterable[Stay]) -> Expected:
        """The same for other stays: what a team expects is reckoned once."""
        other = copy(self)
        other.stays = by_person(stays)
        return other

    def minutes(self, person: UUID, span: Period) -> Fraction:
        """Not rounded. Where somebody works in several of the teams on one day, the highest expectation holds once."""
        team = self.throughout(person, span)
        if team is not None:
            return self._of_team(team, span)
        return sum((self._on(person, day) for day in span.days() if self.works_on(person, day)), NOTHING)

    def by_week(self, person: UUID, period: Period) -> list[int]:
        """Whole minutes of each week of the period, which add up to those of the whole."""
        team = self.throughout(person, period)
        if team is None:
            return rounded(self.minutes(person, period.part(week)) for week in period.weeks)
        if (team, period) not in self.weekly:
            self.weekly[team, period] = rounded(self._of_team(team, period.part(week)) for week in period.weeks)
        return self.weekly[team, period]

    def throughout(self, person: UUID, span: Period) -> UUID | None:
        """The one team in which somebody works on each day, without a day away; None otherwise."""
        stays = [one for one in self.stays[person] if one.first <= span.last and one.last >= span.first]
        if len(stays) != 1 or stays[0].first > span.first or stays[0].last < span.last:
            return None
        away = any(one.first <= span.last and one.last >= span.first for one in self.away[person])
        return None if away else stays[0].team

    def _of_team(self, team: UUID, span: Period) -> Fraction:
        """Of somebody who works there throughout."""
        if (team, span) not in self.whole:
            self.whole[team, span] = sum((self._daily(team, day) for day in span.days()), NOTHING)
        return self.whole[team, span]

    def _on(self, person: UUID, day: date) -> Fraction:
        if self.on_leave(person, day):
            return NOTHING
        stays = [one for one in self.stays[person] if one.first <= day <= one.last]
        return max((self._daily(one.team, day) * self._share(one, day) for one in stays), default=NOTHING)

    def _daily(self, team: UUID, day: date) -> Fraction:
        if day not in self.working:
            return NOTHING
        return Fraction(self.enough.get(team, Enough()).minutes, self.working.in_month(day))

    def _share(self, stay: Stay, day: date) -> Fraction:
        """Of the team's minutes; of somebody new, the share that the team says."""
        new = any(
            not one.leave and one.team == stay.team and one.first <= day <= one.last for one in self.away[stay.person]
        )
        return Fraction(self.enough.get(stay.team, Enough()).ramp_percent, 100) if new else Fraction(1)

    def on_leave(self, person: UUID, day: date) -> bool:
        return any(one.leave and one.first <= day <= one.last for one in self.away[person])

    def works_on(self, person: UUID, day: date) -> bool:
        """Whether they are in one of the teams that day, on leave or not."""
        return any(one.first <= day <= one.last for one in self.stays[person])

    def is_away(self, person: UUID, span: Period) -> bool:
        """On leave on each working day that they would have worked."""
        if not any(one.leave and one.first <= span.last and one.last >= span.first for one in self.away[person]):
            return False
        days = [day for day in span.days() if day in self.working and self.works_on(person, day)]
        return bool(days) and all(self.on_leave(person, day) for day in days)

    def leave_between(self, person: UUID, first: date, last: date) -> int:
        """Calendar days on leave from one day to another, both counted."""
        if not any(one.leave and one.first <= last and one.last >= first for one in self.away[person]):
            return 0
        return sum(self.on_leave(person, day) for day in days_of(first, last))


def by_person(found: Iterable[Time]) -> defaultdict[UUID, list[Time]]:
    known: defaultdict[UUID, list[Time]] = defaultdict(list)
    for one in found:
        known[one.person].append(one)
    return known


def rounded(parts: Iterable[Fraction]) -> list[int]:
    """Whole minutes that add up to the rounded sum: what is rounded away here is added there."""
    found, total, told = [], NOTHING, 0
    for part in parts:
        total += part
        found.append(round(total) - told)
        told = round(total)
    return found
