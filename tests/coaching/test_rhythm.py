"""A rhythm plans the next session of its two as soon as none lies ahead, once, and on a day when both are there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from coaching.choices import AbsenceKind, Kind
from coaching.models import Absence, Cadence, CoachingSession
from coaching.recording import hold
from coaching.rhythm import begin, next_occurrence, plan_ahead
from portal.models import Event, Membership
from tests.cast import NOON, TODAY, Cast
from tests.coaching_factories import make_log

FIRST = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday
OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def cadence(cast: Cast) -> Cadence:
    values = {"every_days": 7, "first_at": FIRST, "minutes": 30, "kind": Kind.SKILL}
    return begin(values, coach=cast.lena, coachee=cast.nils, by=cast.lena, at=NOON)


def planned(cast: Cast) -> list[CoachingSession]:
    return list(CoachingSession.objects.visible_to(cast.lena).planned().order_by("held_at"))


def test_the_next_session_is_planned_at_once_and_only_once(cast: Cast, cadence: Cadence) -> None:
    [session] = planned(cast)
    assert (session.held_at, session.minutes, session.kind, session.cadence) == (FIRST, 30, "skill", cadence)
    assert Event.objects.about(session).get().by is None
    assert plan_ahead(at=NOON) == 0
    assert planned(cast) == [session]


def test_the_next_one_follows_once_the_day_has_passed_and_the_missed_one_stays_to_be_seen(
    cast: Cast, cadence: Cadence
) -> None:
    assert plan_ahead(at=FIRST + timedelta(hours=2)) == 0  # still today
    assert plan_ahead(at=FIRST + timedelta(days=1)) == 1
    first, second = planned(cast)
    assert second.held_at == FIRST + timedelta(days=7)
    assert first.standing(date(2026, 11, 21)) == "not_held"


def test_a_session_that_was_held_early_stands_for_the_occurrence_nearest_to_it(cast: Cast, cadence: Cadence) -> None:
    [session] = planned(cast)
    thursday = FIRST - timedelta(days=1)
    hold(session, make_log(held_at=thursday), by=cast.lena, at=thursday)
    assert plan_ahead(at=thursday) == 1
    assert planned(cast)[0].held_at == FIRST + timedelta(days=7)


def test_what_was_called_off_is_not_planned_again(cast: Cast, cadence: Cadence) -> None:
    planned(cast)[0].call_off(by=cast.lena, at=NOON)
    assert plan_ahead(at=NOON) == 1
    assert planned(cast)[0].held_at == FIRST + timedelta(days=7)


@pytest.mark.parametrize("who", ["nils", "lena"])
def test_leave_of_either_is_skipped(cast: Cast, cadence: Cadence, who: str) -> None:
    team = {"nils": cast.oslo, "lena": cast.north}[who]
    days = {"starts_on": date(2026, 11, 25), "ends_on": date(2026, 12, 4)}
    absence = Absence.add(getattr(cast, who), team, kind=AbsenceKind.LEAVE, **days, by=cast.vera, at=NOON)
    planned(cast)[0].pardon("other", by=cast.lena, at=NOON)
    plan_ahead(at=NOON)
    assert planned(cast)[0].held_on == date(2026, 12, 11)

    absence.withdraw(by=cast.vera, at=NOON)
    planned(cast)[0].call_off(by=cast.lena, at=NOON)
    assert plan_ahead(at=NOON) == 1


def test_who_is_new_in_the_role_is_there(cast: Cast, cadence: Cadence) -> None:
    days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=90)}
    Absence.add(cast.nils, cast.oslo, kind=AbsenceKind.RAMP, **days, by=cast.vera, at=NOON)
    planned(cast)[0].pardon("other", by=cast.lena, at=NOON)
    plan_ahead(at=NOON)
    assert planned(cast)[0].held_at == FIRST + timedelta(days=7)


def test_nothing_is_planned_for_two_who_no_longer_work_together(cast: Cast, cadence: Cadence) -> None:
    planned(cast)[0].call_off(by=cast.lena, at=NOON)
    Membership.objects.filter(person=cast.nils).update(ends_on=TODAY)
    assert plan_ahead(at=NOON) == 0


def test_nothing_is_planned_once_the_rhythm_has_ended(cast: Cast, cadence: Cadence) -> None:
    planned(cast)[0].call_off(by=cast.lena, at=NOON)
    cadence.end(by=cast.lena, at=NOON)
    assert plan_ahead(at=NOON) == 0


def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change() -> None:
    first = datetime(2026, 10, 19, 9, 0, tzinfo=OSLO)
    found = next_occurrence(first, 7, OSLO, after=datetime(2026, 10, 24, 12, 0, tzinfo=UTC))
    assert found is not None
    assert found.astimezone(OSLO).isoformat() == "2026-10-26T09:00:00+01:00"


def test_a_year_away_has_no_next_session() -> None:
    away = [(date(2026, 1, 1), date(2028, 12, 31))]
    assert next_occurrence(FIRST, 7, OSLO, after=NOON, away=away) is None


@pytest.mark.parametrize("every_days", [7, 14, 28])
def test_long_after_it_began_a_rhythm_still_finds_its_next_day(every_days: int) -> None:
    later = FIRST + timedelta(days=3650, hours=3)
    found = next_occurrence(FIRST, every_days, OSLO, after=later, last=FIRST)
    assert found is not None
    assert later < found <= later + timedelta(days=every_days + 1)
    assert (
        found.astimezone(OSLO).replace(tzinfo=None) - FIRST.astimezone(OSLO).replace(tzinfo=None)
    ).days % every_days == 0
