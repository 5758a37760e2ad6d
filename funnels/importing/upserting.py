"""Opportunities handed in directly, up to a thousand at a time: judged and written like the rows of a file.

What was answered for the source's files holds here too. A word that nobody has explained is refused with its
row; the other rows go in. All of it happens in the caller's transaction, or in one of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from funnels.importing.cells import DAY_FIRST, POINT
from funnels.importing.intake import source_named
from funnels.importing.judging import Judgement, What
from funnels.importing.opportunities import Opportunities
from funnels.importing.reading import Claim, Reader
from funnels.importing.setting import Setting
from funnels.models import ImportSource, Opportunity
from funnels.models.importing import ImportKind
from funnels.rules import may_import
from portal.models import Person, Team
from portal.refusals import Invalid

AT_MOST: Final = 1_000

Given = Mapping[str, str | None]
"""Field of funnels/importing/fields.py → text as in a file; null or empty for unknown; left out for untouched."""


@dataclass(frozen=True)
class Outcome:
    """What became of one row. `id` and `version` are those of the record, None where it was refused."""

    external_id: str
    what: What
    id: UUID | None
    version: int | None
    reasons: Sequence[str]


@transaction.atomic
def upsert(rows: Sequence[Given], *, source: str, team: Team, by: Person, at: datetime) -> list[Outcome]:
    may_import(by, team).or_refuse()
    if not 0 < len(rows) <= AT_MOST:
        raise Invalid({"opportunities": _("Give 1 to %(most)d opportunities.") % {"most": AT_MOST}})
    keeper = source_named(source, team=team)
    ImportSource.objects.of(keeper.team).select_for_update().get(pk=keeper.pk)
    answers = keeper.values.get(ImportKind.OPPORTUNITIES, {})
    setting = Setting(source=keeper, team=team, batch=None, by=by, at=at, answers=answers)
    trade = Opportunities(setting, _reader(rows))
    judged = trade.judge_claims(_claims(rows))
    trade.work(judged)
    return _outcomes(rows, judged, keeper)


def _reader(rows: Sequence[Given]) -> Reader:
    names = sorted({name for row in rows for name in row})
    return Reader(ImportKind.OPPORTUNITIES, names, {name: name for name in names}, order=DAY_FIRST, decimal=POINT)


def _claims(rows: Sequence[Given]) -> list[Claim]:
    """Rows of the same fields are read together, each by a reader that knows no other field."""
    readers: dict[frozenset[str], Reader] = {}
    claims = []
    for number, row in enumerate(rows):
        fields = frozenset(row) | {"external_id"}
        reader = readers.setdefault(fields, _reader([dict.fromkeys(fields)]))
        cells = [(row.get(name) or "").strip() for name in sorted(fields)]
        claims += reader.read([[number, cells]])
    return claims


def _outcomes(rows: Sequence[Given], judged: Sequence[Judgement], source: ImportSource) -> list[Outcome]:
    refused = {one.number for one in judged if one.what == What.REFUSED}
    ids = [(row.get("external_id") or "").strip() for number, row in enumerate(rows) if number not in refused]
    written = Opportunity.objects.everything(reason="what was just written").filter(source=source, external_id__in=ids)
    found = {key: (pk, version) for key, pk, version in written.values_list("external_id", "id", "version")}
    outcomes = []
    for one, row in zip(judged, rows, strict=True):
        external_id = (row.get("external_id") or "").strip()
        pk, version = found.get(external_id, (None, None)) if one.number not in refused else (None, None)
        outcomes.append(Outcome(external_id, one.what, pk, version, list(one.reasons)))
    return outcomes
