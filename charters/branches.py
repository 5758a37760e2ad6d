"""Checks on the inside of one charter: what hangs in the air, ends early, or comes too late. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from charters.choices import StrategyKind
from charters.document import Document, ObjectiveFact, StrategyFact
from charters.findings import Check, Finding


def hanging(document: Document) -> Iterator[Finding]:
    """A5: an objective without a goal, a strategy without an objective or outcome, a tactic without a strategy.

    The objectives of a sales mission hang on the mission itself.
    """
    for objective in document.objectives:
        if objective.goal is None and not document.is_mission:
            yield _said(document, Check.A5, "objectives", _("“%(one)s” belongs to no goal."), objective, objective.id)
    for strategy in document.strategies:
        if strategy.objective is None:
            yield _said(
                document, Check.A5, "strategies", _("“%(one)s” belongs to no objective."), strategy, strategy.id
            )
        if not strategy.expected_outcome.strip():
            words = _("“%(one)s” does not say which outcome is expected.")
            yield _said(document, Check.A5, "strategies", words, strategy, strategy.id)
    for tactic in document.tactics:
        if tactic.strategy is None:
            yield _said(document, Check.A5, "tactics", _("“%(one)s” belongs to no strategy."), tactic.step, tactic.id)


def ending_early(document: Document) -> Iterator[Finding]:
    """A6: a goal without an objective, an objective without a strategy, a strategy without a tactic."""
    for goal in document.goals:
        if not any(document.objectives_of(goal)):
            yield _said(document, Check.A6, "goals", _("“%(one)s” has no objective."), goal.statement, goal.id)
    for objective in document.objectives:
        if not any(document.strategies_of(objective)):
            yield _said(document, Check.A6, "objectives", _("“%(one)s” has no strategy."), objective, objective.id)
    for strategy in document.strategies:
        if not any(document.tactics_of(strategy)):
            yield _said(document, Check.A6, "strategies", _("“%(one)s” has no tactic."), strategy, strategy.id)


def untimely(document: Document) -> Iterator[Finding]:
    """A10: a tactic is due by its strategy's end, that by its objective's last day, that by the mission's end."""
    objectives = {one.id: one for one in document.objectives}
    strategies = {one.id: one for one in document.strategies}
    end = document.mission.ends_on if document.mission else None
    for objective in document.objectives:
        if _after(objective.due_on, end):
            words = _("“%(one)s” is due after the sales mission ends.")
            yield _said(document, Check.A10, "objectives", words, objective, objective.id)
    for strategy in document.strategies:
        above = objectives.get(strategy.objective) if strategy.objective else None
        if above and _after(strategy.ends_on, above.due_on):
            words = _("“%(one)s” ends after its objective is due.")
            yield _said(document, Check.A10, "strategies", words, strategy, strategy.id)
    for tactic in document.tactics:
        place = strategies.get(tactic.strategy) if tactic.strategy else None
        if place and _after(tactic.due_on, _end_of(place, objectives)):
            words = _("“%(one)s” is due after its strategy ends.")
            yield _said(document, Check.A10, "tactics", words, tactic.step, tactic.id)


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
            words = _("“%(one)s” has no step that helps people adopt it.")
            yield _said(document, Check.A11, "strategies", words, strategy, strategy.id)


def decided_alone(document: Document) -> Iterator[Finding]:
    """A12: who will use a technology was involved before it was decided."""
    for strategy in document.strategies:
        if strategy.kind != StrategyKind.TECHNOLOGY:
            continue
        if not strategy.stakeholders.strip() or strategy.involved_on is None:
            words = _("“%(one)s” does not say who of the business was involved, and when.")
            yield _said(document, Check.A12, "strategies", words, strategy, strategy.id)
        elif strategy.decided_on and strategy.involved_on >= strategy.decided_on:
            words = _("“%(one)s” was decided before the business was involved.")
            yield _said(document, Check.A12, "strategies", words, strategy, strategy.id)


def _said(
    document: Document, check: Check, section: str, words: str, one: ObjectiveFact | StrategyFact | str, part: UUID
) -> Finding:
    name = one if isinstance(one, str) else one.statement
    return Finding(check, document.id, section, words % {"one": name}, part)
