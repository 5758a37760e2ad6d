"""Writes the demonstration's sessions into the database, in bulk and by the database's own rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from charters.choices import BriefState
from charters.models import StrategicPriority
from coaching.choices import AbsenceKind, CommitmentState, Kind, SessionState, Side
from coaching.demo import said
from coaching.demo.habits import OF_LEADERS, OF_TEAM, Habit
from coaching.demo.lives import Meeting, Vow, meetings
from coaching.models import (
    Absence,
    Cadence,
    CoachingCommitment,
    CoachingSession,
    CommitmentWords,
    PrivateNote,
    SessionOpportunity,
    SessionPriority,
    SessionWords,
)
from coaching.recording import is_early, plan_session
from funnels.models import Stage, StageEvent
from portal.demo import REGIONS, Demo
from portal.ids import time_ordered_id
from portal.models import Event, Membership, Person, Team
from portal.roles import Role

BATCH = 500
FRIDAY = 5


@dataclass(frozen=True)
class Pair:
    coach: Person
    coachee: Person
    team: Team
    habit: Habit
    place: int
    themes: tuple[said.Theme, ...]


@dataclass
class Rows:
    """In the order in which they are written: what a session was about is fixed once it is there with its answer."""

    links: list[SessionOpportunity] = field(default_factory=list)
    served: list[SessionPriority] = field(default_factory=list)
    sessions: list[CoachingSession] = field(default_factory=list)
    words: list[SessionWords] = field(default_factory=list)
    notes: list[PrivateNote] = field(default_factory=list)
    commitments: list[CoachingCommitment] = field(default_factory=list)
    promises: list[CommitmentWords] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def write(self) -> None:
        for rows in vars(self).values():
            if rows:
                type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)

    def tell(self, subject: Any, verb: str, by: Person, at: datetime, team: Team, after: dict[str, Any]) -> None:
        self.events.append(
            Event(subject_kind=subject._meta.model_name, subject_id=subject.pk, verb=verb, by=by, at=at, team=team, after=after)
        )  # fmt: skip


def seed(demo: Demo) -> None:
    """It draws chance of its own, so that nothing else of the demonstration moves."""
    chance, zone = Random(4), ZoneInfo(demo.organisation.time_zone)
    pairs = list(_pairs(demo))
    year = [
        (pair, meeting)
        for pair in pairs
        for meeting in meetings(pair.habit, pair.place, demo.now, zone, chance, pair.themes)
    ]
    year.sort(key=lambda one: one[1].at)
    _write(year, Stages(pairs), chance)
    _look_ahead(demo, pairs, zone, chance)
    _be_away(demo, chance)


def _pairs(demo: Demo) -> Iterator[Pair]:
    """Managers and their salespeople, heads of regions and their managers, the leader and the heads of regions."""
    leader = demo.people["leader"]
    for region, names in REGIONS.items():
        head = _manager_of(demo.teams[region])
        yield Pair(leader, head, demo.teams[region], OF_LEADERS, 0, said.LEADING)
        for number, name in enumerate(names):
            manager, team = demo.managers[name], demo.teams[name]
            yield Pair(head, manager, team, OF_LEADERS, number, said.LEADING)
            for place, seller in enumerate(demo.sellers[name]):
                yield Pair(manager, seller, team, OF_TEAM[name], place, said.THEMES)


def _manager_of(team: Team) -> Person:
    return Membership.objects.select_related("person").get(team=team, role=Role.MANAGER).person


class Stages:
    """Which opportunities a coachee had at a moment, and in which stage each was."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        everything = StageEvent.objects.everything(reason="the demonstration's own")
        owners = [pair.coachee.pk for pair in pairs]
        moves = everything.filter(opportunity__owner__in=owners).order_by("at", "id")
        self.moves: dict[UUID, list[tuple[datetime, UUID, str]]] = defaultdict(list)
        self.owned: dict[UUID, set[UUID]] = defaultdict(set)
        columns = ("opportunity_id", "opportunity__owner_id", "at", "to_stage_id", "to_status")
        for opportunity, owner, at, stage, status in moves.values_list(*columns):
            self.moves[opportunity].append((at, stage, status))
            self.owned[owner].add(opportunity)
        self.known = {one.pk: one for one in Stage.objects.everything(reason="the demonstration's own")}
        self.early = {pk: is_early(stage) for pk, stage in self.known.items()}

    def open_at(self, owner: Person, moment: datetime) -> list[tuple[UUID, UUID]]:
        """(opportunity, stage) of those that were open then, in a fixed order."""
        found = []
        for opportunity in sorted(self.owned[owner.pk]):
            past = [move for move in self.moves[opportunity] if move[0] <= moment]
            if past and past[-1][2] == "open":
                found.append((opportunity, past[-1][1]))
        return found


