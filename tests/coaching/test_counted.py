"""What the database counts by person, team and week is what one counts by hand, session by session."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from coaching.choices import Kind, SessionState
from coaching.covered import coached
from coaching.expected import Period
from coaching.models import CoachingSession
from portal.weeks import week_of
from tests.cast import NOON, TODAY, Cast

pytestmark = pytest.mark.django_db
DAYS = 70
SUMS = ("counted", "claimed", "logged", "sessions", "unanswered", "planned", "kept")


def any_session(chance: Random, cast: Cast) -> CoachingSession:
    """In any state, and where it was held: confirmed in other minutes, denied, or not answered."""
    at, minutes = NOON - timedelta(days=chance.randrange(DAYS)), chance.choice([15, 30, 45])
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
    """What stands apart by how it went is put together again."""
    found: dict[Any, dict[str, Any]] = {}
    for pair, one in [(pair, one) for pair, told in coached(teams, period, TODAY).items() for one in told]:
        key, told = (*pair, one.week, one.since), one._asdict()
        known = found.get(key, {})
        sums = {name: told[name] + known.get(name, 0) for name in SUMS}
        days = {name: told[name] or known.get(name) for name in ("first", "last", "confirmed")}
        found[key] = sums | days
    return {key: told for key, told in found.items() if any(told.values())}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("period", [Period.of_weeks(TODAY, 6), Period.of_month(TODAY)])
def test_it_is_counted_as_by_hand(cast: Cast, seed: int, period: Period) -> None:
    chance = Random(seed)
    sessions = CoachingSession.objects.bulk_create(any_session(chance, cast) for _ in range(120))
    since = min(period.first, TODAY - timedelta(days=29))
    cut = max(period.first, TODAY.replace(day=1))

    found = by_the_database([cast.oslo.pk, cast.bergen.pk], period)
    assert found == by_hand(sessions, since, TODAY, cut)
    assert found
