"""What is said about a part while it is being typed: as if it stood in the document already. Values in, values out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from charters import branches, smart, statements
from charters.document import (
    Document,
    GoalFact,
    MissionFact,
    ObjectiveFact,
    StrategyFact,
    TacticFact,
    TargetFact,
)
from charters.phrases import Phrases

Values = Mapping[str, Any]
Placed = TypeVar("Placed", GoalFact, ObjectiveFact, StrategyFact, TacticFact)
Fact = TypeVar("Fact", GoalFact, ObjectiveFact, StrategyFact, TacticFact, MissionFact)


@dataclass(frozen=True)
class Said:
    """`words` about the text, `weak` if a weak phrase is among them; `letters` of objectives and their targets alone."""

    words: Sequence[str] = ()
    weak: bool = False
    letters: Sequence[smart.Letter] = ()


def said(
    document: Document, kind: str, key: UUID, typed: Values, *, phrases: Phrases | None, today: date
) -> Said | None:
    """`key` is the part's own, or any other for a new one. None for kinds of which nothing is said."""
    place = PLACES.get(kind)
    if place is None:
        return None
    changed, about = place(document, key, typed)
    remarks = [one for one in statements.remarks(changed, phrases) if _is_about(one, about)]
    found = [one.message for one in remarks]
    for inside in (branches.hanging, branches.untimely, branches.decided_alone):
        found += [one.sentence for one in inside(changed) if one.part == about]
    return Said(found, any(one.code == statements.WEAK for one in remarks), list(_letters(changed, about, today)))


def _is_about(remark: statements.Remark, about: UUID | None) -> bool:
    return remark.part == about if about else remark.field in MISSION_FIELDS


def _letters(document: Document, about: UUID | None, today: date) -> Iterator[smart.Letter]:
    for one in document.objectives:
        if one.id == about:
            yield from smart.smart(one, written_on=today, mission=document.mission)


def _goal(document: Document, key: UUID, typed: Values) -> tuple[Document, UUID]:
    return replace(document, goals=_with(document.goals, GoalFact(key, ""), typed)), key


def _objective(document: Document, key: UUID, typed: Values) -> tuple[Document, UUID]:
    """A new one brings its last target along."""
    told = dict(typed)
    if told.get("by"):
        told["targets"] = (TargetFact(told["by"], told.get("to")),)
    return replace(document, objectives=_with(document.objectives, ObjectiveFact(key, key, ""), told)), key


def _target(document: Document, key: UUID, typed: Values) -> tuple[Document, UUID | None]:
    """Judged with its objective. `was` is the day that it had before, if it had one."""
    above, day, was = typed.get("objective"), typed.get("due_on"), typed.get("was")
    if above is None or day is None:
        return document, key
    here = TargetFact(day, typed.get("value"), typed.get("milestone") or "")
    rows = [_aimed(one, here, was) if one.id == above.pk else one for one in document.objectives]
    return replace(document, objectives=rows), above.pk


def _aimed(objective: ObjectiveFact, here: TargetFact, was: date | None) -> ObjectiveFact:
    others = [one for one in objective.targets if one.due_on not in (was, here.due_on)]
    return replace(objective, targets=tuple(sorted([*others, here], key=lambda one: one.due_on)))


def _strategy(document: Document, key: UUID, typed: Values) -> tuple[Document, UUID]:
    return replace(document, strategies=_with(document.strategies, StrategyFact(key, ""), typed)), key


def _tactic(document: Document, key: UUID, typed: Values) -> tuple[Document, UUID]:
    return replace(document, tactics=_with(document.tactics, TacticFact(key, ""), typed)), key


def _sales_mission(document: Document, key: UUID, typed: Values) -> tuple[Document, None]:
    """There is one at most: what is said of it names fields, not a part. Without its two days nothing is said yet."""
    start, end = typed.get("starts_on"), typed.get("ends_on")
    if start is None or end is None:
        return replace(document, mission=None), None
    bare = document.mission or MissionFact("", start, end)
    goal = {"goal": typed.get("organisation_goal")}
    return replace(document, mission=_filled(bare, {**typed, **goal})), None


def _with(rows: Iterable[Placed], bare: Placed, typed: Values) -> list[Placed]:
    """The rows with the one that is typed in its place, or at the end."""
    known = {one.id: one for one in rows}
    return list((known | {bare.id: _filled(known.get(bare.id, bare), typed)}).values())


def _filled(fact: Fact, typed: Values) -> Fact:
    """With what was typed under the same names; records by their ids, and nothing as the fact has it."""
    names = {one.name for one in fields(fact)} & set(typed) - {"id", "lineage", "supports"}
    told: dict[str, Any] = {name: getattr(typed[name], "pk", typed[name]) for name in names}
    empty = [name for name, value in told.items() if value is None and isinstance(getattr(fact, name), str)]
    return replace(fact, **{**told, **dict.fromkeys(empty, "")})


PLACES: dict[str, Callable[[Document, UUID, Values], tuple[Document, UUID | None]]] = {
    "goals": _goal,
    "objectives": _objective,
    "targets": _target,
    "strategies": _strategy,
    "tactics": _tactic,
    "sales_mission": _sales_mission,
}
MISSION_FIELDS = ("ends_on", "what_changes", "forecast", "attainable", "organisation_goal")
