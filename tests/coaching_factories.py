"""Coaching records for tests, made by the same verbs as everywhere."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from coaching.choices import Channel, Kind, Problem, Setting, Side
from coaching.defining import begin_form
from coaching.models import BestPractice, CoachingSession, Observation, ObservationForm
from coaching.models.observation_words import Mark
from coaching.observing import observe
from coaching.recording import Log, Promise, log_session, plan_session
from portal.models import Person, Team
from tests.cast import NOON, TODAY


def make_log(*, held_at: datetime = NOON - timedelta(days=1), minutes: int = 45, **more: Any) -> Log:
    """`more` are fields of Log, or facts of the session."""
    facts = {"held_at": held_at, "minutes": minutes, "channel": Channel.IN_PERSON, "kind": Kind.OPPORTUNITY}
    facts |= {name: more.pop(name) for name in list(more) if name not in Log.__dataclass_fields__}
    return Log(facts, **({"words": {"focus": "Ask first", "observed": "He talks before he asks."}} | more))


def make_session(coach: Person, coachee: Person, *, at: datetime = NOON, **more: Any) -> CoachingSession:
    return log_session(make_log(**more), coach=coach, coachee=coachee, at=at)


def make_promise(what: str = "Call the dispatcher", side: str = Side.COACHEE, *, due_on: date | None = None) -> Promise:
    return Promise(what, due_on or TODAY + timedelta(days=7), side, seen_by="the recap is written")


def make_plan(
    coach: Person, coachee: Person, *, held_at: datetime = NOON + timedelta(days=2), at: datetime = NOON
) -> CoachingSession:
    facts = {"held_at": held_at, "minutes": 45, "kind": Kind.OPPORTUNITY}
    return plan_session(facts, coach=coach, coachee=coachee, at=at, by=coach)


def make_practice(author: Person, team: Team, *, at: datetime = NOON, **values: Any) -> BestPractice:
    told = {
        "title": "Ask who else loses",
        "problem": Problem.ACCESS,
        "what": "Ask who else loses if nothing changes.",
        "when_works": "While the customer still weighs whether to act.",
        "evidence": "They named the head of the port.",
    }
    return BestPractice.write(told | values, team=team, by=author, at=at)


def make_form(team: Team, *, by: Person, at: datetime = NOON, **values: Any) -> ObservationForm:
    """The scorecard's nine items, in use."""
    form = begin_form({"name": "With a customer", **values}, team=team, by=by, at=at)
    form.activate(by=by, at=at)
    return form


def make_observation(
    observer: Person, coachee: Person, form: ObservationForm, *, at: datetime = NOON, **facts: Any
) -> Observation:
    told = {"form": form, "setting": Setting.CUSTOMER, "held_at": at - timedelta(hours=3)}
    return observe(told | facts, observer=observer, coachee=coachee, at=at)


def make_marks(level: int = 2, **evidence: str) -> list[Mark]:
    """The same level for three items; `evidence` by item."""
    return [Mark(item, level, evidence.get(item, "")) for item in ("preparation", "issue", "listening")]
