"""A version of a charter as plain values: what the reckonings read. No web, no clock, no database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from charters.choices import NEEDS_ADOPTION, CharterKind, CharterState, Direction, ObjectiveKind


@dataclass(frozen=True)
class TargetFact:
    due_on: date
    value: Decimal | None = None
    milestone: str = ""


@dataclass(frozen=True)
class GoalFact:
    id: UUID
    statement: str
    from_state: str = ""
    to_state: str = ""


@dataclass(frozen=True)
class ObjectiveFact:
    """`targets` stand in the order of their days. `supports` is the lineage of an objective of the charter above."""

    id: UUID
    lineage: UUID
    statement: str
    kind: str = ObjectiveKind.NUMERIC
    metric: str = ""
    unit: str = ""
    direction: str = Direction.UP
    baseline: Decimal | None = None
    baseline_on: date | None = None
    expectation: Decimal | None = None
    targets: tuple[TargetFact, ...] = ()
    goal: UUID | None = None
    supports: UUID | None = None
    owner: UUID | None = None
    accepted: bool = False

    @property
    def is_milestone(self) -> bool:
        return self.kind == ObjectiveKind.MILESTONE

    @property
    def due_on(self) -> date | None:
        return self.targets[-1].due_on if self.targets else None


@dataclass(frozen=True)
class StrategyFact:
    id: UUID
    statement: str
    kind: str = ""
    objective: UUID | None = None
    expected_outcome: str = ""
    ends_on: date | None = None
    stakeholders: str = ""
    involved_on: date | None = None
    decided_on: date | None = None

    @property
    def needs_adoption(self) -> bool:
        return self.kind in NEEDS_ADOPTION


@dataclass(frozen=True)
class TacticFact:
    id: UUID
    step: str
    strategy: UUID | None = None
    owner: UUID | None = None
    due_on: date | None = None
    adoption: bool = False


@dataclass(frozen=True)
class ServiceFact:
    id: UUID
    name: str
    audiences: tuple[str, ...] = ()
    first_time: bool = False
    adoption_measure: str = ""


@dataclass(frozen=True)
class MeasureFact:
    id: UUID
    name: str
    dimension: str
    level: str = ""
    objective: UUID | None = None


@dataclass(frozen=True)
class MissionFact:
    statement: str
    starts_on: date
    ends_on: date
    what_changes: str = ""
    pledge: str = ""
    goal: UUID | None = None
    attainable: bool = False
    forecast: str = ""


@dataclass(frozen=True)
class MemberFact:
    id: UUID
    name: str


class ParentFact(NamedTuple):
    """What the charter serves. `newest` is the revision approved last; `confirmed` the last one it was found to serve."""

    id: UUID
    lineage: UUID
    title: str
    state: str
    revision: int
    newest: int | None = None
    confirmed: int | None = None

    @property
    def is_stale(self) -> bool:
        newest = self.newest or 0
        return newest > self.revision and newest > (self.confirmed or 0)


@dataclass(frozen=True)
class Document:
    """`texts` are the charter's own fields by name; `connected` the lineages of the charters it is connected with.

    `members` are those of the team of a sales mission; None where nobody has looked.
    """

    id: UUID
    lineage: UUID
    revision: int
    team: UUID
    kind: str
    title: str
    state: str
    texts: Mapping[str, Any]
    parent: ParentFact | None = None
    sponsor: UUID | None = None
    goals: Sequence[GoalFact] = ()
    objectives: Sequence[ObjectiveFact] = ()
    strategies: Sequence[StrategyFact] = ()
    tactics: Sequence[TacticFact] = ()
    services: Sequence[ServiceFact] = ()
    measures: Sequence[MeasureFact] = ()
    mission: MissionFact | None = None
    connected: frozenset[UUID] = frozenset()
    members: tuple[MemberFact, ...] | None = None

    @property
    def is_mission(self) -> bool:
        return self.kind == CharterKind.MISSION

    @property
    def is_root(self) -> bool:
        return self.kind == CharterKind.ORGANISATION

    @property
    def is_active(self) -> bool:
        return self.state == CharterState.ACTIVE

    def text(self, name: str) -> str:
        return str(self.texts.get(name) or "").strip()

    def entries(self, name: str) -> Sequence[Any]:
        found: Sequence[Any] = self.texts.get(name) or ()
        return found

    @property
    def idle(self) -> list[MemberFact]:
        """Members of the team who own no tactic."""
        busy = {one.owner for one in self.tactics}
        return [one for one in self.members or () if one.id not in busy]

    def objectives_of(self, goal: GoalFact) -> Iterator[ObjectiveFact]:
        return (one for one in self.objectives if one.goal == goal.id)

    def strategies_of(self, objective: ObjectiveFact) -> Iterator[StrategyFact]:
        return (one for one in self.strategies if one.objective == objective.id)

    def tactics_of(self, strategy: StrategyFact) -> Iterator[TacticFact]:
        return (one for one in self.tactics if one.strategy == strategy.id)
