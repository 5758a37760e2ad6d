"""Cycles of upward feedback for tests, made by the same verbs as everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from coaching.feedback.closing import close_cycle
from coaching.feedback.opening import plan_cycle
from coaching.feedback.statements import ABOVE, TEAM
from coaching.models import FeedbackBallot, FeedbackCycle, FeedbackFromAbove
from portal.models import Person, Team
from portal.roles import Role
from tests.cast import NOON, TODAY, join, make_person


def make_team_of(team: Team, many: int, *, since: date | None = None) -> list[Person]:
    """People who work in the team from long ago or `since`."""
    started = {"since": since} if since else {}
    people = [make_person(f"{team.name} {number}") for number in range(1, many + 1)]
    for person in people:
        join(person, team, Role.MEMBER, **started)  # type: ignore[arg-type]
    return people


def make_cycle(team: Team, by: Person, *, at: datetime = NOON, days: int = 14) -> FeedbackCycle:
    """One that begins on the day of `at`."""
    today = by.organisation.today(at)
    return plan_cycle(team, opens_on=today, closes_on=today + timedelta(days=days), by=by, at=at)


def ballot_of(person: Person, manager: Person) -> FeedbackBallot:
    found: FeedbackBallot = FeedbackBallot.objects.visible_to(person).get(box__manager=manager)
    return found


def answer(person: Person, manager: Person, mark: int = 5, *, at: datetime = NOON, **marks: int) -> None:
    """The same mark everywhere but where `marks` says otherwise."""
    ballot = ballot_of(person, manager)
    statements = ballot.box.cycle.statements_of(TEAM)
    ballot.answer(dict.fromkeys(statements, mark) | marks, at=at)


def answer_all(people: Iterable[Person], manager: Person, marks: Iterable[int], *, at: datetime = NOON) -> None:
    for person, mark in zip(people, marks, strict=True):
        answer(person, manager, mark, at=at)


def answer_from_above(author: Person, manager: Person, mark: int = 5, *, at: datetime = NOON) -> FeedbackFromAbove:
    form: FeedbackFromAbove = FeedbackFromAbove.objects.visible_to(author).get(manager=manager, answered_at=None)
    form.answer(dict.fromkeys(form.cycle.statements_of(ABOVE), mark), by=author, at=at)
    return form


def close(cycle: FeedbackCycle) -> datetime:
    """The day after its last day has come."""
    moment = NOON + (cycle.closes_on - TODAY) + timedelta(days=1)
    close_cycle(cycle, at=moment)
    return moment
