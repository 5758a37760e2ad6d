"""Checks on the inside of one charter: what hangs in the air, ends early, or comes too late. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from charters.choices import StrategyKind
from charters.document import Document, GoalFact, ObjectiveFact, StrategyFact, TacticFact
from charters.findings import Finding


def hanging(document: Document) -> Iterator[Finding]:
    """A5: an objective without a goal, a strategy without an objective or outcome, a tactic without a strategy.

    The objectives of a sales mission hang on the mission itself.
    """
    for objective in document.objectives:
        if objective.goal is None and not document.is_mission:
            yield _said("no_goal", document, objective)
    for strategy in document.strategies:
        if strategy.objective is None:
            yield _said("no_objective", document, strategy)
        if not strategy.expected_outcome.strip():
            yield _said("no_outcome", document, strategy)
    for tactic in document.tactics:
        if tactic.strategy is None:
            yield _said("no_strategy", document, tactic)


def ending_early(document: Document) -> Iterator[Finding]:
    """A6: a goal without an objective, an objective without a strategy, a strategy without a tactic."""
    for goal in document.goals:
        if not any(document.objectives_of(goal)):
            yield _said("bare_goal", document, goal)
    for objective in document.objectives:
        if not any(document.strategies_of(objective)):
            yield _said("bare_objective", document, objective)
    for strategy in document.strategies:
        if not any(document.tactics_of(strategy)):
            yield _said("bare_strategy", document, strategy)


def untimely(document: Document) -> Iterator[Finding]:
    """A10: a tactic is due by its strategy's end, that by its objective's last day, that by the mission's end."""
    objectives = {one.id: one for one in document.objectives}
    strategies = {one.id: one for one in document.strategies}
    end = document.mission.ends_on if document.mission else None
    for objective in document.objectives:
        if _after(objective.due_on, end):
            yield _said("after_mission", document, objective)
    for strategy in document.strategies:
        above = objectives.get(strategy.objective) if strategy.objective else None
        if above and _after(strategy.ends_on, above.due_on):
            yield _said("after_objective", document, strategy)
    for tactic in document.tactics:
        place = strategies.get(tactic.strategy) if tactic.strategy else None
        if place and _after(tactic.due_on, _end_of(place, objectives)):
            yield _said("after_strategy", document, tactic)


def _end_of(strategy: StrategyFact, objectives: dict[UUID, ObjectiveFact]) -> date | None:
    """A strategy without an end of its own lasts as long as its objective."""
    if strategy.ends_on or strategy.objective is None:
        return strategy.ends_on
    return objectives[strategy.objective].due_on


def _after(day: date | None, limit: date | None) -> bool:
    return day is not None and limit is not None and day > limit


def not_adopted(document: Document) -> Iterator[Finding]:
    """A11: technology and new services take at least one step that helps people adopt them."""
    for strategy in document.strategies:
        if strategy.needs_adoption and not any(one.adoption for one in document.tactics_of(strategy)):
            yield _said("not_adopted", document, strategy)


def decided_alone(document: Document) -> Iterator[Finding]:
    """A12: who will use a technology was involved before it was decided."""
    for strategy in document.strategies:
        if strategy.kind != StrategyKind.TECHNOLOGY:
            continue
        if not strategy.stakeholders.strip() or strategy.involved_on is None:
            yield _said("nobody_asked", document, strategy)
        elif strategy.decided_on and strategy.involved_on >= strategy.decided_on:
            yield _said("asked_late", document, strategy)


def _said(code: str, document: Document, one: GoalFact | ObjectiveFact | StrategyFact | TacticFact) -> Finding:
    name = one.step if isinstance(one, TacticFact) else one.statement
    return Finding(code, document.id, {"one": name}, one.id)
