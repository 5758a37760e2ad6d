"""What would become of each row. Judging reads and never writes: a dry run is nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from django.db import models

from funnels.importing.intake import Staged
from funnels.importing.reading import Claim
from funnels.models import ImportBatch, ImportSource
from funnels.models.importing import BatchState

Effect = dict[str, Any]
"""One record that an import created or changed: id, model, before (None when created), after."""


class What(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(slots=True)
class Judgement:
    """`wanted` is what the CRM says in our words; `before` and `after` hold the fields that would change.

    `overruled` tells where the CRM differs from what a person did in the portal, and which of the two stands.
    """

    number: int
    what: What
    title: str = ""
    reasons: Sequence[str] = ()
    record: Any = None
    wanted: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    overruled: list[dict[str, Any]] = field(default_factory=list)


def refusal(claim: Claim) -> Judgement:
    return Judgement(claim.number, What.REFUSED, reasons=claim.reasons)


class Trade(Protocol):
    """One kind of import, with everything that it reads once for a whole file. `notes` are told with the report."""

    notes: list[dict[str, Any]]

    def prepare(self) -> list[Effect]:
        """Add what the answers ask to add before any row is judged."""

    def judge(self, rows: Sequence[Staged]) -> list[Judgement]: ...

    def work(self, judgements: Sequence[Judgement]) -> list[Effect]:
        """Write what was judged, in a number of statements that does not grow with the rows."""

    def describe(self, judgement: Judgement) -> list[tuple[str, str, str]]:
        """Field, before and after, in words."""


class Undone:
    """Which records were put away by the undo of their import, and come back with the next one."""

    def __init__(self, source: ImportSource) -> None:
        undone = ImportBatch.objects.everything(reason="undone imports of the same source")
        rows = undone.filter(source=source, state__in=(BatchState.UNDOING, BatchState.UNDONE))
        self.moments: Mapping[UUID, datetime] = dict(rows.values_list("id", "finished_at"))

    def put_away(self, record: models.Model) -> bool:
        archived_at: datetime | None = getattr(record, "archived_at", None)
        batch_id: UUID | None = getattr(record, "import_batch_id", None)
        return archived_at is not None and batch_id is not None and self.moments.get(batch_id) == archived_at


def plain(value: Any) -> Any:
    """As it stands in an effect and in an event: ids, numbers, dates and texts."""
    return value.pk if isinstance(value, models.Model) else value
