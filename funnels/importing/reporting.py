"""What an import did, as everybody who may see it reads it: counts, notes, refused rows, differences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funnels.importing.fields import fields_of
from funnels.importing.mapping import left_out
from funnels.models import ImportBatch, ImportChunk
from portal.sheets import csv_rows

OTHER_LABELS: Final = {
    "status": gettext_lazy("Open or closed"),
    "team": gettext_lazy("Team"),
    "lines": gettext_lazy("Product line"),
    "crm_stage": gettext_lazy("Stage in the CRM"),
}


def chunks_of(batch: ImportBatch) -> Any:
    return ImportChunk.objects.of(batch.team).filter(batch=batch).order_by("number")


def told_notes(batch: ImportBatch) -> list[str]:
    notes = [note["text"] for note in batch.notes]
    if batch.columns and (names := left_out(batch)):
        notes.append(_("Nothing was taken from these columns: %(names)s.") % {"names": ", ".join(names)})
    return notes


def refused(batch: ImportBatch) -> Iterator[dict[str, Any]]:
    """Each refused row: its number, reasons and cells."""
    chunks = chunks_of(batch).exclude(refused=[]).values_list("refused", "rows")
    for refusals, rows in chunks.iterator(chunk_size=20):
        cells = {row[0]: row[1] for row in rows}
        for one in refusals:
            yield {**one, "cells": cells[one["row"]]}


def first_refused(batch: ImportBatch, count: int) -> list[dict[str, Any]]:
    return list(islice(refused(batch), count))


def refused_file(batch: ImportBatch) -> Iterator[str]:
    """CSV with the original cells, so that it can be put right and imported again."""
    names = [column["name"] for column in batch.header]
    header: Sequence[str | Promise] = [*names, _("Row in the file"), _("Why it was refused")]
    width = len(names)
    rows = ([*(one["cells"] + [""] * width)[:width], one["row"], " ".join(one["reasons"])] for one in refused(batch))
    return csv_rows(header, rows)


def overruled(batch: ImportBatch, count: int) -> list[dict[str, Any]]:
    """Where the CRM and a person's own doing differ, in words."""
    labels = {one.name: one.label for one in fields_of(batch.kind)} | OTHER_LABELS
    return [
        {**entry, "label": labels.get(entry["field"], entry["field"])} for entry in listed(batch, "overruled", count)
    ]


def listed(batch: ImportBatch, what: str, count: int) -> list[dict[str, Any]]:
    """Entries of one of the lists that pieces keep: `overruled`, `kept` or `preview`."""
    lists = chunks_of(batch).exclude(**{what: []}).values_list(what, flat=True)
    return list(islice((entry for entries in lists.iterator(chunk_size=20) for entry in entries), count))
