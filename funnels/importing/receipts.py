"""What an import, or its undo, did to each owner's opportunities. The owner finds it on a page; nothing is mailed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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
    "put_away": gettext_lazy("Put away again"),
    "put_back": gettext_lazy("Put back as it was"),
    "returned": gettext_lazy("Came back to you"),
    "kept": gettext_lazy("Left as it is, since it was worked on"),
}
COUNTED: Final = {"created": "created", "put_away": "created", "taken": "taken", "kept": "kept"}
LABELS: Final = {one.name: one.label for one in fields_of(ImportKind.OPPORTUNITIES)} | {
    "team": gettext_lazy("Team"),
    "lines": gettext_lazy("Product line"),
    "crm_stage": gettext_lazy("Stage in the CRM"),
    "status": gettext_lazy("Open or closed"),
}
REASON: Final = "the receipts of an import go to the owners of what it touched"


@dataclass(frozen=True)
class Line:
    owner: UUID
    opportunity: str
    what: str
    fields: list[str] = field(default_factory=list)


class Receipts:
    """One per owner, filled while the lines of a batch pass by."""

    def __init__(self, batch: ImportBatch, at: datetime, *, undoes: bool = False) -> None:
        self.batch, self.at, self.undoes = batch, at, undoes
        self.by_owner: dict[UUID, ImportReceipt] = {}

    def add(self, lines: Iterable[Line]) -> None:
        for line in lines:
            receipt = self.by_owner.setdefault(line.owner, self._begin(line.owner))
            counter = COUNTED.get(line.what, "changed")
            setattr(receipt, counter, getattr(receipt, counter) + 1)
            if len(receipt.lines) < LINES_KEPT:
                receipt.lines.append({"id": line.opportunity, "what": line.what, "fields": line.fields})

    def _begin(self, owner: UUID) -> ImportReceipt:
        return ImportReceipt(batch=self.batch, person_id=owner, at=self.at, undoes=self.undoes)

    def save(self) -> None:
        ImportReceipt.objects.bulk_create(self.by_owner.values())


def write_receipts(batch: ImportBatch, *, at: datetime) -> None:
    """Call it in the transaction that ends the import."""
    _write(Receipts(batch, at))


def write_undo_receipts(batch: ImportBatch, *, at: datetime) -> None:
    """Call it in the transaction that ends the undo."""
    _write(Receipts(batch, at, undoes=True))


def _write(receipts: Receipts) -> None:
    if receipts.batch.kind != ImportKind.OPPORTUNITIES:
        return
    chunks = ImportChunk.objects.everything(reason=REASON).filter(batch=receipts.batch).order_by("number")
    for effects, kept in chunks.values_list("effects", "kept").iterator(chunk_size=20):
        ours = [effect for effect in effects if effect["model"] == "opportunity"]
        receipts.add(lines_of_undo(ours, kept) if receipts.undoes else lines_of_import(ours))
    receipts.save()


def lines_of_import(effects: Iterable[Effect]) -> Iterator[Line]:
    effects = list(effects)
    owners = _owners(effects)
    for effect in effects:
        key, before, after = str(effect["id"]), effect["before"] or {}, effect["after"]
        if "owner" in after and before.get("owner"):
            yield Line(UUID(str(before["owner"])), key, "taken", sorted(after))
        if owner := owners.get(key):
            yield Line(owner, key, _what(effect, after), sorted(after))


def lines_of_undo(effects: Iterable[Effect], kept: Iterable[Mapping[str, Any]]) -> Iterator[Line]:
    """`kept` is what the undo left alone, as it stands with the piece."""
    effects = list(effects)
    owners, stays = _owners(effects), _stays(kept)
    for effect in effects:
        key = str(effect["id"])
        owner = owners.get(key)
        added = effect["before"] is None or "archived_at" in effect["after"]
        if added and owner:
            yield Line(owner, key, "kept" if key in stays else "put_away")
        elif not added:
            yield from _lines_put_back(effect, owner, stays.get(key, set()))


def _lines_put_back(effect: Effect, owner: UUID | None, stays: set[str]) -> Iterator[Line]:
    """What went back, to the owner it has now; to the one whom the import had named, that it is theirs no more."""
    key, changed = str(effect["id"]), _changed(effect)
    back = sorted(changed - stays)
    returned = "owner" in back
    if returned and effect["after"]["owner"]:
        yield Line(UUID(str(effect["after"]["owner"])), key, "taken", back)
    if owner and back:
        yield Line(owner, key, "returned" if returned else "put_back", back)
    if owner and stays:
        yield Line(owner, key, "kept", sorted(stays))


def _changed(effect: Effect) -> set[str]:
    """The fields of a change; those that close or reopen it go back together, as its status."""
    names = set(effect["after"]) - {"version"}
    return names - {"closed_on", "closed_per_crm", "last_move"} if "last_move" in names else names


def _stays(kept: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in kept:
        if one["model"] == "opportunity":
            found.setdefault(str(one["id"]), set()).update(one.get("fields", ()))
    return found


def _owners(effects: Iterable[Effect]) -> dict[str, UUID | None]:
    rows = Opportunity.objects.everything(reason=REASON).filter(pk__in=[effect["id"] for effect in effects])
    return {str(pk): owner for pk, owner in rows.values_list("id", "owner_id")}


def _what(effect: Effect, after: Mapping[str, Any]) -> str:
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


def told_counts(receipt: ImportReceipt) -> str:
    created, changed = receipt.created, receipt.changed
    if receipt.undoes:
        parts = [
            (created, ngettext("%(count)d put away", "%(count)d put away", created)),
            (changed, ngettext("%(count)d put back", "%(count)d put back", changed)),
        ]
    else:
        parts = [
            (created, ngettext("%(count)d new", "%(count)d new", created)),
            (changed, ngettext("%(count)d changed", "%(count)d changed", changed)),
        ]
    parts += [
        (receipt.taken, ngettext("%(count)d passed on", "%(count)d passed on", receipt.taken)),
        (receipt.kept, ngettext("%(count)d left as it is", "%(count)d left as they are", receipt.kept)),
    ]
    return " · ".join(words % {"count": count} for count, words in parts if count)


def sections(person: Person, now: datetime) -> list[Section]:
    """On "This week": what imports did since the person last looked."""
    unread = ImportReceipt.objects.of(person).unread().select_related("batch__source")[:UNREAD_SHOWN]
    told = [(receipt, told_counts(receipt)) for receipt in unread]
    if not told:
        return []
    return [Section(_("From the CRM"), "funnels/imports/_home.html", {"told": told}, aside=True)]
