"""The copy that stays of a digest, as somebody may read it now: rights may have changed since it was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.digests.models import Digest
from portal.digests.rechecking import key_of, out_of_reach
from portal.digests.rendering import scope_of
from portal.models import Person


@dataclass(frozen=True)
class Copy:
    """`withheld` counts the lines about what this person no longer sees; `ask` goes when they reach other teams by now."""

    sections: list[dict[str, Any]]
    withheld: int
    ask: Mapping[str, str] | None

    @property
    def says_nothing(self) -> bool:
        return not self.sections and not self.withheld


def readable(person: Person, digest: Digest) -> Copy:
    """A section of which no line is left goes with its title and its count."""
    hidden = out_of_reach(person, digest.content)
    sections, withheld = [], 0
    for section in digest.content.get("sections", []):
        items = [item for item in section["items"] if key_of(item) not in hidden]
        withheld += len(section["items"]) - len(items)
        if items or not section["items"]:
            sections.append({**section, "items": items})
    asks = digest.content.get("ask") if digest.scope == scope_of(person) else None
    return Copy(sections, withheld, asks)
