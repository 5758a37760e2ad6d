"""Who was coached, how much and how steadily. Values in, values out; no web, no clock, no database.

Three kinds of minutes are kept apart: *counted* are those that the coachee confirmed, in the coachee's minutes;
*claimed* are those of sessions that the coachee has not answered, in the coach's minutes; what the coachee says did not
take place is in neither. A target is held against counted minutes alone. Sessions, gaps and early shares go by what
took place as far as anybody has said: confirmed or claimed. Everything belongs to the day and the team of its session,
whenever it was confirmed. A share without a case has no percent (None); below `ENOUGH_CASES` it is said to be too few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import sqrt
from statistics import fmean
from typing import Final, NamedTuple
from uuid import UUID

from coaching.expected import DAY, Expected, Period

ENOUGH_CASES: Final = 5
COVERED_DAYS: Final = 30
ENOUGH_GAPS: Final = 3
CENT: Final = Decimal("0.01")
Met = tuple[date, date, date]  # the first and last day of sessions, and the Monday of their week


@dataclass(frozen=True)
class Share:
    """`count` of `of` cases."""

    count: int = 0
    of: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.count + other.count, self.of + other.of)

    @property
    def percent(self) -> Decimal | None:
        return (Decimal(100) * self.count / self.of).quantize(CENT) if self.of else None

    @property
    def few(self) -> bool:
        """There are cases, and fewer than would say anything."""
        return 0 < self.of < ENOUGH_CASES


class Coached(NamedTuple):
    """A person's sessions in one team and week, of those from the day `since` on where a period begins within the week.

    `sessions` took place, `unanswered` of them are claimed; `first` and `last` are the days of the first and last of
    them, `confirmed` the last day that counts. `logged` are the coach's minutes, `planned` were planned and not
    excused, `kept` of them took place.
    """

    week: date
    since: date
    counted: int = 0
    claimed: int = 0
    logged: int = 0
    sessions: int = 0
    unanswered: int = 0
    planned: int = 0
    kept: int = 0
    first: date | None = None
    last: date | None = None
    confirmed: date | None = None

    def lies_in(self, period: Period) -> bool:
        return period.holds(self.since)


@dataclass(frozen=True)
class Cell:
    """One person's week, as far as it lies in the period. `target` are whole minutes; None outside the person's time."""

    week: date
    counted: int
    claimed: int
    sessions: int
    unanswered: int
    target: int | None
    away: bool

    @property
    def minutes(self) -> int:
        return self.counted + self.claimed


@dataclass(frozen=True)
class Row:
    """One person. `cells` are empty where weeks were not asked for. `last` is the day of the last session, whether confirmed or not; None when there never was one.

    `gap` is the longest time without a session in days, the one that runs included; `since` is that one alone. Days on
    leave are left out of both, and both are None before somebody's first day. `variation` is the deviation of the
    times between coached weeks as a share of their mean: 0 is perfectly steady, None with fewer than three of them.
    """

    person: UUID
    cells: Sequence[Cell]
    counted: int
    claimed: int
    sessions: int
    target: int
    last: date | None
    since: int | None
    gap: int | None
    variation: float | None
    covered: bool | None
    planned: int
    kept: int
    logged: int


@dataclass(frozen=True)
class Summary:
    """Several people together. `covered` are those with a counted session in the last 30 days of the period.

    `kept` are the planned sessions that took place; `confirmed` compares counted minutes with those of the coaches.
    """

    people: int
    counted: int
    claimed: int
    target: int
    sessions: int
    covered: Share
    kept: Share
    logged: int
    variation: float | None

    @property
    def confirmed(self) -> Decimal | None:
        """Counted minutes in percent of those that coaches logged; above 100 where coachees remember more."""
        return (Decimal(100) * self.counted / self.logged).quantize(CENT) if self.logged else None


@dataclass(frozen=True)
class Window:
    """What is looked at: `until` is the last day that has come; `before` are last sessions from before the period."""

    period: Period
    today: date
    before: Mapping[UUID, date]

    @property
    def until(self) -> date:
        return min(self.today, self.period.last)


def row_of(window: Window, person: UUID, expected: Expected, told: Sequence[Coached], *, by_week: bool = True) -> Row:
    """`told` may hold more than the period: the 30 days of `covered` may begin before it."""
    inside = [one for one in told if one.lies_in(window.period)]
    weeks = sorted((one.first, one.last, one.week) for one in inside if one.first and one.last)
    gaps = _gaps(person, weeks, window, expected)
    return Row(
        person=person,
        cells=_cells(window.period, person, expected, inside) if by_week else (),
        counted=sum(one.counted for one in inside),
        claimed=sum(one.claimed for one in inside),
        sessions=sum(one.sessions for one in inside),
        target=round(expected.minutes(person, window.period)),
        last=max((end for _begin, end, _week in weeks), default=window.before.get(person)),
        since=gaps[-1] if gaps else None,
        gap=max(gaps, default=None),
        variation=variation(_begins(weeks)),
        covered=_covered(window, person, expected, told),
        planned=sum(one.planned for one in inside),
        kept=sum(one.kept for one in inside),
        logged=sum(one.logged for one in inside),
    )


def _cells(period: Period, person: UUID, expected: Expected, inside: Iterable[Coached]) -> list[Cell]:
    by_week: defaultdict[date, list[Coached]] = defaultdict(list)
    for one in inside:
        by_week[one.week].append(one)
    always = expected.throughout(person, period) is not None
    return [
        _cell(
            week,
            by_week.get(week, ()),
            target if always or _works_in(person, period.part(week), expected) else None,
            not always and expected.is_away(person, period.part(week)),
        )
        for week, target in zip(period.weeks, expected.by_week(person, period), strict=True)
    ]


def _cell(week: date, told: Iterable[Coached], target: int | None, away: bool) -> Cell:
    counted = claimed = sessions = unanswered = 0
    for one in told:
        counted += one.counted
        claimed += one.claimed
        sessions += one.sessions
        unanswered += one.unanswered
    return Cell(week, counted, claimed, sessions, unanswered, target, away)


def _works_in(person: UUID, part: Period, expected: Expected) -> bool:
    return any(one.first <= part.last and one.last >= part.first for one in expected.stays[person])


def _time_of(person: UUID, window: Window, expected: Expected) -> tuple[date, date]:
    """From the first day on which somebody could be coached here to the last that has come."""
    stays = expected.stays[person]
    first = min((one.first for one in stays), default=date.max)
    return first, min(window.until, max((one.last for one in stays), default=date.min))


def _gaps(person: UUID, weeks: Sequence[Met], window: Window, expected: Expected) -> list[int]:
    """Days without a session, the running ones last. Those within a week are left out: they are shorter than a week.

    A time that began before the period counts from the session before it, where there is one, or from somebody's first
    day; of those who have sessions in the period, only its part in the period is known.
    """
    first, until = _time_of(person, window, expected)
    if not weeks:
        start = window.before.get(person, first)
        return _quiet(person, [(start, until)], expected) if start <= until else []
    begun, (begin, _end, _week), (_begin, last, _week) = max(first, window.period.first), weeks[0], weeks[-1]
    opening = [(begun, begin)] if begun < begin else []
    between = [(end, begin) for (_begin, end, _week), (begin, _end, _next) in pairwise(weeks)]
    return _quiet(person, [*opening, *between, (last, max(until, last))], expected)


def _quiet(person: UUID, spans: Sequence[tuple[date, date]], expected: Expected) -> list[int]:
    """Days from one to the other, without those on leave."""
    days = [(until - since).days for since, until in spans]
    if not expected.away[person]:
        return days
    away = (expected.leave_between(person, since + DAY, until) for since, until in spans)
    return [count - less for count, less in zip(days, away, strict=True)]


def _begins(weeks: Sequence[Met]) -> Collection[date]:
    """The first session of each week."""
    return {week: begin for begin, _end, week in reversed(weeks)}.values()


def variation(begins: Iterable[date]) -> float | None:
    """Deviation of the times between, as a share of their mean; None when there are too few to say."""
    times = [(later - earlier).days for earlier, later in pairwise(sorted(begins)) if later > earlier]
    if len(times) < ENOUGH_GAPS:
        return None
    total = sum(times)
    return sqrt(len(times) * sum(one * one for one in times) - total**2) / total


def _covered(window: Window, person: UUID, expected: Expected, told: Iterable[Coached]) -> bool | None:
    """Whether a session of the last 30 days counts. None for who was not there, or on leave, on each of them."""
    since = window.until - timedelta(days=COVERED_DAYS - 1)
    if any(one.confirmed and since <= one.confirmed <= window.until for one in told):
        return True
    span = Period(since, window.until)
    return False if _works_in(person, span, expected) and not expected.is_away(person, span) else None


def summary(found: Collection[Row]) -> Summary:
    covered = [one.covered for one in found if one.covered is not None]
    varied = [one.variation for one in found if one.variation is not None]
    return Summary(
        people=len(found),
        counted=sum(one.counted for one in found),
        claimed=sum(one.claimed for one in found),
        target=sum(one.target for one in found),
        sessions=sum(one.sessions for one in found),
        covered=Share(sum(covered), len(covered)),
        kept=Share(sum(one.kept for one in found), sum(one.planned for one in found)),
        logged=sum(one.logged for one in found),
        variation=fmean(varied) if varied else None,
    )


def quiet_first(found: Iterable[Row], names: Mapping[UUID, str]) -> list[Row]:
    """The longest time without a session first; then by name. Not a ranking: it says where attention is due."""
    return sorted(found, key=lambda one: (-(one.since if one.since is not None else -1), names.get(one.person, "")))
