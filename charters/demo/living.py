"""What has happened since: measurements, tactics done and late, people who have read it, questions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from charters.choices import Confidence, Dimension
from charters.models import Charter, Objective, Question, TacticProgress
from charters.models.outlining import objective_fact
from charters.progress import expected_on

EVERY = timedelta(days=28)
WHY: Final = {
    Confidence.HIGH: ("The new Monday meeting shows.", "Two teams are ahead, one is level.", "As planned."),
    Confidence.MEDIUM: ("Two customers moved their decision.", "Half a team was ill.", "We began later than agreed."),
    Confidence.LOW: ("Without a second engineer we will not get there.", "The largest customer has stopped buying."),
}
ASKED: Final = (
    ("Does this hold for renewals, or only for new customers?", "For both. In renewals the first result counts as the evidence."),
    ("Who decides when two teams want the same operator?", "The regional manager, within a week."),
    ("May we still answer the harbour tender that is out already?", ""),
)  # fmt: skip


def live(charters: Iterable[Charter], now: datetime, chance: Random) -> None:
    for number, charter in enumerate(charters):
        if charter.is_published:
            for objective in charter.objectives.prefetch_related("targets").select_related(
                "progress__owner", "supports"
            ):
                _measure(objective, charter, now, chance)
            _prove(charter, now, chance)
            _work(charter, now, chance)
            _review(charter, number, now)
            _talk(charter, number, now)


def _measure(objective: Objective, charter: Charter, now: datetime, chance: Random) -> None:
    """Every four weeks since it is in force, near the line or behind it, as the objective's luck will have it."""
    luck = chance.choice((Decimal("0.6"), Decimal("0.9"), Decimal("1.0"), Decimal("1.1")))
    sure = Confidence.HIGH if luck >= Decimal("0.9") else chance.choice((Confidence.MEDIUM, Confidence.LOW))
    fact = objective_fact(objective)
    at = (charter.activated_at or now) + timedelta(days=7)
    while at < now:
        line = expected_on(fact, at.date())
        if line is not None:
            start = objective.baseline or Decimal(0)
            value = (
                Decimal(round(start + (line - start) * luck))
                if objective.is_milestone or objective.unit != "%"
                else round(start + (line - start) * luck, 1)
            )
            why = chance.choice(WHY[sure])
            objective.measure(value=value, confidence=sure, why=why, by=objective.progress.owner, at=at)
        at += EVERY


def _prove(charter: Charter, now: datetime, chance: Random) -> None:
    """The measure that proves it, and one of its efficiency, a few times."""
    for measure in charter.measures.filter(
        dimension__in=(Dimension.BEHAVIOUR, Dimension.ADOPTION, Dimension.EFFICIENCY)
    ):
        value = Decimal(chance.randrange(38, 55))
        for weeks in (9, 5, 1):
            at = now - timedelta(weeks=weeks)
            if charter.activated_at and at > charter.activated_at:
                value += chance.randrange(-1, 6)
                measure.measure(value=value, why="Counted at the end of the month.", by=charter.owner, at=at)


def _review(charter: Charter, number: int, now: datetime) -> None:
    """Looked at a month ago, but for two whose review is late."""
    at = now - timedelta(days=30)
    if charter.owner and number % 7 != 5 and charter.activated_at and charter.activated_at < at:
        charter.review(note="It holds. Two dates were moved.", by=charter.owner, at=at)


def _work(charter: Charter, now: datetime, chance: Random) -> None:
    """What was due is done, but for one in five; one in eight of those to come has got another day."""
    rows = TacticProgress.objects.everything(reason="the demonstration's own").filter(tactic__charter=charter)
    for progress in rows.select_related("tactic__charter", "owner"):
        assert progress.due_on is not None
        late = progress.due_on < now.date()
        if late and chance.random() > 0.2:
            done = min(datetime.combine(progress.due_on, now.timetz()), now) - timedelta(days=chance.randrange(3))
            progress.done(by=progress.owner, at=done, note="")
        elif not late and chance.random() < 0.12:
            later = progress.due_on + timedelta(days=14)
            progress.redate(
                due_on=later, reason="The customer's season ends later.", by=progress.owner, at=now - timedelta(days=2)
            )


def _talk(charter: Charter, number: int, now: datetime) -> None:
    at = now - timedelta(days=12)
    for one in charter.stakeholders.select_related("person"):
        charter.acknowledge(by=one.person, at=at)
    owners = [one.progress.owner for one in charter.objectives.select_related("progress__owner")]
    asker = next((one for one in owners if one != charter.owner), charter.sponsor)
    if asker is None or number % 3:
        return
    text, answer = ASKED[number // 3 % len(ASKED)]
    question = Question.ask(charter, text, by=asker, at=at)
    if answer and charter.owner:
        question.reply(answer, by=charter.owner, at=at + timedelta(days=2))