class Serving:
    """Two of three sessions of a person are about one of the published priorities, each in its turn."""

    def __init__(self) -> None:
        rows = StrategicPriority.objects.everything(reason="the demonstration's own")
        self.priorities = list(rows.filter(brief__state=BriefState.PUBLISHED).order_by("position"))
        self.counts: Counter[UUID] = Counter()

    def next(self, session: CoachingSession) -> list[SessionPriority]:
        number = self.counts[session.coachee_id]
        self.counts[session.coachee_id] += 1
        chosen = self.priorities[number % 3 : number % 3 + 1]
        return [SessionPriority(session=session, priority=one) for one in chosen]


def _write(year: list[tuple[Pair, Meeting]], stages: Stages, chance: Random) -> None:
    rows, known = Rows(), {}
    serving = Serving()
    for pair, meeting in year:
        known[id(meeting)] = _session(rows, pair, meeting, chance)
        _link(rows, known[id(meeting)], meeting, stages, chance)
        rows.served += serving.next(known[id(meeting)])
    for pair, meeting in year:
        for vow in meeting.vows:
            settled_in = known[id(vow.settled_in)] if vow.settled_in else None
            _commitment(rows, pair, meeting, vow, known[id(meeting)], settled_in, chance)
    rows.write()


def _session(rows: Rows, pair: Pair, meeting: Meeting, chance: Random) -> CoachingSession:
    answered = meeting.answered_at is not None
    counts = answered and meeting.took_place
    session = CoachingSession(
        id=time_ordered_id(), coach=pair.coach, coachee=pair.coachee, team=pair.team, state=SessionState.HELD,
        held_at=meeting.at, held_on=meeting.at.date(), minutes=meeting.minutes, channel=meeting.channel,
        kind=meeting.theme.kind, was_planned=meeting.planned, created_at=meeting.at, acknowledged_at=meeting.answered_at,
        took_place=meeting.took_place if answered else None, agreed_minutes=meeting.agreed_minutes if counts else None,
        agrees=counts if answered else None, useful=meeting.useful if counts else None,
        counted_minutes=meeting.agreed_minutes if counts else 0,
    )  # fmt: skip
    rows.sessions.append(session)
    theme, two = meeting.theme, {"coach": pair.coach, "coachee": pair.coachee, "held_at": meeting.at}
    rows.words.append(
        SessionWords(session=session, **two, focus=theme.focus, observed=theme.observed, strengths=theme.strengths,
                     own_view=theme.own_view, comment=chance.choice(said.COMMENTS) if answered else "")
    )  # fmt: skip
    if chance.random() < 0.2:
        rows.notes.append(PrivateNote(session=session, author=pair.coach, text="Ask again in a month how this goes."))
    after = {"coach": pair.coach.pk, "coachee": pair.coachee.pk, "minutes": meeting.minutes, "kind": theme.kind}
    rows.tell(session, "logged", pair.coach, meeting.at, pair.team, after)
    if meeting.answered_at:
        told = {"took_place": meeting.took_place, "minutes": session.agreed_minutes}
        rows.tell(session, "acknowledged", pair.coachee, meeting.answered_at, pair.team, told)
    return session


