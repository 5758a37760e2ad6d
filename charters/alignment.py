"""Whether the charters of an organisation fit together: twelve checks. Values in, values out; no web, clock, database.

Each check is asked of each charter it applies to (A8 of each pair, A9 of each priority). The score is the share of
answers without a finding, errors weighing three and warnings one; it never stands without its list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from uuid import UUID

from django.utils.translation import gettext as _

from charters import branches
from charters.chain import LINKS, PriorityFact
from charters.choices import BINDING_STATES, CharterState
from charters.document import Document
from charters.findings import Check, Finding, Severity

BEGUN = (CharterState.IN_REVIEW, *BINDING_STATES)
APPROVED_ONCE = (*BINDING_STATES, CharterState.SUPERSEDED)

Inside = Callable[[Document], Iterable[Finding]]
INSIDE: Mapping[Check, Inside] = {
    Check.A5: branches.hanging,
    Check.A6: branches.ending_early,
    Check.A10: branches.untimely,
    Check.A11: branches.not_adopted,
    Check.A12: branches.decided_alone,
}


@dataclass
class Alignment:
    """`findings` and what was asked, by weight. `score` is None where nothing was."""

    findings: list[Finding] = field(default_factory=list)
    asked: int = 0
    passed: int = 0

    def ask(self, check: Check, found: Iterable[Finding]) -> None:
        """Note one answer to a check."""
        listed = list(found)
        self.asked += check.severity.weight
        self.passed += 0 if listed else check.severity.weight
        self.findings += listed

    @property
    def score(self) -> Decimal | None:
        return Decimal(self.passed) / self.asked if self.asked else None

    @property
    def errors(self) -> list[Finding]:
        return [one for one in self.findings if one.severity is Severity.ERROR]

    def about(self, charter: UUID) -> list[Finding]:
        return [one for one in self.findings if one.charter == charter]


def align(documents: Sequence[Document], priorities: Iterable[PriorityFact] = ()) -> Alignment:
    """`documents` are the present versions of the charters, one of each."""
    alignment = Alignment()
    by_lineage = {one.lineage: one for one in documents}
    for document in documents:
        alignment.ask(Check.A1, _without_parent(document, by_lineage))
        if document.parent:
            alignment.ask(Check.A2, _before_parent(document))
            alignment.ask(Check.A3, _unmapped(document))
            alignment.ask(Check.A4, _stale(document))
        for check, inside in INSIDE.items():
            alignment.ask(check, inside(document))
    for parent, children in _families(documents, by_lineage):
        alignment.ask(Check.A7, _unsupported(parent, children))
    for one, other in _meeting(documents):
        alignment.ask(Check.A8, _unconnected(one, other))
    for priority in priorities:
        alignment.ask(Check.A9, _gaps(priority))
    return alignment


def _without_parent(document: Document, by_lineage: Mapping[UUID, Document]) -> Iterator[Finding]:
    if document.is_root:
        return
    if document.parent is None:
        yield Finding(
            Check.A1, document.id, "parent", _("“%(one)s” serves no other charter.") % {"one": document.title}
        )
    elif _in_a_circle(document, by_lineage):
        words = _("“%(one)s” serves a charter that in the end serves it.")
        yield Finding(Check.A1, document.id, "parent", words % {"one": document.title})


def _in_a_circle(document: Document, by_lineage: Mapping[UUID, Document]) -> bool:
    seen: set[UUID] = set()
    here: Document | None = document
    while here is not None and here.parent is not None:
        if here.lineage in seen:
            return here.lineage == document.lineage
        seen.add(here.lineage)
        here = by_lineage.get(here.parent.lineage)
        if here is not None and here.lineage == document.lineage:
            return True
    return False


def _before_parent(document: Document) -> Iterator[Finding]:
    parent = document.parent
    if parent and document.state in BEGUN and parent.state not in APPROVED_ONCE:
        words = _("“%(one)s” comes before “%(parent)s”, which is not approved.")
        yield Finding(Check.A2, document.id, "parent", words % {"one": document.title, "parent": parent.title})


def _unmapped(document: Document) -> Iterator[Finding]:
    if not document.text("serves_parent"):
        words = _("“%(one)s” does not say how it serves the vision above.")
        yield Finding(Check.A3, document.id, "vision", words % {"one": document.title})


def _stale(document: Document) -> Iterator[Finding]:
    parent = document.parent
    if parent and parent.is_stale and document.state in BEGUN:
        words = _("“%(one)s” was written for version %(old)d of “%(parent)s”; version %(new)d is approved.")
        told = {"one": document.title, "old": parent.revision, "parent": parent.title, "new": parent.newest}
        yield Finding(Check.A4, document.id, "parent", words % told)


def _families(
    documents: Iterable[Document], by_lineage: Mapping[UUID, Document]
) -> Iterator[tuple[Document, list[Document]]]:
    """Each approved charter that others serve, with those."""
    children: dict[UUID, list[Document]] = {}
    for document in documents:
        if document.parent and document.parent.lineage in by_lineage:
            children.setdefault(document.parent.lineage, []).append(document)
    for lineage, served_by in children.items():
        if by_lineage[lineage].state in BINDING_STATES:
            yield by_lineage[lineage], served_by


def _unsupported(parent: Document, children: Iterable[Document]) -> Iterator[Finding]:
    supported = {objective.supports for child in children for objective in child.objectives}
    for objective in parent.objectives:
        if objective.lineage not in supported:
            words = _("Nobody below works on “%(one)s”.")
            yield Finding(Check.A7, parent.id, "objectives", words % {"one": objective.statement}, objective.id)


def _meeting(documents: Iterable[Document]) -> Iterator[tuple[Document, Document]]:
    """Pairs of active charters that share an audience or a service."""
    active = [one for one in documents if one.is_active]
    reached = {one.id: shared_names(one) for one in active}
    for one, other in combinations(active, 2):
        if reached[one.id] & reached[other.id]:
            yield one, other


def shared_names(document: Document) -> frozenset[tuple[str, str]]:
    """Audiences and services by their names, without regard to case."""
    audiences = {("audience", str(one["name"]).strip().casefold()) for one in document.entries("audiences")}
    services = {("service", one.name.strip().casefold()) for one in document.services}
    return frozenset(audiences | services)


def _unconnected(one: Document, other: Document) -> Iterator[Finding]:
    linked = other.lineage in one.connected or one.lineage in other.connected
    served = any(a.parent and a.parent.lineage == b.lineage for a, b in ((one, other), (other, one)))
    if not linked and not served:
        words = _("“%(one)s” and “%(other)s” meet the same people, and are not connected.")
        told = {"one": one.title, "other": other.title}
        yield Finding(Check.A8, one.id, "connections", words % told)


def _gaps(priority: PriorityFact) -> Iterator[Finding]:
    for gap in priority.gaps:
        told = {"one": priority.name, "link": str(LINKS[gap]).lower()}
        yield Finding(Check.A9, None, gap, _("“%(one)s” is not %(link)s enough.") % told, priority.id)
