"""What the alignment reads of a charter, in short. Values in, values out; no web, no clock, no database.

A gist follows from what the charter itself says, and from nothing else. It is kept beside the charter
(`charters/gisting.py`), so that any number of them is aligned without reading all that they consist of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from charters import branches
from charters.choices import CharterKind, CharterState
from charters.document import Document, ParentFact
from charters.findings import Check, Finding

Gist = Mapping[str, Any]
Inside = Callable[[Document], Iterable[Finding]]
INSIDE: Mapping[Check, Inside] = {
    Check.A5: branches.hanging,
    Check.A6: branches.ending_early,
    Check.A10: branches.untimely,
    Check.A11: branches.not_adopted,
    Check.A12: branches.decided_alone,
}


@dataclass(slots=True)  # frozen, it would take twice as long to make, and hundreds are made at once
class Card:
    """One charter as the alignment knows it. `place` is its lineage, and `above` its parent's, in the shape that is found quickest."""

    id: UUID
    lineage: UUID
    title: str
    state: str
    revision: int
    team: UUID
    kind: str
    parent: ParentFact | None
    gist: Gist
    place: int = field(init=False)
    above: int | None = field(init=False)

    def __post_init__(self) -> None:
        self.place = self.lineage.int
        self.above = self.parent.lineage.int if self.parent else None

    @property
    def is_mission(self) -> bool:
        return self.kind == CharterKind.MISSION

    @property
    def is_root(self) -> bool:
        return self.kind == CharterKind.ORGANISATION

    @property
    def is_active(self) -> bool:
        return self.state == CharterState.ACTIVE

    @property
    def mapped(self) -> bool:
        """It says in words how it serves the vision above."""
        return bool(self.gist["mapped"])

    def faults(self, check: Check) -> list[Finding]:
        """What a check of its inside found."""
        return [_found(self, *one) for one in self.gist["faults"].get(check, ())]


def _found(card: Card, code: str, name: str, part: str) -> Finding:
    return Finding(code, card.id, {"one": name}, UUID(part))


def card_of(document: Document) -> Card:
    return Card(
        document.id, document.lineage, document.title, document.state, document.revision, document.team, document.kind,
        document.parent, gist_of(document),
    )  # fmt: skip


def gist_of(document: Document) -> dict[str, Any]:
    """As JSON keeps it, every id as a text.

    `mapped`: it says in words how it serves the vision above; `faults` by check; `aims`: each objective's id, lineage
    and statement; `supports`: lineages of objectives above that its own contribute to; `meets`: names of audiences and
    services, without regard to case; `connected`: lineages of charters.
    """
    faults = {check: [_told(one) for one in inside(document)] for check, inside in INSIDE.items()}
    return {
        "mapped": bool(document.text("serves_parent")),
        "faults": {str(check): found for check, found in faults.items() if found},
        "aims": [[str(one.id), str(one.lineage), one.statement] for one in document.objectives],
        "supports": sorted({str(one.supports) for one in document.objectives if one.supports}),
        "meets": sorted(_names(document)),
        "connected": sorted(map(str, document.connected)),
    }


def written(gist: Gist) -> str:
    """As it is kept: a text, because the database takes longer to write out hundreds of JSON values."""
    return orjson.dumps(gist).decode()


def read(kept: str) -> Gist:
    found: Gist = orjson.loads(kept)
    return found


def _told(one: Finding) -> list[str]:
    return [one.code, str(one.told["one"]), str(one.part)]


def _names(document: Document) -> set[str]:
    audiences = {f"audience {str(one['name']).strip().casefold()}" for one in document.entries("audiences")}
    return audiences | {f"service {one.name.strip().casefold()}" for one in document.services}
