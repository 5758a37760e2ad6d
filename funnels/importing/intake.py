"""A file is read once: its cells are staged in pieces, its columns described, and nothing else of it is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import PurePath
from typing import Any, BinaryIO, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from funnels.importing.cells import decimal_of, order_of
from funnels.models import ImportBatch, ImportChunk, ImportSource
from funnels.models.importing import ImportKind
from funnels.rules import may_import
from portal.models import Event, Person, Team
from portal.refusals import Invalid
from portal.sheets import read_table
from portal.sheets.table import Row

ROWS_A_CHUNK: Final = 500
CHUNKS_A_STATEMENT: Final = 10
SAMPLES: Final = 3
SAMPLE_CHARACTERS: Final = 80
DISTINCT: Final = 500
"""A column with more different texts than this is not made of words to ask about."""

Staged = list[Any]
"""A row as it is kept: [number, cells] or [number, cells, problem]."""


class Column:
    """What the mapping page needs to know of a column, gathered while its cells pass by."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.filled = 0
        self.counts: dict[str, int] = {}
        self.overflowed = False
        self.orders: set[str] = set()
        self.decimals: set[str] = set()

    def see(self, cell: str) -> None:
        if not cell:
            return
        self.filled += 1
        if cell in self.counts:
            self.counts[cell] += 1
            return
        if len(self.counts) < DISTINCT:
            self.counts[cell] = 1
        else:
            self.overflowed = True
        self.orders.add(order_of(cell))
        self.decimals.add(decimal_of(cell))

    def described(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "filled": self.filled,
            "samples": [cell[:SAMPLE_CHARACTERS] for cell in islice(self.counts, SAMPLES)],
            "values": None if self.overflowed else self.counts,
            "orders": sorted(self.orders - {""}),
            "decimals": sorted(self.decimals - {""}),
        }


def source_named(name: str, *, team: Team) -> ImportSource:
    """The team's source of this name, added where it is new. A team above may keep it already."""
    name = " ".join(name.split())
    if not name:
        raise Invalid({"source": _("Name the system that the file comes from.")})
    line = team.line()
    sources = ImportSource.objects.everything(reason="a team's own sources, and those it shares with the teams above")
    shared = sources.filter(name__iexact=name, team_id__in=line).select_related("team").first()
    if shared:
        return shared
    source = ImportSource(team=team, name=name)
    if len(name) > 60:
        raise Invalid({"source": _("Shorten the name to 60 characters.")})
    source.save(force_insert=True)
    return source


def take_in(
    file: BinaryIO, *, file_name: str, kind: str, team: Team, source: str, by: Person | None, at: datetime
) -> ImportBatch:
    """Stage a file. Raises the reader's Refusal for a file that cannot be read, and Invalid for an empty one."""
    if by is not None:
        may_import(by, team).or_refuse()
    if kind not in ImportKind.values:
        raise Invalid({"kind": _("Choose what the file holds.")})
    table = read_table(file, file_name)
    if not table.row_count:
        raise Invalid({"file": _("The file holds a header and no rows.")})
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            team=team,
            source=source_named(source, team=team),
            kind=kind,
            file_name=PurePath(file_name).name[-200:],
            file_digest=_digest(file),
            started_by=by,
            total=table.row_count,
            notes=[{"code": "file", "text": str(note)} for note in table.notes],
            created_at=at,
        )
        batch.header = _stage(batch, table.columns, table.rows)
        batch.save(update_fields=["header"])
        Event.objects.record(batch, "taken_in", by=by, at=at, team=team, after={"rows": batch.total})
    return batch


def _digest(file: BinaryIO) -> str:
    if not file.seekable():
        return ""
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(1024 * 1024):
        digest.update(piece)
    return digest.hexdigest()


def _stage(batch: ImportBatch, names: list[str], rows: Iterator[Row]) -> list[dict[str, Any]]:
    columns = [Column(name) for name in names]
    chunks = (
        ImportChunk(batch=batch, number=number, rows=staged) for number, staged in enumerate(_pieces(rows, columns))
    )
    while some := list(islice(chunks, CHUNKS_A_STATEMENT)):
        ImportChunk.objects.bulk_create(some)
    return [column.described() for column in columns]


def _pieces(rows: Iterator[Row], columns: list[Column]) -> Iterator[list[Staged]]:
    while piece := [_staged(row, columns) for row in islice(rows, ROWS_A_CHUNK)]:
        yield piece


def _staged(row: Row, columns: list[Column]) -> Staged:
    cells = [cell.strip() for cell in row.cells]
    if row.problem:
        return [row.number, cells, str(row.problem)]
    for column, cell in zip(columns, cells, strict=True):
        column.see(cell)
    return [row.number, cells]
