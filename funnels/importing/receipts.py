"""What an import did to each owner's opportunities. The owner finds it on a page; nothing is mailed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from funnels.importing.judging import Effect
from funnels.models import ImportBatch, ImportChunk, ImportReceipt, Opportunity
from funnels.models.importing import ImportKind

LINES_KEPT: Final = 200
REASON: Final = "the receipts of an import go to the owners of what it touched"


class Receipts:
    """One per owner, filled while the effects of a batch pass by."""

    def __init__(self, batch: ImportBatch, at: datetime) -> None:
        self.batch, self.at = batch, at
        self.by_owner: dict[UUID, ImportReceipt] = {}

    def add(self, effects: Iterable[Effect]) -> None:
        ours = [effect for effect in effects if effect["model"] == "opportunity"]
        rows = Opportunity.objects.everything(reason=REASON).filter(pk__in=[effect["id"] for effect in ours])
        owners = dict(rows.values_list("id", "owner_id"))
        for effect in ours:
            owner = owners.get(UUID(str(effect["id"])))
            before, after = effect["before"] or {}, effect["after"]
            former = before.get("owner") if "owner" in after else None
            if former:
                self._line(UUID(str(former)), effect, "taken")
            if owner:
                self._line(owner, effect, _what(effect, before, after))

    def _line(self, owner: UUID, effect: Effect, what: str) -> None:
        receipt = self.by_owner.setdefault(owner, ImportReceipt(batch=self.batch, person_id=owner, at=self.at))
        counter = what if what in ("created", "taken") else "changed"
        setattr(receipt, counter, getattr(receipt, counter) + 1)
        if len(receipt.lines) < LINES_KEPT:
            line: dict[str, Any] = {"id": str(effect["id"]), "what": what, "fields": sorted(effect["after"])}
            receipt.lines.append(line)

    def save(self) -> None:
        ImportReceipt.objects.bulk_create(self.by_owner.values())


def _what(effect: Effect, before: dict[str, Any], after: dict[str, Any]) -> str:
    if effect["before"] is None or "archived_at" in after:
        return "created"
    return "closed" if after.get("status", "open") != "open" else "changed"


def write_receipts(batch: ImportBatch, *, at: datetime) -> None:
    """Call it in the transaction that ends the import."""
    if batch.kind != ImportKind.OPPORTUNITIES:
        return
    receipts = Receipts(batch, at)
    chunks = ImportChunk.objects.everything(reason=REASON).filter(batch=batch).order_by("number")
    for effects in chunks.values_list("effects", flat=True).iterator(chunk_size=20):
        receipts.add(effects)
    receipts.save()
