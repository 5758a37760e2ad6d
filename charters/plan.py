"""The plan of a charter as a tree: goals, objectives, strategies and tactics, and where each of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from charters.choices import TacticState
from charters.document import Document, ObjectiveFact
from charters.models import Goal, Objective, Strategy, Tactic
from charters.models.outlining import objective_fact
from charters.progress import Progress, progress
from charters.reading import Reading
from charters.smart import Letter, from_to, quantity, smart

SOON = timedelta(days=30)


@dataclass(frozen=True)
class PlannedStrategy:
    """`strategy` is None for tactics that hang in the air."""

    strategy: Strategy | None
    tactics: Sequence[Tactic]
    late: int

    @property
    def done(self) -> int:
        return sum(one.progress.state == TacticState.DONE for one in self.tactics)

    @property
    def total(self) -> int:
        return sum(one.progress.state != TacticState.DROPPED for one in self.tactics)


@dataclass(frozen=True)
class PlannedObjective:
    """`objective` is None for strategies that hang in the air; `sentence` while "from … to …" is incomplete."""

    objective: Objective | None
    strategies: Sequence[PlannedStrategy]
    sentence: str | None = None
    letters: Sequence[Letter] = ()
    standing: Progress | None = None
    supporters: Sequence[Objective] = ()

    @property
    def unsmart(self) -> list[Letter]:
        return [one for one in self.letters if not one.passed]

    @property
    def is_behind(self) -> bool:
        return self.standing is not None and self.standing.on_track is False

    @property
    def percent(self) -> int | None:
        """How much of the way is gone, between nothing and all of it."""
        share = self.standing.share if self.standing else None
        return None if share is None else min(max(int(share * 100), 0), 100)

    @property
    def value(self) -> str:
        return self._told(self.standing.value if self.standing else None)

    @property
    def expected(self) -> str:
        line = self.standing.expected if self.standing else None
        return self._told(None if line is None else round(line, 2))

    def _told(self, value: Decimal | None) -> str:
        unit = self.objective.unit if self.objective and not self.objective.is_milestone else ""
        return quantity(value, unit)


@dataclass(frozen=True)
class PlannedGoal:
    """`goal` is None for objectives without one."""

    goal: Goal | None
    objectives: Sequence[PlannedObjective]


@dataclass(frozen=True)
class Glance:
    objectives: int
    on_course: int
    behind: int
    unmeasured: int
    tactics: int
    done: int
    late: int
    landmarks_soon: int


def plan(reading: Reading, today: date) -> list[PlannedGoal]:
    """In the charter's order; what hangs in the air comes last of its kind."""
    placed = [_objective(one, reading, today) for one in reading.objectives]
    loose = _strategies(reading, None, today)
    if loose:
        placed.append(PlannedObjective(None, loose))
    goals: list[Goal] = list(reading.charter.goals.all())
    found = [PlannedGoal(goal, [one for one in placed if _goal_of(one) == goal.pk]) for goal in goals]
    rest = [one for one in placed if _goal_of(one) is None]
    return [*found, PlannedGoal(None, rest)] if rest else found


def _goal_of(one: PlannedObjective) -> UUID | None:
    return one.objective.goal_id if one.objective else None


def _objective(objective: Objective, reading: Reading, today: date) -> PlannedObjective:
    fact, document = objective_fact(objective), reading.document
    return PlannedObjective(
        objective,
        _strategies(reading, objective.pk, today),
        sentence=from_to(fact),
        letters=letters(fact, document, reading.charter.created_at.date()),
        standing=standing(objective, fact),
        supporters=reading.supporters.get(objective.lineage, ()),
    )


def letters(fact: ObjectiveFact, document: Document, written_on: date) -> list[Letter]:
    return smart(fact, written_on=written_on, mission=document.mission)


def standing(objective: Objective, fact: ObjectiveFact) -> Progress | None:
    latest = objective.progress.latest
    return progress(fact, latest.value, latest.measured_on) if latest else None


def _strategies(reading: Reading, objective: UUID | None, today: date) -> list[PlannedStrategy]:
    rows = [one for one in reading.charter.strategies.all() if one.objective_id == objective]
    found = [_strategy(one, [t for t in reading.tactics if t.strategy_id == one.pk], today) for one in rows]
    loose = [one for one in reading.tactics if one.strategy_id is None] if objective is None else []
    return [*found, _strategy(None, loose, today)] if loose else found


def _strategy(strategy: Strategy | None, tactics: list[Tactic], today: date) -> PlannedStrategy:
    return PlannedStrategy(strategy, tactics, sum(one.progress.is_overdue(today) for one in tactics))


def glance(goals: Sequence[PlannedGoal], tactics: Sequence[Tactic], today: date) -> Glance:
    """The charter in eight figures."""
    objectives = [one for goal in goals for one in goal.objectives if one.objective]
    open_ones = [one for one in tactics if one.progress.state == TacticState.OPEN]
    landmarks = [one.progress.due_on for one in open_ones if one.landmark and one.progress.due_on]
    return Glance(
        objectives=len(objectives),
        on_course=sum(one.standing is not None and one.standing.on_track is True for one in objectives),
        behind=sum(one.is_behind for one in objectives),
        unmeasured=sum(one.standing is None for one in objectives),
        tactics=sum(one.progress.state != TacticState.DROPPED for one in tactics),
        done=sum(one.progress.state == TacticState.DONE for one in tactics),
        late=sum(one.progress.is_overdue(today) for one in open_ones),
        landmarks_soon=sum(today <= day <= today + SOON for day in landmarks),
    )
