"""What a charter still lacks, section by section. Values in, values out.

Everything that a required section lacks stands in the way of approval. Authoring goes from the fundamentals (what
for whom, where, how, why) to what follows from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters import branches, coverage, smart
from charters.document import Document
from charters.findings import Finding


@dataclass(frozen=True)
class Gap:
    """`part` is the goal, objective, strategy or tactic it is about, if it is one."""

    sentence: str
    part: UUID | None = None


@dataclass(frozen=True)
class Section:
    name: str
    label: str | Promise
    required: bool
    gaps: tuple[Gap, ...]

    @property
    def complete(self) -> bool:
        return not self.gaps


def sections(document: Document, *, others: int = 0) -> list[Section]:
    """`others` counts the active charters that serve the same one, which it could be connected with."""
    known = CHARTER if not document.is_mission else MISSION if document.members is None else {**MISSION, **TEAM}
    found = [Section(name, LABELS[name], name not in OPTIONAL, tuple(asked(document))) for name, asked in known.items()]
    if document.is_mission:
        return found
    gaps = (Gap(_("Say how this meets at least one of the other charters.")),)
    connections = gaps if others and not document.connected else ()
    place = [one.name for one in found].index("governance")
    return [*found[:place], Section("connections", LABELS["connections"], True, connections), *found[place:]]


def missing(document: Document, *, others: int = 0) -> list[dict[str, Any]]:
    """What stands in the way of approval, as the refusal lists it."""
    return [
        {"section": section.name, "detail": gap.sentence, "part": str(gap.part) if gap.part else None}
        for section in sections(document, others=others)
        if section.required
        for gap in section.gaps
    ]


def share_complete(found: Sequence[Section]) -> tuple[int, int]:
    """Complete and required sections."""
    required = [one for one in found if one.required]
    return sum(one.complete for one in required), len(required)


def _filled(name: str, words: str | Promise) -> Callable[[Document], Iterator[Gap]]:
    def asked(document: Document) -> Iterator[Gap]:
        if not (document.text(name) if isinstance(document.texts.get(name), str) else document.entries(name)):
            yield Gap(str(words))

    return asked


def _vision(document: Document) -> Iterator[Gap]:
    yield from _filled("vision", _("Say where we aim to be."))(document)
    if document.parent and not document.text("serves_parent"):
        yield Gap(_("Say how this serves the vision above."))
    if document.parent is None and not document.is_root:
        yield Gap(_("Choose the charter that this one serves."))


def _mission(document: Document) -> Iterator[Gap]:
    yield from _filled("mission", _("Say what we do."))(document)
    yield from _filled("mission_how", _("Say how we do it."))(document)
    yield from _filled("mission_difference", _("Say what makes us different."))(document)


def _core_values(document: Document) -> Iterator[Gap]:
    for one in document.entries("core_values"):
        if not one["behaviour"].strip():
            yield Gap(_("Say what “%(value)s” looks like in behaviour.") % {"value": one["name"]})


def _goals(document: Document) -> Iterator[Gap]:
    if not document.goals:
        yield Gap(_("Name at least one goal."))
    for goal in document.goals:
        if not goal.from_state.strip() or not goal.to_state.strip():
            yield Gap(_("“%(one)s”: from what to what?") % {"one": goal.statement}, goal.id)
    yield from _told(branches.ending_early(document), "goals")


def _objectives(document: Document) -> Iterator[Gap]:
    if not document.objectives:
        yield Gap(_("Name at least one objective."))
    for objective in document.objectives:
        if smart.from_to(objective) is None:
            yield Gap(_("“%(one)s”: from what to what by when?") % {"one": objective.statement}, objective.id)
        if objective.owner is None:
            yield Gap(_("“%(one)s”: who owns it?") % {"one": objective.statement}, objective.id)
    yield from _branches(document, "objectives")


def _strategies(document: Document) -> Iterator[Gap]:
    if not document.strategies:
        yield Gap(_("Name at least one strategy."))
    yield from _branches(document, "strategies")
    yield from _told(branches.not_adopted(document), "strategies")


def _tactics(document: Document) -> Iterator[Gap]:
    if not document.tactics:
        yield Gap(_("Name at least one tactic."))
    for tactic in document.tactics:
        if tactic.owner is None or tactic.due_on is None:
            yield Gap(_("“%(one)s”: who, by when?") % {"one": tactic.step}, tactic.id)
    yield from _branches(document, "tactics")


def _branches(document: Document, section: str) -> Iterator[Gap]:
    """What hangs in the air, ends early or comes too late in this section."""
    for check in (branches.hanging, branches.ending_early, branches.untimely):
        yield from _told(check(document), section)


def _told(findings: Iterable[Finding], section: str) -> Iterator[Gap]:
    return (Gap(one.sentence, one.part) for one in findings if one.section == section)


def _services(document: Document) -> Iterator[Gap]:
    for row in coverage.service_matrix(document.entries("audiences"), document.services):
        if row.missing:
            yield Gap(_("“%(name)s” has no service. Add one, or say that there is none yet.") % {"name": row.name})


def _measures(document: Document) -> Iterator[Gap]:
    return (Gap(words) for words in coverage.missing_families(document))


def _governance(document: Document) -> Iterator[Gap]:
    if document.sponsor is None:
        yield Gap(_("Name the sponsor."))


def _sales_mission(document: Document) -> Iterator[Gap]:
    if document.mission is None:
        yield Gap(_("Say where the team wants to be, and by when."))
        return
    if document.mission.goal is None:
        yield Gap(_("Link it to a goal of the organisation."))
    if not document.mission.what_changes.strip():
        yield Gap(_("Say what changes for the better."))
    if not document.mission.pledge.strip():
        yield Gap(_("Write the owner's pledge."))
    if document.parent is None:
        yield Gap(_("Choose the charter that this one serves."))


def _team(document: Document) -> Iterator[Gap]:
    """Names, since somebody has to talk to them. It does not stand in the way: members come and go at any time."""
    return (Gap(_("%(name)s owns no tactic yet.") % {"name": one.name}) for one in document.idle)


LABELS: dict[str, str | Promise] = {
    "scope": gettext_lazy("Scope"),
    "audiences": gettext_lazy("Audience"),
    "tag_line": gettext_lazy("Tag line"),
    "vision": gettext_lazy("Vision"),
    "mission": gettext_lazy("Mission"),
    "purpose": gettext_lazy("Purpose"),
    "core_values": gettext_lazy("Core values"),
    "sales_mission": gettext_lazy("Sales mission"),
    "goals": gettext_lazy("Goals"),
    "objectives": gettext_lazy("Objectives"),
    "strategies": gettext_lazy("Strategies"),
    "tactics": gettext_lazy("Tactics"),
    "services": gettext_lazy("Services"),
    "measures": gettext_lazy("Measures"),
    "connections": gettext_lazy("Connections"),
    "governance": gettext_lazy("Governance"),
    "team": gettext_lazy("A part for everybody"),
}
OPTIONAL = ("tag_line", "team")
CHARTER: dict[str, Callable[[Document], Iterable[Gap]]] = {
    "scope": _filled("in_scope", gettext_lazy("Say what is in scope.")),
    "audiences": _filled("audiences", gettext_lazy("Name at least one role that this is for.")),
    "tag_line": _filled("tag_line", gettext_lazy("A tag line would carry the vision.")),
    "vision": _vision,
    "mission": _mission,
    "purpose": _filled("purpose", gettext_lazy("Say why we exist.")),
    "core_values": _core_values,
    "goals": _goals,
    "objectives": _objectives,
    "strategies": _strategies,
    "tactics": _tactics,
    "services": _services,
    "measures": _measures,
    "governance": _governance,
}
MISSION: dict[str, Callable[[Document], Iterable[Gap]]] = {
    "sales_mission": _sales_mission,
    "objectives": _objectives,
    "strategies": _strategies,
    "tactics": _tactics,
    "governance": _governance,
}
TEAM: dict[str, Callable[[Document], Iterable[Gap]]] = {"team": _team}
