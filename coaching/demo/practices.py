"""Best practices of the demonstration: written by people of every region, adopted and judged across teams."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from coaching.choices import Outcome
from coaching.demo.tried import PRACTICES, Tried
from coaching.models import BestPractice
from funnels.choices import FunnelState, Status
from funnels.models import Opportunity, Stage
from portal.demo import Demo
from portal.models import Person

WORKED_BY = (9, 14, 6, 11, 4, 3, 2)  # how many others try each, in the order in which they were written


def seed(demo: Demo) -> None:
    """It draws chance of its own, so that nothing else of the demonstration moves."""
    chance = Random(5)
    stages = Stage.objects.everything(reason="the demonstration's own").filter(funnel__state=FunnelState.ACTIVE)
    by_code = {stage.code: stage for stage in stages}
    people = [person for name in sorted(demo.sellers) for person in [*demo.sellers[name], demo.managers[name]]]
    for number, (tried, others) in enumerate(zip(PRACTICES, WORKED_BY, strict=True)):
        author = demo.sellers[tried.team][number % 5]
        at = demo.now - timedelta(days=300 - 40 * number)
        practice = BestPractice.write(
            _values(tried, by_code, author), team=demo.teams[tried.team], by=author, at=at
        )  # fmt: skip
        for person in chance.sample([one for one in people if one != author], others):
            _echo(practice, person, demo, chance)


def _values(tried: Tried, stages: dict[str, Stage], author: Person) -> dict[str, object]:
    texts = {name: getattr(tried, name) for name in ("title", "problem", "outcome", "what", "when_works", "evidence")}
    won = Opportunity.objects.everything(reason="the demonstration's own").filter(owner=author, status=Status.WON)
    shown_on = won.order_by("closed_on").last() if tried.outcome == Outcome.WON else None
    return texts | {"stage": stages.get(tried.stage), "opportunity": shown_on}


def _echo(practice: BestPractice, person: Person, demo: Demo, chance: Random) -> None:
    """Some weeks after it was written; most who work this way say whether it was useful, and a few who do not."""
    at = practice.created_at + (demo.now - practice.created_at) * chance.uniform(0.1, 0.9)
    if chance.random() < 0.7:
        practice.adopt(by=person, at=at)
    if chance.random() < 0.75:
        practice.judge(chance.random() < 0.8, by=person, at=at)
