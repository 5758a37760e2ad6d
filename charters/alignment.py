"""Whether the charters of an organisation fit together: twelve checks. Values in, values out; no web, clock, database.

Each check is asked of each charter it applies to (A8 of each pair, A9 of each priority). The score is the share of
answers without a finding, errors weighing three and warnings one; it never stands without its list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from charters.chain import PriorityFact
from charters.choices import BINDING_STATES, CharterState
from charters.document import Document
from charters.findings import Check, Finding, Severity
from charters.gist import INSIDE, Card, card_of

BEGUN = (CharterState.IN_REVIEW, *BINDING_STATES)
APPROVED_ONCE = (*BINDING_STATES, CharterState.SUPERSEDED)


@dataclass
class Alignment:
    """`findings` and what was asked, by weight. `score` is None where nothing was."""

    findings: list[Finding] = field(default_factory=list)
    asked: int = 0
    passed: int = 0

    def ask(self, check: Check, found: Iterable[Finding], *, times: int, failed: int | None = None) -> None:
        """Note the answers to a check that was asked so many times. What it finds of one charter is one failure."""
        listed = list(found)
        if failed is None:
            failed = len({one.charter or one.part for one in listed})
        self.asked += check.severity.weight * times
        self.passed += check.severity.weight * (times - failed)
        self.findings += listed

    @property
    def score(self) -> Decimal | None:
        return Decimal(self.passed) / self.asked if self.asked else None

    @property
    def errors(self) -> list[Finding]:
        return [one for one in self.findings if one.severity is Severity.ERROR]


def align(documents: Sequence[Document], priorities: Iterable[PriorityFact] = ()) -> Alignment:
    """`documents` are the present versions of the charters, one of each."""
    return fit([card_of(one) for one in documents], priorities)


def fit(cards: Sequence[Card], priorities: Iterable[PriorityFact] = ()) -> Alignment:
    """`cards` are the present versions of the charters, one of each."""
    alignment = Alignment()
    serving = [one for one in cards if one.parent]
    mapped = [one for one in serving if not one.is_mission]  # that has no vision: it serves a goal of the organisation
    families = list(_families(cards))
    pairs, unconnected = _meeting([one for one in cards if one.is_active])
    faulty = [one for one in cards if one.gist["faults"]]
    named = list(priorities)
    alignment.ask(Check.A1, _without_parent(cards), times=len(cards))
    alignment.ask(Check.A2, _before_parent(serving), times=len(serving))
    alignment.ask(Check.A3, _unmapped(mapped), times=len(mapped))
    alignment.ask(Check.A4, _stale(serving), times=len(serving))
    alignment.ask(Check.A7, _unsupported(families), times=len(families))
    alignment.ask(Check.A8, unconnected, times=pairs, failed=len(unconnected))
    alignment.ask(Check.A9, _gaps(named), times=len(named))
    for check in INSIDE:
        alignment.ask(check, (found for one in faulty for found in one.faults(check)), times=len(cards))
    return alignment


def _without_parent(cards: Iterable[Card]) -> Iterator[Finding]:
    rounds = circling(cards)
    for card in cards:
        if card.place in rounds:
            yield Finding("circle", card.id, {"one": card.title})
        elif card.above is None and not card.is_root:
            yield Finding("serves_nothing", card.id, {"one": card.title})


def circling(cards: Iterable[Card]) -> set[int]:
    """The places from which the way up comes back to them. Each is walked once."""
    parents = {one.place: one.above for one in cards}
    known: set[int] = set()
    found: set[int] = set()
    for start in parents:
        way: list[int] = []
        here: int | None = start
        while here is not None and here not in known:
            known.add(here)
            way.append(here)
            here = parents.get(here)
        if here in way:
            found.update(way[way.index(here) :])
    return found


def _before_parent(cards: Iterable[Card]) -> Iterator[Finding]:
    for card in cards:
        parent = card.parent
        if parent and parent.state not in APPROVED_ONCE and card.state in BEGUN:
            yield Finding("before_parent", card.id, {"one": card.title, "parent": parent.title})


def _unmapped(cards: Iterable[Card]) -> Iterator[Finding]:
    return (Finding("unmapped", card.id, {"one": card.title}) for card in cards if not card.gist["mapped"])


def _stale(cards: Iterable[Card]) -> Iterator[Finding]:
    for card in cards:
        parent = card.parent
        if parent and parent.is_stale and card.state in BEGUN:
            told = {"one": card.title, "old": parent.revision, "parent": parent.title, "new": parent.newest}
            yield Finding("stale", card.id, told)


def _families(cards: Iterable[Card]) -> Iterator[tuple[Card, list[Card]]]:
    """Each approved charter that others serve, with those."""
    known = {one.place: one for one in cards}
    children: dict[int, list[Card]] = {}
    for card in cards:
        if card.above in known:
            children.setdefault(card.above, []).append(card)
    for place, served_by in children.items():
        if known[place].state in BINDING_STATES:
            yield known[place], served_by


def _unsupported(families: Iterable[tuple[Card, list[Card]]]) -> Iterator[Finding]:
    for parent, children in families:
        supported = {lineage for child in children for lineage in child.gist["supports"]}
        for key, lineage, statement in parent.gist["aims"]:
            if lineage not in supported:
                yield Finding("unsupported", parent.id, {"one": statement}, UUID(key))


def _meeting(cards: Sequence[Card]) -> tuple[int, list[Finding]]:
    """How many pairs share an audience or a service, and those that nothing connects.

    Charters are bits of a number: of hundreds that meet the same people there are too many pairs to ask one by one.
    """
    sharing: dict[str, int] = {}
    for place, card in enumerate(cards):
        for name in card.gist["meets"]:
            sharing[name] = sharing.get(name, 0) | 1 << place
    after = [_shared(card, sharing) >> place + 1 << place + 1 for place, card in enumerate(cards)]
    return sum(one.bit_count() for one in after), list(_unconnected(cards, after))


def _shared(card: Card, sharing: Mapping[str, int]) -> int:
    found = 0
    for name in card.gist["meets"]:
        found |= sharing[name]
    return found


def _unconnected(cards: Sequence[Card], after: Sequence[int]) -> Iterator[Finding]:
    if not any(after):
        return
    linked = _linked(cards)
    for place, card in enumerate(cards):
        left = after[place] & ~linked[place]
        while left:
            other = (left & -left).bit_length() - 1
            left &= left - 1
            yield Finding("unconnected", card.id, {"one": card.title, "other": cards[other].title})


def _linked(cards: Sequence[Card]) -> list[int]:
    """For each charter those that it serves, that serve it, or that either names as connected."""
    places = {card.place: place for place, card in enumerate(cards)}
    linked = [0] * len(cards)
    for place, card in enumerate(cards):
        for one in (card.above, *(UUID(lineage).int for lineage in card.gist["connected"])):
            other = places.get(one) if one is not None else None
            if other is not None:
                linked[place] |= 1 << other
                linked[other] |= 1 << place
    return linked


def _gaps(priorities: Iterable[PriorityFact]) -> Iterator[Finding]:
    for priority in priorities:
        for gap in priority.gaps:
            yield Finding(f"not_{gap}", None, {"one": priority.name}, priority.id)
