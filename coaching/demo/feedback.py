"""Upward feedback of the demonstration: three cycles of a year, and one that is open today.

Teams say of their managers what the habits of these show; one team has too few answers in each cycle.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Final

from coaching.demo.habits import FADING, GOOD, OF_TEAM, RESCUER, SHORT, STEADY, UNEVEN
from coaching.feedback.closing import close_cycle
from coaching.feedback.opening import plan_cycle
from coaching.feedback.statements import ABOVE, TEAM
from coaching.models import FeedbackBallot, FeedbackCycle, FeedbackFromAbove
from portal.demo import NAMED, Demo

AGO: Final = (285, 190, 95, 5)  # days since the first day
LASTS: Final = timedelta(days=14)
MEANS: Final = {GOOD: 6.1, STEADY: 5.4, SHORT: 4.6, UNEVEN: 4.3, FADING: 4.0, RESCUER: 3.6}
WORSE: Final = {RESCUER: ("early", "asks_first", "disagree"), FADING: ("time", "followed_up"), SHORT: ("one_thing",)}
SILENT_TEAM: Final = "Dublin"


def seed(demo: Demo) -> None:
    """It draws chance of its own, so that nothing else of the demonstration moves."""
    chance = Random(6)
    for number, ago in enumerate(AGO):
        first = demo.now - timedelta(days=ago)
        today = demo.organisation.today(first)
        cycle = plan_cycle(
            demo.root, opens_on=today, closes_on=today + LASTS, by=demo.people["steward"], at=first
        )  # fmt: skip
        is_open = number == len(AGO) - 1
        _answer(demo, cycle, chance, share=0.3 if is_open else 0.97)
        if not is_open:
            _answer_from_above(demo, cycle, chance)
            close_cycle(cycle, at=first + LASTS + timedelta(days=1))


def _answer(demo: Demo, cycle: FeedbackCycle, chance: Random, *, share: float) -> None:
    """The sign-in accounts have not answered yet, so that the form can be seen."""
    team_of = {person: name for name, people in demo.sellers.items() for person in people}
    shown = {demo.people[account].pk for account in NAMED if account in demo.people}
    ballots = FeedbackBallot.objects.everything(reason="the demonstration's own").filter(box__cycle=cycle)
    for ballot in ballots.select_related("person").order_by("person__name", "box__manager__name"):
        name = team_of.get(ballot.person, "")
        likely = 0.3 if name == SILENT_TEAM else share
        if chance.random() < likely and not (share < 0.5 and ballot.person_id in shown):
            ballot.answer(_marks(cycle, name, chance), at=demo.now - (demo.organisation.today() - cycle.opens_on))


def _marks(cycle: FeedbackCycle, team: str, chance: Random) -> dict[str, int]:
    habit = OF_TEAM.get(team, STEADY)
    worse = WORSE.get(habit, ())
    return {
        code: min(7, max(1, round(chance.gauss(MEANS[habit] - 1.3 * (code in worse), 0.9))))
        for code in cycle.statements_of(TEAM)
    }


def _answer_from_above(demo: Demo, cycle: FeedbackCycle, chance: Random) -> None:
    forms = FeedbackFromAbove.objects.everything(reason="the demonstration's own").filter(cycle=cycle)
    at = demo.now - (demo.organisation.today() - cycle.opens_on)
    for form in forms.select_related("author").order_by("manager__name", "author__name"):
        form.answer({code: chance.randint(3, 7) for code in cycle.statements_of(ABOVE)}, by=form.author, at=at)
