"""The gist of each charter, kept beside it (charters/gist.py).

A draft that is edited loses its gist in the same statement; approving keeps it for good. What has none is read whole,
so nothing is ever told wrongly: it only takes longer until `keep_gists` has run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from charters.choices import BINDING_STATES
from charters.document import Document, ParentFact
from charters.gist import Card, card_of, gist_of, read, written
from charters.models import Charter
from charters.models.charter import PRESENT_FIRST
from charters.models.outlining import documents, with_revisions_above
from portal.models import Person

UPKEEP: Final = "upkeep of what lists show"
BESIDE: Final = "charters that were read in scope"
AT_ONCE = 50
Row = tuple[Any, ...]
FACT = ("id", "lineage", "title", "state", "revision")  # as the first fields of ParentFact
ABOVE = ("parent_id", *(f"parent__{name}" for name in FACT[1:]), "newest_above", "confirmed_above")
ID, LINEAGE, _TITLE, STATE, REVISION = range(len(FACT))
PARENT, GIST = -2, -1
Versions = Mapping[UUID, Sequence[Row]]
Above = dict[UUID, ParentFact]


def cards(person: Person) -> list[Card]:
    """The present version of each charter that the person reads. A fixed number of statements, however many there are."""
    rows = Charter.objects.visible_to(person).live()
    living = list(rows.values_list(*FACT, "team_id", "kind", "parent_id", "gist"))
    versions = _by_lineage(living)
    told = [_present(rows) for rows in versions.values()]
    newest = _newest_above(living, versions)
    behind = _behind(row[ID] for row in told if row[GIST] and row[PARENT] and row[PARENT] not in newest)
    whole = {one.id: card_of(one) for one in _documents(row[ID] for row in told if not row[GIST])}
    return [_card(row, newest, behind) if row[GIST] else whole[row[ID]] for row in told]


def _by_lineage(living: Iterable[Row]) -> dict[UUID, list[Row]]:
    """The versions of each charter, where the first of them stands."""
    versions: dict[UUID, list[Row]] = {}
    for row in living:
        versions.setdefault(row[LINEAGE], []).append(row)
    return versions


def _present(versions: Sequence[Row]) -> Row:
    """The one that `CharterQuerySet.present` chooses."""
    return min(versions, key=_before) if versions[1:] else versions[0]


def _before(row: Row) -> tuple[int, int]:
    return PRESENT_FIRST.get(row[STATE], len(PRESENT_FIRST)), -row[REVISION]


def _newest_above(living: Iterable[Row], versions: Versions) -> Above:
    """By id, those of the living that others serve and that no newer version replaces: most of what is served."""
    wanted = {row[PARENT] for row in living}
    facts = (
        ParentFact._make((*row[: len(FACT)], _newest(versions[row[LINEAGE]]), None))
        for row in living
        if row[ID] in wanted
    )
    return {one.id: one for one in facts if not one.is_stale}


def _newest(versions: Iterable[Row]) -> int | None:
    """The revision that was approved last. What is approved, everybody reads."""
    return max((row[REVISION] for row in versions if row[STATE] in BINDING_STATES), default=None)


def _behind(children: Iterable[UUID]) -> Above:
    """By child, what it serves where that is replaced by a newer version, or hidden from the person."""
    wanted = list(children)
    if not wanted:
        return {}
    rows = with_revisions_above(Charter.objects.everything(reason=BESIDE).filter(pk__in=wanted))
    return {child: ParentFact._make(above) for child, *above in rows.values_list("pk", *ABOVE)}


def _card(row: Row, newest: Above, behind: Above) -> Card:
    own, lineage, title, state, revision, team, kind, parent, gist = row
    return Card(own, lineage, title, state, revision, team, kind, newest.get(parent) or behind.get(own), read(gist))


def _documents(keys: Iterable[UUID]) -> Iterable[Document]:
    """The charters' texts and parts as they are now."""
    wanted = list(keys)
    if not wanted:
        return ()
    rows = Charter.objects.everything(reason=BESIDE).filter(pk__in=wanted)
    return documents(rows.with_parts(in_short=True))


def reckoned(keys: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    return {one.id: gist_of(one) for one in _documents(keys)}


def keep_gists() -> int:
    """Give each charter that has no gist one; says how many there were. Twice at once does no harm."""
    kept = 0
    while found := _keep_some():
        kept += found
    return kept


@transaction.atomic
def _keep_some() -> int:
    """Under their locks: what is edited meanwhile waits, and has none again afterwards."""
    without = Charter.objects.everything(reason=UPKEEP).filter(gist__isnull=True)
    keys = list(without.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    for key, gist in reckoned(keys).items():
        without.filter(pk=key).update(gist=written(gist))
    return len(keys)


def drifts() -> list[UUID]:
    """Charters whose gist says something else than their texts: none, unless the checks were changed."""
    kept = dict(Charter.objects.everything(reason=UPKEEP).filter(gist__isnull=False).values_list("pk", "gist"))
    return [key for key, gist in reckoned(kept).items() if gist != read(kept[key])]


def mend_gists() -> int:
    """Reckon anew what drifted, as after a change of the checks."""
    drifted = drifts()
    Charter.objects.everything(reason=UPKEEP).filter(pk__in=drifted).update(gist=None)
    keep_gists()
    return len(drifted)
