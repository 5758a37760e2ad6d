"""Plain values for the reckonings' tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from charters.choices import CharterKind, CharterState
from charters.document import (
    Document,
    GoalFact,
    MissionFact,
    ObjectiveFact,
    ParentFact,
    StrategyFact,
    TacticFact,
    TargetFact,
)

WRITTEN = date(2026, 11, 2)
OWNER = UUID(int=7)
JUNE, SEPTEMBER, DECEMBER = date(2027, 6, 30), date(2027, 9, 30), date(2027, 12, 31)


def to(value: float | str | None, due_on: date = JUNE, milestone: str = "") -> TargetFact:
    return TargetFact(due_on, None if value is None else Decimal(str(value)), milestone)


def objective(**values: Any) -> ObjectiveFact:
    """From 12 hours to 9 by the end of June, owned and accepted, under a goal."""
    told: dict[str, Any] = {
        "id": uuid4(), "lineage": uuid4(), "statement": "Salespeople search less", "metric": "search time",
        "unit": "hours", "direction": "down", "baseline": Decimal(12), "baseline_on": WRITTEN, "targets": (to(9),),
        "goal": uuid4(), "owner": OWNER, "accepted": True,
    }  # fmt: skip
    return ObjectiveFact(**told | values)


def strategy(above: ObjectiveFact | None, **values: Any) -> StrategyFact:
    told = {"id": uuid4(), "statement": "Playbooks", "expected_outcome": "Found in a minute", **values}
    return StrategyFact(objective=above.id if above else None, **told)


def tactic(above: StrategyFact | None, **values: Any) -> TacticFact:
    told = {"id": uuid4(), "step": "Write one", "owner": OWNER, "due_on": date(2027, 3, 1), **values}
    return TacticFact(strategy=above.id if above else None, **told)


def mission(**values: Any) -> MissionFact:
    told = {
        "statement": "One of the top five dealers", "starts_on": date(2026, 11, 1), "ends_on": date(2027, 10, 31),
        "what_changes": "Customers call us", "pledge": "I will", "goal": uuid4(), "attainable": True, "forecast": "Eight",
    }  # fmt: skip
    return MissionFact(**told | values)


def parent_of(above: Document, **values: Any) -> ParentFact:
    told = {"id": above.id, "lineage": above.lineage, "title": above.title, "state": above.state, "revision": 1}
    return ParentFact(**{**told, "newest": 1, **values})


def charter(title: str = "Enablement", *, above: Document | None = None, **values: Any) -> Document:
    """One sound branch: goal, objective, strategy, tactic. In force."""
    goal = GoalFact(uuid4(), "From searching to selling", "Everyone searches", "Nobody does")
    aim = objective(goal=goal.id)
    plan = strategy(aim)
    told: dict[str, Any] = {
        "id": uuid4(), "lineage": uuid4(), "revision": 1, "team": uuid4(), "title": title,
        "kind": CharterKind.FUNCTION if above else CharterKind.ORGANISATION, "state": CharterState.ACTIVE,
        "texts": {"serves_parent": "It frees time.", "audiences": []}, "parent": parent_of(above) if above else None,
        "goals": [goal], "objectives": [aim], "strategies": [plan], "tactics": [tactic(plan)],
    }  # fmt: skip
    return Document(**told | values)