def _link(rows: Rows, session: CoachingSession, meeting: Meeting, stages: Stages, chance: Random) -> None:
    """One opportunity of the coachee's own, as early or as late as the coach's habit has it, if there is one."""
    if session.kind not in (Kind.LEAD, Kind.OPPORTUNITY):
        return
    found = stages.open_at(session.coachee, meeting.at)
    wanted = [one for one in found if stages.early[one[1]] == meeting.early]
    if wanted:
        opportunity, stage = chance.choice(wanted)
        rows.links.append(
            SessionOpportunity(session=session, opportunity_id=opportunity, stage_id=stage, early=stages.early[stage])
        )


def _commitment(
    rows: Rows, pair: Pair, meeting: Meeting, vow: Vow, session: CoachingSession, settled_in: CoachingSession | None,
    chance: Random,
) -> None:  # fmt: skip
    owner = pair.coachee if vow.side == Side.COACHEE else pair.coach
    commitment = CoachingCommitment(
        session=session, side=vow.side, owner=owner, due_on=vow.due_on, first_due_on=vow.due_on, state=vow.state,
        settled_on=vow.settled_on, settled_in=settled_in, created_at=meeting.at,
    )  # fmt: skip
    rows.commitments.append(commitment)
    own = vow.side == Side.COACHEE
    why = chance.choice(said.REASONS) if vow.state in (CommitmentState.MISSED, CommitmentState.DROPPED) else ""
    rows.promises.append(
        CommitmentWords(
            commitment=commitment, session=session, coach=pair.coach, coachee=pair.coachee, held_at=meeting.at,
            what=meeting.theme.promise if own else meeting.theme.help, seen_by=meeting.theme.seen_by if own else "", reason=why,
        )
    )  # fmt: skip
    rows.tell(
        commitment, "made", pair.coach, meeting.at, pair.team, {"side": vow.side, "due_on": vow.due_on.isoformat()}
    )
    if vow.settled_on:
        at = settled_in.held_at if settled_in else meeting.at + (vow.settled_on - meeting.at.date())
        rows.tell(commitment, vow.state, owner, at, pair.team, {"state": vow.state, "on": vow.settled_on.isoformat()})


def _look_ahead(demo: Demo, pairs: list[Pair], zone: ZoneInfo, chance: Random) -> None:
    """Who meets in a rhythm has the next session planned."""
    for pair in pairs:
        if not pair.habit.rhythm:
            continue
        day = demo.now.astimezone(zone) + timedelta(days=chance.randrange(1, 6))
        day += timedelta(days=8 - day.isoweekday() if day.isoweekday() > FRIDAY else 0)
        at = day.replace(hour=chance.randrange(9, 16), minute=0, second=0, microsecond=0)
        cadence = Cadence.objects.create(
            coach=pair.coach, coachee=pair.coachee, team=pair.team, every_days=7, first_at=at, minutes=45,
            kind=Kind.OPPORTUNITY,
        )  # fmt: skip
        facts = {"held_at": at, "minutes": 45, "kind": Kind.OPPORTUNITY, "cadence": cadence}
        plan_session(facts, coach=pair.coach, coachee=pair.coachee, at=demo.now, by=pair.coach)


def _be_away(demo: Demo, chance: Random) -> None:
    """Two weeks of leave for one in three, and somebody who is new."""
    today = demo.organisation.today(demo.now)
    for name, sellers in demo.sellers.items():
        told: dict[str, Any] = {"by": demo.managers[name], "at": demo.now}
        for seller in sellers[::3]:
            first = today - timedelta(days=chance.randrange(20, 200))
            Absence.add(
                seller,
                demo.teams[name],
                kind=AbsenceKind.LEAVE,
                starts_on=first,
                ends_on=first + timedelta(days=13),
                **told,
            )
    newest = demo.sellers["Hamburg"][-1]
    Absence.add(
        newest, demo.teams["Hamburg"], kind=AbsenceKind.RAMP, starts_on=today - timedelta(days=50), ends_on=today + timedelta(days=40),
        by=demo.managers["Hamburg"], at=demo.now,
    )  # fmt: skip
