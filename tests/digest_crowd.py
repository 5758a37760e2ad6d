"""Thousands of people with something to hear of each week, as the verbs would leave it.

Teams of ten, a manager and nine who sell; twenty teams a region, all under one leader. Each who sells has an opportunity
whose customer is late, one without a next step, and a promise made in coaching; one in fifty has a promise that stayed
overdue for weeks and is to be told to the manager now.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models

from coaching.choices import Kind, SessionState, Side
from coaching.models import CoachingCommitment, CoachingSession
from funnels.choices import CommitmentState, MoveKind, Status
from funnels.models import Account, CustomerCommitment, Funnel, Opportunity, StageEvent
from portal.digests.models import Digest, Escalation, Mention
from portal.ids import time_ordered_id
from portal.models import Membership, Person, Team
from portal.models.team import TeamKind
from portal.roles import Role
from portal.weeks import WEEK, week_of
from tests.cast import LONG_AGO

TEAM, REGION = 10, 200  # people
LATE_FOR_WEEKS = 50  # of so many people one has a promise that nobody could move
AT_ONCE = 2000
KIND = "customercommitment"


class Crowd:
    """It grows by whole teams; who is there stays."""

    def __init__(self, root: Team, funnel: Funnel, at: datetime) -> None:
        self.root, self.funnel, self.at = root, funnel, at
        self.stage = funnel.stages.order_by("position")[0]
        self.people: list[Person] = []
        self.region = root
        self.leader = self._person("Leader")
        self.leader.save()
        self._join(self.leader, root, Role.MANAGER).save()

    @property
    def today(self) -> date:
        return self.at.date()

    def grow(self, count: int) -> None:
        rows: dict[type[models.Model], list[Any]] = {}
        while len(self.people) < count:
            if len(self.people) % REGION == 0:
                self.region = Team.objects.create(
                    name=f"Region {len(self.people)}", parent=self.root, kind=TeamKind.REGION
                )
            for row in self._team():
                rows.setdefault(type(row), []).append(row)
        for model in (
            Team, Person, Membership, Account, StageEvent, Opportunity, CustomerCommitment, CoachingSession,
            CoachingCommitment, Mention, Escalation,
        ):  # fmt: skip
            manager: Any = model._default_manager
            manager.bulk_create(rows[model], AT_ONCE)

    def _team(self) -> Iterator[models.Model]:
        number = len(self.people)
        team = Team(name=f"Team {number}", parent=self.region)
        people = [self._person(f"Person {number + one}") for one in range(TEAM)]
        manager = people[0]
        yield from (team, self._join(manager, team, Role.MANAGER))
        yield from (self._join(one, team, Role.MEMBER) for one in people[1:])
        yield from people
        for one in people[1:]:
            yield from self._late(one, team, late_for_weeks=(number + people.index(one)) % LATE_FOR_WEEKS == 1)
            yield from self._without_next_step(one, team)
            yield from self._coached(manager, one, team)
        self.people += people

    def _person(self, name: str) -> Person:
        return Person(
            name=name, email=f"{name.replace(' ', '')}@acme.example", password="md5$x$x", time_zone="Europe/Oslo",
            created_at=self.at - timedelta(days=60),
        )  # fmt: skip

    def _join(self, person: Person, team: Team, role: Role) -> Membership:
        return Membership(person=person, team=team, role=role, starts_on=LONG_AGO)

    def _place(self, owner: Person, team: Team, **more: Any) -> list[Any]:
        """The account, how it began, and the opportunity."""
        account, at = Account(name=f"Account of {owner}"), self.at - timedelta(days=30)
        place = Opportunity(
            name=f"Project of {owner}", account=account, owner=owner, team=team, funnel=self.funnel, stage=self.stage,
            stage_entered_at=at, opened_on=at.date(), amount=1200, currency="EUR", required_total=2, **more,
        )  # fmt: skip
        place.last_move = StageEvent(
            opportunity=place, kind=MoveKind.OPENED, to_stage=self.stage, to_status=Status.OPEN, at=at, team=team
        )
        return [account, place.last_move, place]

    def _late(self, owner: Person, team: Team, *, late_for_weeks: bool) -> Iterator[models.Model]:
        day, key = self.today - timedelta(days=3), time_ordered_id()
        *before, place = self._place(owner, team, next_commitment_id=key, next_due_on=day)
        yield from (*before, place)
        yield CustomerCommitment(
            pk=key, opportunity=place, statement="names a sponsor", state=CommitmentState.PROMISED,
            asked_on=self.today - timedelta(days=20), promised_for=day,
        )  # fmt: skip
        if late_for_weeks:
            last = week_of(self.today) - WEEK
            yield from (Mention(person=owner, kind=KIND, key=key, week=week) for week in (last - 2 * WEEK, last - WEEK))
            yield Escalation(kind=KIND, key=key, owner=owner, team=team, week=last)

    def _without_next_step(self, owner: Person, team: Team) -> Iterator[models.Model]:
        yield from self._place(owner, team)

    def _coached(self, coach: Person, coachee: Person, team: Team) -> Iterator[models.Model]:
        held = self.at - timedelta(days=5)
        session = CoachingSession(
            coach=coach, coachee=coachee, team=team, state=SessionState.HELD, held_at=held, held_on=held.date(),
            minutes=45, kind=Kind.OPPORTUNITY, acknowledged_at=held, took_place=True, agreed_minutes=45,
            counted_minutes=45,
        )  # fmt: skip
        yield session
        yield CoachingCommitment(
            session=session, owner=coachee, side=Side.COACHEE, due_on=self.today, first_due_on=self.today
        )

    def plan(self) -> None:
        """A digest of this week for each, not written yet."""
        week = week_of(self.today)
        everybody: list[UUID] = [self.leader.pk, *(one.pk for one in self.people)]
        rows = [Digest(recipient_id=one, week=week, due_at=self.at, planned_at=self.at) for one in everybody]
        Digest.objects.bulk_create(rows, AT_ONCE)
