"""What an import did to each owner's opportunities. The owner finds it on a page; nothing is mailed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funnels.importing.fields import fields_of
from funnels.importing.judging import Effect
from funnels.models import ImportBatch, ImportChunk, ImportReceipt, Opportunity
from funnels.models.importing import ImportKind
from portal.home import Section
from portal.models import Person

LINES_KEPT: Final = 200
UNREAD_SHOWN: Final = 3
WORDS: Final = {
    "created": gettext_lazy("New"),
    "changed": gettext_lazy("Changed"),
    "closed": gettext_lazy("Closed in the CRM"),
    "taken": gettext_lazy("Passed on to somebody else"),
}
LABELS: Final = {one.name: one.label for one in fields_of(ImportKind.OPPORTUNITIES)} | {
    "team": gettext_lazy("Team"),
    "lines": gettext_lazy("Product line"),
    "crm_stage": gettext_lazy("Stage in the CRM"),
}
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


def told_lines(receipt: ImportReceipt, by_id: Mapping[str, Opportunity]) -> list[dict[str, Any]]:
    """The lines in words, of opportunities that are known by `by_id`."""
    return [
        {
            "opportunity": by_id[line["id"]],
            "what": WORDS[line["what"]],
            "fields": ", ".join(str(LABELS[name]) for name in line["fields"] if name in LABELS),
        }
        for line in receipt.lines
        if line["id"] in by_id
    ]


def sections(person: Person, now: datetime) -> list[Section]:
    """On "This week": what imports did since the person last looked."""
    unread = list(ImportReceipt.objects.of(person).unread().select_related("batch__source")[:UNREAD_SHOWN])
    if not unread:
        return []
    return [Section(_("From the CRM"), "funnels/imports/_home.html", {"receipts": unread}, aside=True)]


def write_receipts(batch: ImportBatch, *, at: datetime) -> None:
    """Call it in the transaction that ends the import."""
    if batch.kind != ImportKind.OPPORTUNITIES:
        return
    receipts = Receipts(batch, at)
    chunks = ImportChunk.objects.everything(reason=REASON).filter(batch=batch).order_by("number")
    for effects in chunks.values_list("effects", flat=True).iterator(chunk_size=20):
        receipts.add(effects)
    receipts.save()
