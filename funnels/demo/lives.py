"""How an opportunity of the demonstration lives: from day to day, what its customer did. No database."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from funnels.choices import CLOSE_REASONS, CommitmentState, Status
from funnels.standing import DefinitionFact, Outline, StageFact, expiry

LEAVES_AT_STAGE = (0.20, 0.18, 0.17, 0.14, 0.10)
ENDINGS = (Status.LOST, Status.NO_DECISION, Status.WALKED_AWAY, Status.POSTPONED)
ENDING_WEIGHTS = (46, 33, 14, 7)


@dataclass
class Deed:
    """One commitment of the customer: asked on a day, then settled or still pending."""

    definition: DefinitionFact
    state: str
    asked_on: date
    promised_for: date | None = None
    settled_on: date | None = None
    kind: str = ""
    expires_on: date | None = None


@dataclass
class Step:
    kind: str
    stage: StageFact
    status: str
    on: date
    overridden: list[DefinitionFact] = field(default_factory=list)


@dataclass
class Life:
    """`steps` are in order; the last one says where the opportunity stands today."""

    opened_on: date
    steps: list[Step]
    deeds: list[Deed]
    reasons: list[str] = field(default_factory=list)
    wake_on: date | None = None

    @property
    def stage(self) -> StageFact:
        return self.steps[-1].stage

    @property
    def status(self) -> str:
        return self.steps[-1].status


def live(outline: Outline, chance: Random, today: date, *, fresh: bool) -> Life:
    """`fresh` opportunities were opened lately enough to be open still, most of them."""
    age = chance.randrange(3, 130) if fresh else chance.randrange(90, 430)
    opened_on = today - timedelta(days=age)
    first = outline.stages[0]
    life = Life(opened_on, [Step("opened", first, Status.OPEN, opened_on)], [])
    day = opened_on
    for index, stage in enumerate(outline.selling):
        leaving = day + timedelta(days=_dwell(chance, index))
        ends = chance.random() < LEAVES_AT_STAGE[min(index, 4)]
        if leaving > today - timedelta(days=1):
            _work_in(life, stage, chance, day, today)
            return life
        if ends:
            _end(life, stage, chance, day, leaving, today)
            return life
        day = _go_on(life, outline, stage, chance, day, leaving)
    _adopt(life, outline.stages[-1], chance, day, today)
    return life


def _dwell(chance: Random, index: int) -> int:
    return max(3, int(chance.lognormvariate(0, 0.55) * (12, 24, 30, 26, 18)[min(index, 4)]))


def _go_on(life: Life, outline: Outline, stage: StageFact, chance: Random, start: date, leaving: date) -> date:
    """Fulfil what the stage takes, now and then all but one under a manager's override, and advance."""
    overridden = [stage.required[-1]] if chance.random() < 0.03 and len(stage.required) > 1 else []
    for definition in stage.definitions:
        wanted = definition.required or chance.random() < 0.3
        if wanted and definition not in overridden:
            life.deeds.append(_lasting(_fulfilled(definition, chance, start, leaving), leaving))
    following = outline.after(stage) or stage
    won = stage == outline.deciding
    life.steps.append(Step("advanced", following, Status.WON if won else Status.OPEN, leaving, overridden))
    if won:
        life.reasons = []
    return leaving


def _fulfilled(definition: DefinitionFact, chance: Random, start: date, end: date) -> Deed:
    span = max(1, (end - start).days)
    asked = start + timedelta(days=chance.randrange(span))
    done = asked + timedelta(days=chance.randrange(max(1, (end - asked).days)))
    kind = chance.choice(definition.evidence_kinds)
    holds = expiry(done, kind, definition.lasts_days, confirmed=False)
    return Deed(definition, CommitmentState.FULFILLED, asked, done, done, kind, holds)


def _lasting(deed: Deed, until: date) -> Deed:
    """The same deed, done late enough for its evidence to hold on the day on which it is needed."""
    if deed.settled_on is None or deed.expires_on is None or deed.expires_on >= until:
        return deed
    done = deed.settled_on + (until - deed.expires_on)
    return replace(deed, promised_for=done, settled_on=done, expires_on=until)


def _end(life: Life, stage: StageFact, chance: Random, start: date, on: date, today: date) -> None:
    for definition in stage.definitions:
        if chance.random() < 0.3:
            life.deeds.append(_fulfilled(definition, chance, start, on))
    ending = chance.choices(ENDINGS, ENDING_WEIGHTS)[0]
    life.steps.append(Step("closed", stage, ending, on))
    life.reasons = [chance.choice(list(CLOSE_REASONS[ending]))]
    if ending == Status.POSTPONED:
        life.wake_on = max(on, today) + timedelta(days=chance.randrange(20, 200))


def _work_in(life: Life, stage: StageFact, chance: Random, start: date, today: date) -> None:
    """The stage it is in today: one in eight is ready to move, the others still owe something, mostly with a date."""
    ready = chance.random() < 0.12
    owed = list(stage.required) if not ready else []
    chance.shuffle(owed)
    owed = owed[: chance.randrange(1, len(owed) + 1)] if owed else []
    for definition in stage.definitions:
        if (definition.required and definition not in owed) or (not definition.required and chance.random() < 0.25):
            life.deeds.append(_fulfilled(definition, chance, start, today))
    for index, definition in enumerate(owed):
        if chance.random() < (0.86 if index == 0 else 0.3):
            life.deeds.append(_pending(definition, chance, start, today))
        elif chance.random() < 0.15:
            life.deeds.append(
                Deed(definition, CommitmentState.DECLINED, start, None, max(start, today - timedelta(days=2)))
            )


def _pending(definition: DefinitionFact, chance: Random, start: date, today: date) -> Deed:
    asked = max(start, today - timedelta(days=chance.randrange(1, 12)))
    if chance.random() < 0.06:
        return Deed(definition, CommitmentState.ASKED, asked)
    due = today + timedelta(days=chance.choice((-9, -4, -2, 0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 14, 16, 18, 21)))
    return Deed(definition, CommitmentState.PROMISED, asked, max(due, asked))


def _adopt(life: Life, stage: StageFact, chance: Random, start: date, today: date) -> None:
    for definition in stage.definitions:
        if chance.random() < 0.5 and start < today:
            life.deeds.append(_fulfilled(definition, chance, start, today))
