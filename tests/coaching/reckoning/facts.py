"""Short ways to say who worked where, who was away, and who was coached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from coaching.coverage import Coached, Row, Window, row_of
from coaching.expected import Away, Enough, Expected, Period, Stay, WorkingDays
from portal.weeks import week_of

NILS, OLGA = UUID(int=1), UUID(int=2)
OSLO, ROME = UUID(int=11), UUID(int=12)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
TODAY = date(2026, 11, 18)
ALWAYS = Stay(NILS, OSLO, date(2024, 1, 1), date.max)
WORKING = WorkingDays([1, 2, 3, 4, 5])


def expected(
    *stays: Stay, away: Sequence[Away] = (), enough: Enough | None = None, working: WorkingDays = WORKING
) -> Expected:
    return Expected(working, {OSLO: enough or Enough()}, stays or [ALWAYS], away)


def leave(first: date, last: date, person: UUID = NILS) -> Away:
    return Away(person, OSLO, True, first, last)


def ramp(first: date, last: date) -> Away:
    return Away(NILS, OSLO, False, first, last)


def on(day: date, minutes: int = 45, *, claimed: bool = False) -> Coached:
    """One session."""
    return Coached(
        week_of(day), max(week_of(day), day.replace(day=1)), counted=0 if claimed else minutes,
        claimed=minutes if claimed else 0, logged=minutes, sessions=1, unanswered=int(claimed), first=day, last=day,
        confirmed=None if claimed else day,
    )  # fmt: skip


def row(
    *told: Coached,
    world: Expected | None = None,
    period: Period = NOVEMBER,
    today: date = TODAY,
    before: date | None = None,
) -> Row:
    window = Window(period, today, {NILS: before} if before else {})
    return row_of(window, NILS, world or expected(), told)


def days_before(day: date, count: int) -> date:
    return day - timedelta(days=count)
