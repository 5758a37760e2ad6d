"""One person's row: what counts, since when nobody has coached, who is covered."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from coaching.coverage import Coached, Share, quiet_first, summary
from coaching.expected import Period, Stay
from tests.coaching.reckoning.facts import (
    NILS,
    OLGA,
    OSLO,
    ROME,
    TODAY,
    days_before,
    expected,
    leave,
    on,
    row,
)  # fmt: skip

MONDAY = date(2026, 11, 9)


def test_claimed_minutes_stand_apart_from_those_that_count() -> None:
    told = row(on(MONDAY, 45), on(date(2026, 11, 10), 30, claimed=True))

    assert (told.counted, told.claimed, told.sessions, told.logged) == (45, 30, 2, 75)
    assert told.target == 180


def test_weeks_are_cut_at_the_ends_of_a_month() -> None:
    told = row(on(date(2026, 11, 30)), on(date(2026, 12, 1)), today=date(2026, 12, 9))

    assert [one.week for one in told.cells] == [
        date(2026, 10, 26),
        *(date(2026, 11, day) for day in (2, 9, 16, 23, 30)),
    ]
    assert [one.sessions for one in told.cells] == [0, 0, 0, 0, 0, 1]


def test_a_time_without_a_session_runs_until_today() -> None:
    told = row(on(date(2026, 11, 2)), on(date(2026, 11, 10)))

    assert (told.since, told.gap, told.last) == (8, 8, date(2026, 11, 10))


def test_the_longest_time_without_a_session_may_have_ended() -> None:
    assert row(on(date(2026, 11, 2)), on(date(2026, 11, 16))).gap == 14


def test_who_had_no_session_in_the_period_is_counted_from_the_one_before() -> None:
    told = row(before=date(2026, 10, 1))

    assert (told.since, told.last) == (48, date(2026, 10, 1))


def test_who_never_had_a_session_is_counted_from_the_first_day() -> None:
    told = row(world=expected(Stay(NILS, OSLO, date(2026, 11, 11), date.max)))

    assert (told.since, told.gap, told.last) == (7, 7, None)


def test_who_has_not_come_yet_has_no_time_without_a_session() -> None:
    told = row(world=expected(Stay(NILS, OSLO, date(2026, 11, 23), date.max)))

    assert (told.since, told.gap, told.covered) == (None, None, None)


def test_days_on_leave_are_no_days_without_a_session() -> None:
    away = leave(date(2026, 11, 3), date(2026, 11, 12))

    assert row(on(date(2026, 11, 2)), world=expected(away=[away])).since == 6


def test_after_the_period_nothing_runs_on() -> None:
    assert row(on(date(2026, 11, 20)), today=date(2027, 3, 1)).since == 10


@pytest.mark.parametrize(("days", "covered"), [(29, True), (30, False)])
def test_a_session_covers_for_thirty_days(days: int, covered: bool) -> None:
    assert row(on(days_before(TODAY, days))).covered is covered


def test_a_claimed_session_covers_nobody() -> None:
    assert row(on(MONDAY, claimed=True)).covered is False


def test_who_was_on_leave_for_thirty_days_is_asked_no_coverage() -> None:
    away = leave(date(2026, 10, 1), date(2026, 12, 1))

    assert row(world=expected(away=[away])).covered is None
    assert summary([row(world=expected(away=[away]))]).covered == Share(0, 0)


def test_a_cell_is_empty_before_somebody_came() -> None:
    told = row(world=expected(Stay(NILS, OSLO, MONDAY, date.max)))

    assert [one.target is None for one in told.cells] == [True, True, False, False, False, False]


def test_sessions_at_an_even_pace_vary_by_nothing() -> None:
    period = Period(date(2026, 9, 28), date(2026, 11, 22))
    even = row(*(on(date.fromordinal(period.first.toordinal() + 14 * each)) for each in range(4)), period=period)
    uneven = row(*(on(date.fromordinal(period.first.toordinal() + each)) for each in (0, 7, 42, 49)), period=period)

    assert even.variation == 0
    assert uneven.variation == pytest.approx(0.81, abs=0.01)
    assert row(on(MONDAY)).variation is None


def test_a_share_of_nothing_has_no_percent_and_a_small_one_says_so() -> None:
    assert (Share(0, 0).percent, Share(0, 0).few) == (None, False)
    assert (Share(1, 4).percent, Share(1, 4).few) == (Decimal("25.00"), True)
    assert not Share(1, 5).few


def test_confirmed_minutes_are_compared_with_what_coaches_logged() -> None:
    corrected = Coached(MONDAY, MONDAY, counted=30, logged=60, sessions=1, first=MONDAY, last=MONDAY)

    assert summary([row(corrected)]).confirmed == 50
    assert summary([row()]).confirmed is None


def test_the_longest_without_a_session_come_first_and_equals_by_name() -> None:
    lately, long_ago = row(on(TODAY)), replace(row(on(date(2026, 11, 2))), person=OLGA)
    third = replace(long_ago, person=ROME)

    ordered = quiet_first([lately, third, long_ago], {OLGA: "Olga", ROME: "Zoe", NILS: "Nils"})
    assert [one.person for one in ordered] == [OLGA, ROME, NILS]
