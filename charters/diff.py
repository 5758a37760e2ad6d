"""What changed from one version of a charter to the next, in words. Values in, values out.

Parts meet by their lineage, so a part that was reworded is one change and not a removal and an addition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORDS = re.compile(r"\s+|[\w’'-]+|[^\w\s]")


class Kind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Entry:
    """Something with a name and fields in words: the charter itself, or one of its parts. `label` is how it is called."""

    section: str
    lineage: str
    label: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Span:
    """A run of words that stayed, went or came."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Change:
    """`field` is empty where a whole part came, went or moved."""

    kind: Kind
    section: str
    label: str
    field: str = ""
    before: str = ""
    after: str = ""

    @property
    def spans(self) -> list[Span]:
        return spans(self.before, self.after)


def diff(before: Sequence[Entry], after: Sequence[Entry]) -> list[Change]:
    """In the order of the later version; what is gone comes last in its section."""
    known = {(one.section, one.lineage): one for one in before}
    stays = {(one.section, one.lineage) for one in after}
    gone = [one for key, one in known.items() if key not in stays]
    moved = _moved(before, after)
    order = list(dict.fromkeys([*(one.section for one in after), *(one.section for one in before)]))
    found: list[Change] = []
    for section in order:
        for one in (entry for entry in after if entry.section == section):
            found += _of_entry(known.get((section, one.lineage)), one, moved=(section, one.lineage) in moved)
        found += [Change(Kind.REMOVED, section, one.label) for one in gone if one.section == section]
    return found


def _of_entry(former: Entry | None, one: Entry, *, moved: bool) -> Iterator[Change]:
    if former is None:
        yield Change(Kind.ADDED, one.section, one.label)
        return
    if moved:
        yield Change(Kind.MOVED, one.section, one.label)
    for name in dict.fromkeys([*one.fields, *former.fields]):
        old, new = former.fields.get(name, ""), one.fields.get(name, "")
        if old != new:
            kind = Kind.ADDED if not old else Kind.REMOVED if not new else Kind.CHANGED
            yield Change(kind, one.section, one.label, name, old, new)


def _moved(before: Sequence[Entry], after: Sequence[Entry]) -> set[tuple[str, str]]:
    """Parts that stand elsewhere among those that both versions have; as few as explain the new order."""
    old = [(one.section, one.lineage) for one in before]
    new = [(one.section, one.lineage) for one in after]
    shared = set(old) & set(new)
    old, new = [one for one in old if one in shared], [one for one in new if one in shared]
    kept: set[tuple[str, str]] = set()
    for section in {one[0] for one in new}:
        here, there = ([key for key in keys if key[0] == section] for keys in (old, new))
        for block in SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks():
            kept |= set(there[block.b : block.b + block.size])
    return set(new) - kept


def spans(before: str, after: str) -> list[Span]:
    """Word by word. Joined without what came it is the earlier text, without what went the later one."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    found: list[Span] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Span(Kind.SAME, "".join(old[a:b])))
            continue
        if a != b:
            found.append(Span(Kind.REMOVED, "".join(old[a:b])))
        if c != d:
            found.append(Span(Kind.ADDED, "".join(new[c:d])))
    return found
