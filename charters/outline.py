"""The parts of a section as the writer sees them: each with what it says, what is unclear and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from charters import smart, statements
from charters.document import Document, ObjectiveFact
from charters.models import Charter, Objective, Target
from charters.models.outlining import objective_fact
from charters.models.part import Part
from charters.phrases import Phrases
from portal import formats


@dataclass(frozen=True)
class Row:
    """`under` is what it hangs on; `letters` the SMART result of an objective, `inside` its targets."""

    part: Part
    title: str
    detail: str = ""
    under: str = ""
    said: Sequence[str] = ()
    letters: Sequence[smart.Letter] = ()
    inside: Sequence[Row] = ()

    @property
    def id(self) -> UUID:
        return self.part.pk

    @property
    def kind(self) -> str:
        return KIND_OF[type(self.part).__name__]


@dataclass(frozen=True)
class Outline:
    """`remarks` are about the section's own texts; what is about a part stands beside it. `weak`: a weak phrase is in one."""

    rows: Sequence[Row] = ()
    remarks: Sequence[statements.Remark] = ()
    kinds: Sequence[str] = field(default=())
    weak: bool = False


KIND_OF = {
    "Goal": "goals", "Objective": "objectives", "Target": "targets", "Strategy": "strategies", "Tactic": "tactics",
    "Service": "services", "Measure": "measures", "Connection": "connections", "Stakeholder": "stakeholders",
    "SalesMission": "sales_mission",
}  # fmt: skip
TEXTS_OF = {
    "tag_line": ("tag_line",),
    "vision": ("vision", "serves_parent"),
    "mission": ("mission", "mission_how", "mission_difference"),
    "purpose": ("purpose",),
    "sales_mission": ("ends_on", "what_changes", "forecast", "attainable", "organisation_goal"),
    "goals": ("goals",),
}


def outline(charter: Charter, document: Document, section: str, phrases: Phrases | None, today: date) -> Outline:
    remarks = statements.remarks(document, phrases)
    said: dict[UUID, list[str]] = {}
    for one in remarks:
        if one.part is not None:
            said.setdefault(one.part, []).append(one.message)
    own = [one for one in remarks if one.part is None and one.field in TEXTS_OF.get(section, ())]
    make = ROWS.get(section)
    rows = list(make(charter, document, today)) if make else []
    shown = {row.id for row in rows}
    weak = any(one.code == statements.WEAK and (one in own or one.part in shown) for one in remarks)
    return Outline([_with(row, said, charter, section) for row in rows], own, ADDED.get(section, ()), weak)


def _with(row: Row, said: dict[UUID, list[str]], charter: Charter, section: str) -> Row:
    found = said.get(row.id, [])
    return Row(row.part, row.title, row.detail, row.under, found, row.letters, row.inside)


def _statements(parts: Iterable[Any]) -> dict[UUID | None, str]:
    return {one.pk: one.statement for one in parts}


def _goals(charter: Charter, document: Document, today: date) -> Iterable[Row]:
    for one in charter.goals.all():
        states = _("From “%(old)s” to “%(new)s”") % {"old": one.from_state, "new": one.to_state}
        yield Row(one, one.statement, states if one.from_state and one.to_state else "")


def _objectives(charter: Charter, document: Document, today: date) -> Iterable[Row]:
    goals = _statements(charter.goals.all())
    for one in charter.objectives.all():
        fact = objective_fact(one)
        owner = one.progress.owner.name if one.progress.owner else _("no owner yet")
        yield Row(
            one, one.statement, " · ".join(filter(None, [smart.from_to(fact), owner])), goals.get(one.goal_id, ""),
            letters=smart.smart(fact, written_on=today, mission=document.mission), inside=_targets(one, fact),
        )  # fmt: skip


def _targets(objective: Objective, fact: ObjectiveFact) -> list[Row]:
    return [Row(one, _target(one, fact)) for one in objective.targets.all()]


def _target(one: Target, fact: ObjectiveFact) -> str:
    words = one.milestone or smart.quantity(one.value, fact.unit)
    return _("%(what)s by %(day)s") % {"what": words, "day": formats.day(one.due_on)}


def _strategies(charter: Charter, document: Document, today: date) -> Iterable[Row]:
    objectives = _statements(charter.objectives.all())
    for one in charter.strategies.all():
        yield Row(
            one,
            one.statement,
            f"{one.get_kind_display()} · {one.expected_outcome or _('no outcome named')}",
            objectives.get(one.objective_id, ""),
        )


def _tactics(charter: Charter, document: Document, today: date) -> Iterable[Row]:
    strategies = _statements(charter.strategies.all())
    for one in charter.tactics.all():
        owner = one.progress.owner.name if one.progress.owner else _("nobody yet")
        words = [owner, formats.day(one.due_on), one.quantity, _("landmark") if one.landmark else ""]
        yield Row(one, one.step, " · ".join(filter(None, words)), strategies.get(one.strategy_id, ""))


def _services(charter: Charter, document: Document, today: date) -> Iterable[Row]:
    names = {one["key"]: one["name"] for one in charter.audiences}
    for one in charter.services.all():
        reached = formats.listed([names[key] for key in one.audiences if key in names]) or _("for nobody yet")
        new = _("for the first time") if one.first_time else ""
        yield Row(one, one.name, " · ".join(filter(None, [one.get_kind_display(), reached, new])))


def _measures(charter: Charter, document: Document, today: date) -> Iterable[Row]:
    objectives = _statements(charter.objectives.all())
    for one in charter.measures.all():
        proves = _("the one that proves it") if one.proves else ""
        words = [one.get_dimension_display(), one.get_level_display(), proves]
        yield Row(one, one.name, " · ".join(filter(None, map(str, words))), objectives.get(one.objective_id, ""))


def _connections(charter: Charter, document: Document, today: date) -> Iterable[Row]:
    for one in charter.connections.all():
        yield Row(one, str(one), one.words)


def _stakeholders(charter: Charter, document: Document, today: date) -> Iterable[Row]:
    for one in charter.stakeholders.select_related("person"):
        yield Row(one, one.person.name, one.role)


def _sales_mission(charter: Charter, document: Document, today: date) -> Iterable[Row]:
    one = getattr(charter, "sales_mission", None)
    if one is not None:
        window = _("%(start)s to %(end)s") % {"start": formats.day(one.starts_on), "end": formats.day(one.ends_on)}
        yield Row(one, one.statement, " · ".join(filter(None, [window, str(one.organisation_goal or "")])))


ROWS: dict[str, Callable[[Charter, Document, date], Iterable[Any]]] = {
    "goals": _goals,
    "objectives": _objectives,
    "strategies": _strategies,
    "tactics": _tactics,
    "services": _services,
    "measures": _measures,
    "connections": _connections,
    "governance": _stakeholders,
    "sales_mission": _sales_mission,
}
ADDED: dict[str, tuple[str, ...]] = {
    "goals": ("goals",),
    "objectives": ("objectives",),
    "strategies": ("strategies",),
    "tactics": ("tactics",),
    "services": ("services",),
    "measures": ("measures",),
    "connections": ("connections",),
    "governance": ("stakeholders",),
    "sales_mission": ("sales_mission",),
}
