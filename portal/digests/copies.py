"""The copy that stays of a digest, as somebody may read it now: rights may have changed since it was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.digests.rechecking import key_of, out_of_reach
from portal.models import Person


@dataclass(frozen=True)
class Copy:
    """`withheld` counts the lines about what this person no longer sees."""

    sections: list[dict[str, Any]]
    withheld: int

    @property
    def says_nothing(self) -> bool:
        return not self.sections and not self.withheld


def readable(person: Person, content: Mapping[str, Any]) -> Copy:
    """A section of which no line is left goes with its title and its count."""
    hidden = out_of_reach(person, content)
    sections, withheld = [], 0
    for section in content.get("sections", []):
        items = [item for item in section["items"] if key_of(item) not in hidden]
        withheld += len(section["items"]) - len(items)
        if items or not section["items"]:
            sections.append({**section, "items": items})
    return Copy(sections, withheld)
