"""The gist of each charter, kept beside it (charters/gist.py).

A draft that is edited loses its gist in the same statement; approving keeps it for good. What has none is read whole,
so nothing is ever told wrongly: it only takes longer until `keep_gists` has run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import FilteredRelation, Q

from charters.choices import BINDING_STATES, RealignAnswer
from charters.document import ParentFact
from charters.gist import Card, Gist, gist_of, read, written
from charters.models import Charter
from charters.models.charter import PRESENT_FIRST
from charters.models.outlining import documents
from portal.models import Person

UPKEEP: Final = "upkeep of what lists show"
BESIDE: Final = "charters that were read in scope"
AT_ONCE = 50
Row = tuple[Any, ...]
# As the first fields of Card.
HEAD = ("id", "lineage", "revision", "team_id", "kind", "title", "state")
PARENT = ("parent_id", "parent__lineage", "parent__title", "parent__state", "parent__revision")
VALID = ("valid__after__lineage", "valid__after__revision")
LINEAGE, REVISION, STATE = (HEAD.index(name) for name in ("lineage", "revision", "state"))
ABOVE: Final = len(HEAD) + PARENT.index("parent__lineage")
ANSWER: Final = slice(-1 - len(VALID), -1)


def cards(person: Person) -> list[Card]:
    """The present version of each charter that the person reads. A fixed number of statements, however many there are."""
    valid = FilteredRelation("realignments", condition=Q(realignments__answer=RealignAnswer.STILL_VALID))
    rows = Charter.objects.visible_to(person).live().annotate(valid=valid)
    living = list(rows.values_list(*HEAD, *PARENT, *VALID, "gist"))
    newest, confirmed, told = _newest(living), _confirmed(living), _present(living)
    fresh = reckoned(row[0] for row in told if row[-1] is None)
    return [_card(row, newest, confirmed, read(row[-1]) if row[-1] else fresh[row[0]]) for row in told]


def _newest(living: Iterable[Row]) -> dict[UUID, int]:
    """The revision of each lineage that was approved last. What is approved, everybody reads."""
    newest: dict[UUID, int] = {}
    for row in living:
        if row[STATE] in BINDING_STATES:
            newest[row[LINEAGE]] = max(row[REVISION], newest.get(row[LINEAGE], 0))
    return newest


def _confirmed(living: Iterable[Row]) -> dict[UUID, int]:
    """By charter: the last revision of the one above that it was found to serve. Each such answer is a row of its own."""
    found: dict[UUID, int] = {}
    for row in living:
        lineage, revision = row[ANSWER]
        if revision and lineage == row[ABOVE]:
            found[row[0]] = max(revision, found.get(row[0], 0))
    return found


def _present(living: Iterable[Row]) -> list[Row]:
    """Of the versions of a charter the one that `CharterQuerySet.present` chooses, where they stand."""
    best: dict[UUID, Row] = {}
    for row in living:
        known = best.get(row[LINEAGE])
        if known is None or _before(row) < _before(known):
            best[row[LINEAGE]] = row
    return list(best.values())


def _before(row: Row) -> tuple[int, int]:
    return PRESENT_FIRST.get(row[STATE], len(PRESENT_FIRST)), -row[REVISION]


def _card(row: Row, newest: Mapping[UUID, int], confirmed: Mapping[UUID, int], gist: Gist) -> Card:
    own, line, version, team, kind, called, stands, key, lineage, title, state, revision, *_valid = row
    above = ParentFact(key, lineage, title, state, revision, newest.get(lineage), confirmed.get(own)) if key else None
    return Card(own, line, version, team, kind, called, stands, above, gist)


def reckoned(keys: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """From the charters' texts and parts as they are now. Their measures tell the alignment nothing."""
    wanted = list(keys)
    if not wanted:
        return {}
    rows = Charter.objects.everything(reason=BESIDE).filter(pk__in=wanted)
    return {one.id: gist_of(one) for one in documents(rows.with_parts(measures=False))}


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
