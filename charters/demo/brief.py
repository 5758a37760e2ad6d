"""The strategy brief of the demonstration: published, read by nearly everybody, with two priorities. Fictional."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from charters.choices import FeedbackTopic, PriorityKind
from charters.demo import top
from charters.models import Charter, StrategicPriority, StrategyBrief, StrategyFeedback
from charters.opening import open_brief
from portal.demo import Demo

ANSWERS: Final = {
    "ideal_customers": "Operators of ports, rail depots and cold chain with more than three sites, where the finance director already reports what delay costs.",
    "problems": "Delay that begins at one site and is paid for at another. We show where it begins, and take it away.",
    "perception": "As the ones who say beforehand what will change, and are measured by it.",
    "experience": "The first meeting is about the customer's worst day last year. The first result is there within ninety days.",
    "life_cycle_value": "Deciding takes one site and one figure. Implementing takes no weekend. In use, a person of ours looks at the figure with you each month.",
    "differentiation": "Others sell the system whole. We begin with one site, and a third of our price depends on your figure.",
    "doing_nothing": "Doing nothing costs a middle-sized port about two days a month, and the best dispatchers retire within five years.",
    "stands_for": "For promises that hold: people and goods arrive when they were promised. Operators live by nothing else.",
}
PRIORITIES: Final = (
    (PriorityKind.MARKET, "Ports and cold chain", "Their delay has a price that somebody reports already.", top.NEW, 31, 45),
    (PriorityKind.PRODUCT_LINE, "Outcome contracts", "Customers who pay for what changes stay twice as long.", top.EARLY, 18, 33),
)  # fmt: skip
READ_BY_ALL_BUT, TRAINED_ALL_BUT = 9, 11


def write_brief(demo: Demo, sales: Charter, at: datetime) -> None:
    leader = demo.people["leader"]
    brief = open_brief({"title": "Where we win, and why", **ANSWERS}, team=demo.root, by=leader, at=at)
    known = {one.statement: one for one in sales.objectives.all()}
    for kind, name, words, objective, before, after in PRIORITIES:
        values = {"kind": kind, "name": name, "words": words, "objective": known[objective]}
        mix = {
            "starts_on": at.date(),
            "ends_on": at.date() + timedelta(days=365),
            "baseline": Decimal(before),
            "share": Decimal(after),
        }
        StrategicPriority.add(brief, values, mix=[mix], by=leader, at=at)
    brief.publish(by=leader, at=at + timedelta(days=1))
    sellers = [person for team in demo.sellers.values() for person in team]
    others = [person for person in demo.people.values() if person not in sellers and not person.is_administrator]
    for number, person in enumerate(sellers + others):
        if number % READ_BY_ALL_BUT:
            brief.acknowledge(by=person, at=at + timedelta(days=2 + number % 20))
    trained = [person for number, person in enumerate(sellers + others) if number % TRAINED_ALL_BUT]
    for priority in brief.priorities.all():
        priority.record_training(trained, held_on=at.date() + timedelta(days=14), by=leader, at=at + timedelta(days=15))
    _tell(demo, brief, at + timedelta(days=30))


def _tell(demo: Demo, brief: StrategyBrief, at: datetime) -> None:
    """One answered, one that waits."""
    leader = demo.people["leader"]
    told: dict[str, Any] = {"brief": brief, "owner": leader}
    first = StrategyFeedback.file(
        team=demo.teams["Oslo"], topic=FeedbackTopic.MESSAGE_FAILS, by=demo.people["rep"], at=at,
        text="Ferry lines do not recognise “delay” as theirs. They speak of missed departures.", **told,
    )  # fmt: skip
    first.reply(
        "Then we say missed departures to ferry lines. The play is changed.", by=leader, at=at + timedelta(days=6)
    )
    StrategyFeedback.file(
        team=demo.teams["London"], topic=FeedbackTopic.DO_NOTHING, by=demo.people["rep2"], at=at + timedelta(days=22),
        text="Two depots would rather wait for the new franchise than decide now.", **told,
    )  # fmt: skip
