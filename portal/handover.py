"""What a person leaves behind when they move or leave, and who takes it.

The apps are reached by name: each module of settings.HANDOVER offers `open_items(person)`,
`open_in(team)` and `hand_over(choices, by=, at=)`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import ngettext

from portal.models import Membership, Person, Team
from portal.refusals import Refusal
from portal.roles import Role
from portal.teamtree import TeamTree

Successors = Mapping[UUID, Person]


@dataclass(frozen=True)
class Item:
    """Something open that belongs to one person. `source` is the module that can hand it over."""

    id: UUID
    title: str
    detail: str
    team_id: UUID
    source: str


class SuccessorMissing(Refusal):
    """Somebody would stop working in a team while things there are still theirs (HTTP 409)."""

    code = "handover-missing"

    def __init__(self, items: Sequence[Item]):
        count = len(items)
        super().__init__(
            ngettext(
                "Choose who takes over what is still open: %(count)d thing.",
                "Choose who takes over what is still open: %(count)d things.",
                count,
            )
            % {"count": count},
            extra={"open": [str(item.id) for item in items]},
        )
        self.items = list(items)


def modules() -> list[Any]:
    return [import_module(name) for name in settings.HANDOVER]


def open_items(person: Person) -> list[Item]:
    """Everything open that is this person's, in any team."""
    return [item for module in modules() for item in module.open_items(person)]


def open_in(team: Team) -> list[str]:
    """What open things belong to the team itself, in words: "3 open opportunities"."""
    return [words for module in modules() if (words := module.open_in(team))]


def falling_out(membership: Membership, *, today: date, gaining: tuple[Team, Role] | None = None) -> list[Item]:
    """What its person could no longer read once the membership has ended (and the gained one begun)."""
    held = list(membership.person.memberships.on(today))
    kept = [other for other in held if other.pk != membership.pk]
    if gaining:
        kept.append(Membership(person=membership.person, team=gaining[0], role=gaining[1]))
    tree = TeamTree.read()
    lost = tree.reached([membership]) & tree.reached(held) - tree.reached(kept)
    return [item for item in open_items(membership.person) if item.team_id in lost] if lost else []


def depart(person: Person, *, by: Person, at: datetime) -> None:
    """What nobody can take over ends by itself. Call it once the memberships have changed."""
    person.forget_reach()
    for name in settings.DEPARTURES:
        import_module(name).depart(person, by=by, at=at)


def pass_on(items: Iterable[Item], successors: Successors, *, by: Person, at: datetime) -> None:
    """Hand each item to its successor. Raises SuccessorMissing when one has none that works here."""
    items = sorted(items, key=lambda item: item.source)
    without = [item for item in items if item.id not in successors or not successors[item.id].is_active]
    if without:
        raise SuccessorMissing(without)
    for item in items:
        successors[item.id].forget_reach()
    for source, group in groupby(items, key=lambda item: item.source):
        import_module(source).hand_over({item.id: successors[item.id] for item in group}, by=by, at=at)
