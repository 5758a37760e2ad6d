"""A blueprint written into a draft, by the same verbs by which a person writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from charters.blueprints import AudiencePlan, Blueprint, GoalPlan, ObjectivePlan, ServicePlan, StrategyPlan
from charters.choices import FIXED_VALUES
from charters.models import Charter, Goal, Measure, Objective, Service, Strategy, Tactic, Target
from portal.models import Person

Owner = Callable[[], Person | None]


@transaction.atomic
def copy_blueprint(
    blueprint: Blueprint, charter: Charter, *, by: Person | None, at: datetime, today: date,
    owner: Owner | None = None, supports: dict[str, Objective] | None = None,
) -> None:  # fmt: skip
    """`owner` names who takes the next objective or tactic; without it they are nobody's yet.

    `supports` are objectives of the charter above by the statement of the one that contributes to it.
    """
    copy = Copy(charter, today, {"by": by, "at": at}, owner or (lambda: None), supports or {})
    copy.texts(blueprint)
    for goal in blueprint.goals:
        copy.goal(goal)
    for objective in blueprint.objectives:
        copy.objective(objective, None)
    for service in blueprint.services:
        copy.service(service)
    for measure in blueprint.measures:
        values = {name: getattr(measure, name) for name in ("dimension", "level", "proves")}
        words = {name: said(getattr(measure, name)) for name in ("name", "unit", "rhythm")}
        copy.add(Measure, values | words)


def said(text: str) -> str:
    """In the language that is spoken; an empty text stays empty."""
    return _(text) if text else ""


@dataclass
class Copy:
    charter: Charter
    today: date
    told: dict[str, Any]
    owner: Owner
    supports: dict[str, Objective] = field(default_factory=dict)

    def add(self, model: Any, values: dict[str, Any]) -> Any:
        return self.charter.add_part(model, values, **self.told)

    def on(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def texts(self, blueprint: Blueprint) -> None:
        values: dict[str, Any] = {name: said(text) for name, text in blueprint.texts.items()}
        values |= {name: [said(text) for text in texts] for name, texts in blueprint.lists.items()}
        values["audiences"] = [_audience(one) for one in blueprint.audiences]
        values["core_values"] = [
            {"code": code, "name": str(name), "behaviour": said(blueprint.values.get(code, ""))}
            for code, name in FIXED_VALUES.items()
        ]
        values["phases"] = [
            {"name": said(name), "starts_on": self.on(first).isoformat(), "ends_on": self.on(last).isoformat()}
            for name, first, last in blueprint.phases
        ]
        self.charter.edit(values, **self.told)

    def goal(self, plan: GoalPlan) -> None:
        values: dict[str, Any] = {name: said(getattr(plan, name)) for name in ("statement", "from_state", "to_state")}
        goal = self.add(Goal, values)
        for objective in plan.objectives:
            self.objective(objective, goal)

    def objective(self, plan: ObjectivePlan, goal: Goal | None) -> None:
        values: dict[str, Any] = {name: said(getattr(plan, name)) for name in ("statement", "metric", "unit")}
        values |= {name: getattr(plan, name) for name in ("kind", "direction", "baseline")}
        values |= {"goal": goal, "owner": self.owner(), "supports": self.supports.get(plan.statement)}
        values["baseline_on"] = self.today if plan.baseline is not None else None
        objective = self.add(Objective, values)
        for days, target in plan.targets:
            what: dict[str, Any] = {"value": target} if isinstance(target, Decimal) else {"milestone": said(target)}
            self.add(Target, {"objective": objective, "due_on": self.on(days), **what})
        for strategy in plan.strategies:
            self.strategy(strategy, objective)

    def strategy(self, plan: StrategyPlan, objective: Objective) -> None:
        values: dict[str, Any] = {name: said(getattr(plan, name)) for name in ("statement", "how", "stakeholders")}
        values |= {"kind": plan.kind, "expected_outcome": said(plan.outcome), "objective": objective}
        values["starts_on"] = self.today
        values["involved_on"] = self.today if plan.stakeholders else None
        strategy = self.add(Strategy, values)
        for one in plan.tactics:
            step: dict[str, Any] = {name: said(getattr(one, name)) for name in ("step", "quantity", "resources")}
            step |= {name: getattr(one, name) for name in ("landmark", "adoption", "phase")}
            self.add(Tactic, {**step, "strategy": strategy, "due_on": self.on(one.days), "owner": self.owner()})

    def service(self, plan: ServicePlan) -> None:
        values: dict[str, Any] = {"name": said(plan.name), "description": said(plan.description), "kind": plan.kind}
        values |= {"audiences": list(plan.audiences), "customer_phases": list(plan.customer_phases)}
        values |= {"adoption_measure": said(plan.adoption), "first_time": plan.first_time}
        values["live_from"] = None if plan.first_time else self.today
        self.add(Service, values)


def _audience(plan: AudiencePlan) -> dict[str, Any]:
    words = {name: said(getattr(plan, name)) for name in ("name", "gains", "tag_line")}
    return {"key": plan.key, "group": plan.group, "none_yet": False, **words}
