"""One shape for everything that a digest or "This week" may say: promises, what else asks for something, and news.

Each module of settings.DIGEST_SECTIONS supplies its own. It is asked for many people at once and answers by person,
in a number of statements that does not depend on how many there are. A module offers what it has of:

    promises(audience)          what each person owes or waits for, overdue or due by the end of their week
    sections(audience)          what else there is, by person; `block` is its place
    asks(audience)              the question that the digest ends with; of several the first is put
    freeze(week, at)            what is kept of a week for all of its digests (portal/digests/freezing.py)
    still_open(kinds, today)    promises by their kind and key that are still overdue, for whoever answers for them
    theirs(person, kinds)       which keys of each kind this person may still read
    acts(person, kind, key)     what this person may do to a promise of their own by a link (portal/digests/acting.py)

Confidential text never stands in an item: coaching commitments are a count, a person, a date and a link.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from types import ModuleType
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

MOST: Final = 5  # items of a section
REDATED_TOO_OFTEN: Final = 3  # from this new date on it is something to talk about

OWN, CUSTOMERS, HYGIENE, GOALS, COACHING, TACTICS, NEWS = range(1, 8)  # the order of a digest

Key = tuple[str, UUID]
Kinds = Mapping[str, Sequence[UUID]]


@dataclass(frozen=True)
class Item:
    """One line. `lead` is shown in bold before the title; `address` is a path to the exact object.

    A promise has an `owner`, whose line it is, and the `team` that it belongs to; `redated` counts its new dates.
    Of one that is confidential, `told` are the only people beside its owner who may ever hear that it stays overdue.
    `acts` are the verbs that its owner may use by a link in the mail, on the `version` that the mail was written of.
    """

    kind: str
    key: UUID
    title: str
    address: str
    lead: str = ""
    detail: str = ""
    due_on: date | None = None
    owner: UUID | None = None
    team: UUID | None = None
    redated: int = 0
    mark: str = ""
    told: frozenset[UUID] | None = None
    version: int = 0
    acts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """`count` is how many there are; the section shows the first `most`. `fact` says it in a sentence, for the subject.

    `asks` is False for news, which alone are no reason for a mail. `still` is how many there are now, where `count` is
    what stood there when the week began: a `figure`. A `compact` one is told in one line. `address` is the list of
    all of them.
    """

    code: str
    title: str
    items: Sequence[Item]
    count: int
    fact: str = ""
    address: str = ""
    asks: bool = True
    tone: str = ""
    block: int = 0
    figure: bool = False
    still: int | None = None
    compact: bool = False
    most: int = MOST

    @property
    def place(self) -> int:
        return self.block or COACHING

    @property
    def note(self) -> str:
        """How much of what was counted has been settled since."""
        settled = self.count - self.still if self.still is not None else 0
        return _("%(count)d settled since") % {"count": settled} if settled > 0 else ""

    @property
    def shown(self) -> Sequence[Item]:
        return self.items[: self.most]

    @property
    def more(self) -> int:
        return (self.count if self.still is None else self.still) - len(self.shown)


@dataclass(frozen=True, order=True)
class Ask:
    """What the digest asks its reader at the end. The lowest `rank` is put."""

    rank: int
    text: str
    address: str


def keys_among(rows: Any, keys: Iterable[UUID], name: str = "pk") -> set[UUID]:
    """Which of the keys these rows, read in somebody's scope, have: what `theirs` answers of a kind. One statement."""
    return set(rows.filter(**{f"{name}__in": list(keys)}).order_by().values_list(name, flat=True))


def modules() -> list[ModuleType]:
    return [import_module(name) for name in settings.DIGEST_SECTIONS]


def offering(name: str, *, without: Collection[str] = ()) -> Iterator[ModuleType]:
    """`without` are the names of modules that are left out."""
    return (module for module in modules() if hasattr(module, name) and module.__name__ not in without)


def by_kind(keys: Iterable[Key]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    for kind, key in keys:
        found.setdefault(kind, []).append(key)
    return found
