"""What is expected: a month's minutes over its working days, less for leave, for a part of the month, for somebody new."""

from datetime import date

import pytest

from coaching.expected import Away, Enough, Period, Stay, WorkingDays
from tests.coaching.reckoning.facts import ALWAYS, NILS, NOVEMBER, OSLO, ROME, expected, leave, ramp

DAY = date(2026, 11, 9)


def test_a_whole_month_expects_what_the_team_holds_for_enough() -> None:
    assert expected().minutes(NILS, NOVEMBER) == 180
    assert expected(enough=Enough(minutes=100)).minutes(NILS, NOVEMBER) == 100


def test_a_week_expects_its_working_days() -> None:
    """November 2026 has 21 of them."""
    week = Period(date(2026, 11, 9), date(2026, 11, 15))
    assert expected().minutes(NILS, week) == pytest.approx(180 * 5 / 21)


def test_leave_expects_nothing_on_its_working_days() -> None:
    away = leave(date(2026, 11, 13), date(2026, 11, 16))
    assert expected(away=[away]).minutes(NILS, NOVEMBER) == pytest.approx(180 * 19 / 21)


def test_leave_of_the_whole_month_expects_nothing() -> None:
    assert expected(away=[leave(date(2026, 10, 1), date(2026, 12, 1))]).minutes(NILS, NOVEMBER) == 0


def test_somebody_new_is_expected_the_share_that_the_team_says() -> None:
    world = expected(away=[ramp(NOVEMBER.first, NOVEMBER.last)], enough=Enough(ramp_percent=25))
    assert world.minutes(NILS, NOVEMBER) == 45


def test_leave_while_new_expects_nothing() -> None:
    world = expected(away=[ramp(NOVEMBER.first, NOVEMBER.last), leave(NOVEMBER.first, NOVEMBER.last)])
    assert world.minutes(NILS, NOVEMBER) == 0


def test_being_new_in_one_team_lowers_nothing_in_another() -> None:
    world = expected(Stay(NILS, ROME, date(2024, 1, 1), date.max), away=[ramp(NOVEMBER.first, NOVEMBER.last)])
    assert world.minutes(NILS, NOVEMBER) == 180


def test_leave_holds_in_every_team() -> None:
    elsewhere = Away(NILS, ROME, True, NOVEMBER.first, NOVEMBER.last)
    assert expected(away=[elsewhere]).minutes(NILS, NOVEMBER) == 0


def test_who_comes_in_mid_month_is_expected_the_rest_of_it() -> None:
    half = Stay(NILS, OSLO, date(2026, 11, 16), date.max)
    assert expected(half).minutes(NILS, NOVEMBER) == pytest.approx(180 * 11 / 21)


def test_who_changes_team_in_mid_month_owes_one_month_between_the_two() -> None:
    before = Stay(NILS, ROME, date(2024, 1, 1), date(2026, 11, 15))
    after = Stay(NILS, OSLO, date(2026, 11, 16), date.max)
    both = expected(before).minutes(NILS, NOVEMBER) + expected(after).minutes(NILS, NOVEMBER)
    assert both == 180


def test_two_teams_on_one_day_expect_the_higher_minutes_once() -> None:
    world = expected(ALWAYS, Stay(NILS, ROME, date(2024, 1, 1), date.max), enough=Enough(minutes=120))
    assert world.minutes(NILS, NOVEMBER) == 180


def test_days_that_the_organisation_does_not_work_expect_nothing() -> None:
    world = expected(working=WorkingDays([6]))
    assert world.minutes(NILS, Period(DAY, DAY)) == 0
    assert world.minutes(NILS, NOVEMBER) == 180


def test_somebody_is_away_in_a_week_only_when_no_working_day_is_left() -> None:
    week = Period(date(2026, 11, 9), date(2026, 11, 15))
    assert expected(away=[leave(date(2026, 11, 9), date(2026, 11, 13))]).is_away(NILS, week)
    assert not expected(away=[leave(date(2026, 11, 10), date(2026, 11, 13))]).is_away(NILS, week)
