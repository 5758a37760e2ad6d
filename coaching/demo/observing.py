"""Observations of the demonstration: managers go along, some often and some never; people see themselves otherwise."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Final

from coaching.choices import HIGHEST, LOWEST, CallType, Setting
from coaching.defining import begin_form
from coaching.demo.seen import COMMENTS, OWN_WORDS, SEEN
from coaching.models import Observation, ObservationForm
from coaching.models.observation_words import Mark
from coaching.observing import observe
from funnels.models import Opportunity
from portal.demo import Demo
from portal.models import Person

TIMES: Final = {
    "Oslo": 4,
    "Stockholm": 2,
    "London": 1,
    "Hamburg": 2,
}  # in the last half year, of each of the first three
WATCHED: Final = 3
SETTINGS: Final = (Setting.CUSTOMER, Setting.JOINT, Setting.CUSTOMER, Setting.RECORDING, Setting.ROLE_PLAY)


def seed(demo: Demo) -> None:
    """It draws chance of its own, so that nothing else of the demonstration moves."""
    chance = Random(6)
    form = _form(demo)
    for team, times in TIMES.items():
        for seller in demo.sellers[team][:WATCHED]:
            about = Opportunity.objects.everything(reason="the demonstration's own").filter(owner=seller).first()
            for number in range(times):
                at = _worked(demo.now - timedelta(days=170 - number * (150 // times) + chance.randrange(6), hours=2))
                _observed(form, demo.managers[team], seller, about, at, number, chance)
    begun = {"form": form, "setting": Setting.CUSTOMER, "held_at": demo.now - timedelta(hours=3)}
    waiting = observe(begun, observer=demo.managers["Oslo"], coachee=demo.sellers["Oslo"][0], at=demo.now)
    waiting.give(_marks(2, chance), "Ask for the day.", by=demo.managers["Oslo"], at=demo.now)


def _worked(moment: datetime) -> datetime:
    """The last working day until then."""
    return moment - timedelta(days=max(0, moment.weekday() - 4))


def _form(demo: Demo) -> ObservationForm:
    steward, at = demo.people["steward"], demo.now - timedelta(days=300)
    values = {"name": "With a customer", "call_type": CallType.ANY}
    form = begin_form(values, team=demo.root, by=steward, at=at)
    form.activate(by=steward, at=at)
    return form


def _observed(
    form: ObservationForm, observer: Person, coachee: Person, about: Opportunity | None, at: datetime, number: int,
    chance: Random,
) -> None:  # fmt: skip
    facts = {"form": form, "setting": chance.choice(SETTINGS), "held_at": at, "opportunity": about}
    observation: Observation = observe(facts, observer=observer, coachee=coachee, at=at)
    later = at + timedelta(hours=2)
    observation.give(_marks(1 + number, chance), chance.choice(COMMENTS), by=observer, at=later)
    if chance.random() < 0.8:
        own = [
            Mark(mark.item, _own(mark.level, chance), chance.choice(OWN_WORDS)) for mark in _marks(2 + number, chance)
        ]
        observation.give(own, by=coachee, at=later + timedelta(hours=20))
    else:
        observation.decline(by=coachee, at=later + timedelta(hours=20))


def _marks(around: int, chance: Random) -> list[Mark]:
    """Levels around one that grows with practice; one in eight items could not be seen."""
    marks = []
    for item, said in SEEN.items():
        level = max(LOWEST, min(HIGHEST, around + chance.choice((-1, 0, 0, 1))))
        seen = chance.random() > 0.12
        marks.append(Mark(item, level if seen else None, said[level - 1] if seen else ""))
    return marks


def _own(level: int | None, chance: Random) -> int | None:
    return None if level is None else max(LOWEST, min(HIGHEST, level + chance.choice((0, 0, 1))))
