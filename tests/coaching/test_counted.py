"""What the database counts along as sessions are written is what one counts by hand, session by session."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection

from coaching import daycounts
from coaching.choices import Kind, SessionState
from coaching.covered import coached
from coaching.expected import Period
from coaching.models import CoachedDay, CoachingSession
from portal.weeks import week_of
from tests.cast import NOON, TODAY, Cast, make_cast

pytestmark = pytest.mark.django_db
DAYS = 70
WRITTEN = (
    "team", "state", "held_at", "held_on", "minutes", "was_planned", "took_place", "acknowledged_at", "agreed_minutes",
    "counted_minutes",
)  # fmt: skip
WHICH = ("week", "since")
SUMS = ("counted", "claimed", "logged", "sessions", "unanswered", "planned", "kept")


def any_session(chance: Random, cast: Cast, days: int = DAYS) -> CoachingSession:
    """In any state, and where it was held: confirmed in other minutes, denied, or not answered."""
    at, minutes = NOON - timedelta(days=chance.randrange(days)), chance.choice([15, 30, 45])
    state = chance.choice([SessionState.HELD, SessionState.HELD, *SessionState])
    took_place = chance.choice([True, False, None]) if state == SessionState.HELD else None
    agreed = chance.choice([20, 50]) if took_place else None
    return CoachingSession(
        coach=cast.lena, coachee=chance.choice([cast.nils, cast.olga]), team=chance.choice([cast.oslo, cast.bergen]),
        state=state, held_at=at, held_on=at.date(), minutes=minutes, kind=Kind.LEAD, was_planned=chance.random() < 0.5,
        took_place=took_place, acknowledged_at=None if took_place is None else at, agreed_minutes=agreed,
        counted_minutes=agreed or 0,
    )  # fmt: skip


def by_hand(sessions: list[CoachingSession], since: date, until: date, cut: date) -> dict[Any, dict[str, Any]]:
    found: dict[Any, dict[str, Any]] = {}
    for one in sessions:
        if not since <= one.held_on <= until:
            continue
        monday = week_of(one.held_on)
        begins = max(monday, cut) if one.held_on >= cut else monday
        told = found.setdefault(
            (one.coachee_id, one.team_id, monday, begins),
            dict.fromkeys(SUMS, 0) | dict.fromkeys(("first", "last", "confirmed")),
        )
        held, planned = one.state == SessionState.HELD, one.was_planned and one.state != SessionState.EXCUSED
        claimed, took_place = held and one.acknowledged_at is None, held and one.took_place is not False
        told["counted"] += one.counted_minutes
        told["claimed"] += one.minutes * claimed
        told["logged"] += one.minutes * held
        told["sessions"] += took_place
        told["unanswered"] += claimed
        told["planned"] += planned
        told["kept"] += planned and took_place
        if took_place:
            told["first"] = min(told["first"] or one.held_on, one.held_on)
            told["last"] = max(told["last"] or one.held_on, one.held_on)
        if one.took_place:
            told["confirmed"] = max(told["confirmed"] or one.held_on, one.held_on)
    return {key: told for key, told in found.items() if any(told.values())}


def by_the_database(teams: list[Any], period: Period) -> dict[Any, dict[str, Any]]:
    found = {
        (*pair, one.week, one.since): {name: told for name, told in one._asdict().items() if name not in WHICH}
        for pair, told in coached(teams, period, TODAY).items()
        for one in told
    }
    return {key: told for key, told in found.items() if any(told.values())}


def of_all(cast: Cast, period: Period) -> dict[Any, dict[str, Any]]:
    """By the database, after it was compared with what one counts by hand."""
    since, cut = min(period.first, TODAY - timedelta(days=29)), max(period.first, TODAY.replace(day=1))
    sessions = list(CoachingSession.objects.everything(reason="counted by hand"))
    found = by_the_database([cast.oslo.pk, cast.bergen.pk], period)
    assert found == by_hand(sessions, since, TODAY, cut)
    return found


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("period", [Period.of_weeks(TODAY, 6), Period.of_month(TODAY)])
def test_it_is_counted_as_by_hand(cast: Cast, seed: int, period: Period) -> None:
    chance = Random(seed)
    CoachingSession.objects.bulk_create(any_session(chance, cast) for _ in range(120))
    assert of_all(cast, period)


@pytest.mark.parametrize("seed", range(4))
def test_it_goes_on_with_whatever_becomes_of_sessions(cast: Cast, seed: int) -> None:
    """Those that were not answered are written anew, as any other session of the same two, or go."""
    chance, period = Random(seed), Period.of_weeks(TODAY, 6)
    CoachingSession.objects.bulk_create(any_session(chance, cast) for _ in range(120))
    before = of_all(cast, period)
    for one in CoachingSession.objects.everything(reason="written anew").filter(acknowledged_at=None):
        other = any_session(chance, cast)
        if chance.random() < 0.2:
            one.delete()
        else:
            for name in WRITTEN:
                setattr(one, name, getattr(other, name))
            one.save()
    assert of_all(cast, period) != before


def test_a_session_that_goes_leaves_nothing_behind(cast: Cast) -> None:
    session = any_session(Random(1), cast)
    session.acknowledged_at = session.took_place = session.agreed_minutes = None
    session.counted_minutes, session.state = 0, SessionState.HELD
    session.save()
    day = CoachedDay.objects.of(session.team).get()
    assert (day.day, day.sessions, day.claimed) == (session.held_on, 1, session.minutes)
    session.delete()
    day.refresh_from_db()
    assert [getattr(day, name) for name in daycounts.COUNTS] == [0] * len(daycounts.COUNTS)


def test_counts_are_made_anew_from_the_sessions(cast: Cast) -> None:
    chance, period = Random(5), Period.of_weeks(TODAY, 6)
    CoachingSession.objects.bulk_create(any_session(chance, cast) for _ in range(120))
    right = of_all(cast, period)
    days = CoachedDay.objects.everything(reason="what a restore of data alone would leave")
    days.filter(team=cast.oslo).delete()
    days.update(sessions=7, counted=0)
    assert by_the_database([cast.oslo.pk, cast.bergen.pk], period) != right
    emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)
    assert of_all(cast, period) == right


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sessions_that_are_logged_at_once_are_all_counted() -> None:
    """Of two people and few days, by several connections."""
    with time_machine.travel(NOON, tick=False):
        cast = make_cast()
        sessions = [any_session(Random(seed), cast, days=2) for seed in range(160)]

        def log(some: list[CoachingSession]) -> None:
            try:
                for one in some:
                    one.save()
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(log, (sessions[start::4] for start in range(4))))
        assert of_all(cast, Period.of_weeks(TODAY, 6))
