"""What a charter begins with when it is copied: texts, and days counted from the day of copying. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from charters.choices import CharterKind, Direction, MeasureLevel, ObjectiveKind, StrategyKind


@dataclass(frozen=True)
class TacticPlan:
    """`days` from the day of copying; `phase` counts from one."""

    step: str
    days: int
    quantity: str = ""
    resources: str = ""
    landmark: bool = False
    adoption: bool = False
    phase: int | None = None


@dataclass(frozen=True)
class StrategyPlan:
    statement: str
    outcome: str
    tactics: tuple[TacticPlan, ...]
    kind: str = StrategyKind.OTHER
    how: str = ""
    stakeholders: str = ""


@dataclass(frozen=True)
class ObjectivePlan:
    """`targets` are days with a value, or with a milestone in words."""

    statement: str
    targets: tuple[tuple[int, Decimal | str], ...]
    strategies: tuple[StrategyPlan, ...] = ()
    metric: str = ""
    unit: str = ""
    baseline: Decimal | None = None
    direction: str = Direction.UP
    kind: str = ObjectiveKind.NUMERIC


@dataclass(frozen=True)
class GoalPlan:
    statement: str
    from_state: str
    to_state: str
    objectives: tuple[ObjectivePlan, ...]


@dataclass(frozen=True)
class ServicePlan:
    name: str
    kind: str
    audiences: tuple[str, ...]
    adoption: str = ""
    description: str = ""
    first_time: bool = False
    customer_phases: tuple[str, ...] = ()


@dataclass(frozen=True)
class MeasurePlan:
    name: str
    dimension: str
    level: str = MeasureLevel.ACTIVITY
    unit: str = ""
    rhythm: str = ""
    proves: bool = False


@dataclass(frozen=True)
class AudiencePlan:
    key: str
    name: str
    group: str
    gains: str
    tag_line: str = ""


@dataclass(frozen=True)
class Blueprint:
    """`texts` and `lists` are fields of the charter by name; `values` the behaviour of each core value."""

    code: str
    title: str
    summary: str = ""
    kind: str = CharterKind.FUNCTION
    texts: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    audiences: tuple[AudiencePlan, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    phases: tuple[tuple[str, int, int], ...] = ()
    goals: tuple[GoalPlan, ...] = ()
    objectives: tuple[ObjectivePlan, ...] = ()
    services: tuple[ServicePlan, ...] = ()
    measures: tuple[MeasurePlan, ...] = ()

    def all_objectives(self) -> list[Any]:
        """In the order in which they are written, those of no goal last."""
        return [one for goal in self.goals for one in goal.objectives] + list(self.objectives)
