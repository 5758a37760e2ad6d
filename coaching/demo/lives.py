"""What happened between a coach and a coachee of the demonstration, session by session. No database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from coaching.choices import Channel, CommitmentState, Side
from coaching.demo import said
from coaching.demo.habits import Habit, days_of

CHANNELS = (Channel.IN_PERSON, Channel.REMOTE, Channel.REMOTE, Channel.FIELD)


@dataclass
class Vow:
    """A promise of one side, and what became of it by the session that came after."""

    side: str
    due_on: date
    state: str = CommitmentState.OPEN
    settled_on: date | None = None
    settled_in: Meeting | None = None


@dataclass
class Meeting:
    """A session that was held. `answer` is the day and the minutes of the coachee's answer, if there is one."""

    at: datetime
    minutes: int
    channel: str
    theme: said.Theme
    planned: bool
    early: bool
    answered_at: datetime | None = None
    agreed_minutes: int = 0
    took_place: bool = True
    useful: int = 0
    vows: list[Vow] = field(default_factory=list)


def meetings(
    habit: Habit, place: int, now: datetime, zone: ZoneInfo, chance: Random, themes: Sequence[said.Theme]
) -> list[Meeting]:
    """A pair's year, oldest first."""
    today = now.astimezone(zone).date()
    found = [_meeting(habit, day, zone, chance, themes) for day in days_of(habit, place, today, chance)]
    held = [one for one in found if one.at + timedelta(minutes=one.minutes) < now]
    for meeting in held:
        _answer(habit, meeting, now, chance)
    for place_in_year, meeting in enumerate(held):
        meeting.vows = list(_vows(habit, meeting, held[place_in_year + 1 :], now, chance))
    return held


def _meeting(habit: Habit, day: date, zone: ZoneInfo, chance: Random, themes: Sequence[said.Theme]) -> Meeting:
    hour = time(chance.randrange(8, 17), chance.choice((0, 15, 30)))
    return Meeting(
        at=datetime.combine(day, hour, zone),
        minutes=chance.choice(habit.minutes),
        channel=chance.choice(CHANNELS),
        theme=chance.choice(themes),
        planned=chance.random() < habit.planned,
        early=chance.random() < habit.early,
    )


def _answer(habit: Habit, meeting: Meeting, now: datetime, chance: Random) -> None:
    answered_at = meeting.at + timedelta(hours=chance.randrange(2, 70))
    if answered_at > now or chance.random() >= habit.answered:
        return
    trimmed = chance.random() < habit.trimmed
    meeting.answered_at, meeting.took_place = answered_at, chance.random() > 0.01
    meeting.agreed_minutes = max(5, meeting.minutes - 15) if trimmed else meeting.minutes
    meeting.useful = chance.choice((2, 3, 3, 4) if trimmed else (3, 4, 4, 4, 5))


def _vows(habit: Habit, meeting: Meeting, later: Sequence[Meeting], now: datetime, chance: Random) -> Iterator[Vow]:
    """Three in four sessions end with a promise of the coachee, two in five with one of the coach."""
    for side, likely, kept in ((Side.COACHEE, 0.75, habit.kept), (Side.COACH, 0.4, habit.coach_kept)):
        if chance.random() < likely:
            vow = Vow(side, meeting.at.date() + timedelta(days=chance.choice((5, 7, 10, 14))))
            _settle(vow, later, kept, now.date(), chance)
            yield vow


def _settle(vow: Vow, following: Sequence[Meeting], kept: float, today: date, chance: Random) -> None:
    """Kept in time by itself, or looked at when the two meet for the first time after its day."""
    later = next((one for one in following if one.at.date() >= vow.due_on), None)
    luck = chance.random()
    if luck < kept * 0.8 and vow.due_on <= today:
        vow.state, vow.settled_on = CommitmentState.KEPT, vow.due_on - timedelta(days=chance.randrange(3))
    elif later is not None:
        states = (CommitmentState.PARTLY, CommitmentState.MISSED, CommitmentState.MISSED, CommitmentState.DROPPED)
        vow.state = CommitmentState.KEPT if luck < kept else chance.choice(states)
        vow.settled_on, vow.settled_in = later.at.date(), later
