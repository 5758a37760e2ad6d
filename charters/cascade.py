"""The charters of the whole organisation as a tree, each with what the alignment says of it. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters.alignment import Alignment, circling
from charters.choices import BINDING_STATES, CharterState
from charters.findings import Check, Finding, Severity
from charters.gist import Card


class Marks(NamedTuple):
    """What is to be said of a charter, or of many: errors, whether it is stale, objectives that nobody supports."""

    charters: int = 0
    errors: int = 0
    stale: int = 0
    unsupported: int = 0
    warnings: int = 0

    @property
    def badges(self) -> list[Badge]:
        """Of one charter: each kind of fault by its own mark."""
        told = [
            (self.errors, _unaligned, "bad", "triangle-alert"),
            (self.stale, _stale, "warn", "clock"),
            (self.unsupported, _unsupported, "warn", "git-branch"),
            (self.warnings, _warnings, "", ""),
        ]
        return [Badge(words(count), tone, icon) for count, words, tone, icon in told if count]

    @property
    def summed(self) -> list[Badge]:
        """Of many: how many errors and how many warnings."""
        warnings = self.stale + self.unsupported + self.warnings
        told = [(self.errors, _errors, "bad"), (warnings, _warnings, "warn")]
        return [Badge(words(count), tone, "triangle-alert") for count, words, tone in told if count]


FINE = Marks(1)


def _unaligned(count: int) -> str:
    return ngettext("unaligned: %(count)d error", "unaligned: %(count)d errors", count) % {"count": count}


def _stale(_count: int) -> str:
    return _("stale")


def _unsupported(count: int) -> str:
    words = ngettext("%(count)d objective nobody supports", "%(count)d objectives nobody supports", count)
    return words % {"count": count}


def _errors(count: int) -> str:
    return ngettext("%(count)d error", "%(count)d errors", count) % {"count": count}


def _warnings(count: int) -> str:
    return ngettext("%(count)d warning", "%(count)d warnings", count) % {"count": count}


@dataclass(frozen=True)
class Badge:
    """What stands out, and what does not need to on a phone: that has no tone."""

    words: str
    tone: str
    icon: str


def marks_of(charters: int, findings: Iterable[Finding]) -> Marks:
    """`warnings` are those beside the two that have a mark of their own."""
    checks = [one.check for one in findings]
    stale, unsupported = checks.count(Check.A4), checks.count(Check.A7)
    errors = sum(one.severity is Severity.ERROR for one in checks)
    return Marks(charters, errors, stale, unsupported, len(checks) - errors - stale - unsupported)


@dataclass(frozen=True)
class Fold:
    words: str
    marks: Marks


@dataclass(slots=True)
class Branches:
    """What hangs below a place. `shown` is on the page, from the one at `first` on; what follows them is folded."""

    children: list[Node] = field(default_factory=list, kw_only=True)
    shown: Sequence[Node] = field(default=(), kw_only=True)
    first: int = field(default=0, kw_only=True)

    @property
    def following(self) -> int:
        """The place of the first one that is folded."""
        return self.first + len(self.shown)

    @property
    def folded(self) -> Fold | None:
        """What is to be said of all that the page leaves out below; None where it leaves out nothing."""
        hidden = self.children[self.following :]
        if not hidden:
            return None
        below = list(every(hidden))
        marks = marks_of(len(below), [found for one in below for found in one.findings])
        words = ngettext("%(count)d more charter", "%(count)d more charters", marks.charters)
        return Fold(words % {"count": marks.charters}, marks)


@dataclass(slots=True)
class Node(Branches):
    """A charter, its findings, and those that serve it."""

    card: Card
    findings: Sequence[Finding]

    @property
    def own(self) -> Marks:
        return marks_of(1, self.findings) if self.findings else FINE

    @property
    def state_label(self) -> str:
        return str(CharterState(self.card.state).label)

    @property
    def is_binding(self) -> bool:
        return self.card.state in BINDING_STATES


@dataclass(frozen=True)
class Asked:
    """A check with all that it found."""

    check: Check
    findings: Sequence[Finding]

    @property
    def severity(self) -> Severity:
        return self.check.severity


def forest(cards: Sequence[Card], alignment: Alignment) -> list[Node]:
    """Roots are what serves nothing that is known here; what goes round in a circle begins at its first charter."""
    found: dict[UUID, list[Finding]] = {}
    for one in alignment.findings:
        if one.charter:
            found.setdefault(one.charter, []).append(one)
    nodes = {one.place: Node(one, found.get(one.id, ())) for one in cards}
    rounds = circling(cards)
    roots: list[Node] = []
    for place, node in nodes.items():
        above = nodes.get(node.card.above) if node.card.above is not None and place not in rounds else None
        (roots if above is None else above.children).append(node)
    return roots


def unfold(beginning: Branches, most: int) -> None:
    """As many lines as the page holds, level by level; the rest stays folded below the charter that it serves.

    What is folded takes a line as well, which says what is there.
    """
    level, left = [beginning], most
    while level and left > 0:
        following: list[Branches] = []
        for one in level:
            one.shown = one.children[one.first : one.first + max(left, 0)]
            opened = [child for child in one.shown if child.children]
            left -= len(one.shown) + len(opened) - 1
            following += opened
        level = following


def every(nodes: Sequence[Node]) -> Iterator[Node]:
    """From the roots down, each before those that serve it."""
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.children)


def asked(alignment: Alignment) -> list[Asked]:
    """Every check in its order, those that found nothing included: the score never stands without its list."""
    found: dict[Check, list[Finding]] = {check: [] for check in Check}
    for one in alignment.findings:
        found[one.check].append(one)
    return [Asked(check, findings) for check, findings in found.items()]
