"""The charters of the whole organisation as a tree, each with what the alignment says of it. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from charters.alignment import Alignment
from charters.choices import BINDING_STATES, CharterState
from charters.document import Document
from charters.findings import Check, Finding, Severity


@dataclass
class Node:
    """A charter, those that serve it, and its findings."""

    document: Document
    findings: Sequence[Finding]
    children: list[Node] = field(default_factory=list)

    @property
    def is_stale(self) -> bool:
        return self._has(Check.A4)

    @property
    def unsupported(self) -> int:
        """Objectives that nobody below works on."""
        return sum(one.check is Check.A7 for one in self.findings)

    @property
    def errors(self) -> int:
        return sum(one.severity is Severity.ERROR for one in self.findings)

    @property
    def warnings(self) -> int:
        """Beside those that have a mark of their own."""
        own = (Check.A4, Check.A7)
        return sum(one.severity is Severity.WARNING and one.check not in own for one in self.findings)

    @property
    def state_label(self) -> str:
        return str(CharterState(self.document.state).label)

    @property
    def is_binding(self) -> bool:
        return self.document.state in BINDING_STATES

    def _has(self, check: Check) -> bool:
        return any(one.check is check for one in self.findings)


@dataclass(frozen=True)
class Asked:
    """A check with all that it found."""

    check: Check
    findings: Sequence[Finding]

    @property
    def severity(self) -> Severity:
        return self.check.severity


def forest(documents: Sequence[Document], alignment: Alignment) -> list[Node]:
    """Roots are what serves nothing that is known here; what goes round in a circle begins at its first charter."""
    found: dict[UUID, list[Finding]] = {}
    for one in alignment.findings:
        if one.charter:
            found.setdefault(one.charter, []).append(one)
    nodes = {one.lineage: Node(one, found.get(one.id, [])) for one in documents}
    roots = []
    for lineage, node in nodes.items():
        above = _parent_of(node, nodes)
        if above is None or _circles(lineage, nodes):
            roots.append(node)
        else:
            above.children.append(node)
    return roots


def _parent_of(node: Node, nodes: Mapping[UUID, Node]) -> Node | None:
    return nodes.get(node.document.parent.lineage) if node.document.parent else None


def _circles(lineage: UUID, nodes: Mapping[UUID, Node]) -> bool:
    """Whether the way up from here comes back to here."""
    seen = set()
    here = _parent_of(nodes[lineage], nodes)
    while here is not None and here.document.lineage not in seen:
        if here.document.lineage == lineage:
            return True
        seen.add(here.document.lineage)
        here = _parent_of(here, nodes)
    return False


def asked(alignment: Alignment) -> list[Asked]:
    """Every check in its order, those that found nothing included: the score never stands without its list."""
    return list(_asked(alignment.findings))


def _asked(findings: Sequence[Finding]) -> Iterator[Asked]:
    for check in Check:
        yield Asked(check, [one for one in findings if one.check is check])
