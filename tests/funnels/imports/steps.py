"""An import from file to report, as every path takes it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count

from funnels.importing.intake import take_in
from funnels.importing.mapping import answer, choose_columns, columns_given
from funnels.importing.running import begin_check, begin_run, check, run
from funnels.importing.undoing import begin_undo, undo
from funnels.models import ImportBatch
from portal.models import Person, Team
from portal.sheets import csv_rows
from tests.cast import NOON

Values = Mapping[str, Mapping[str, str]]

minutes = count(1)


def moment() -> datetime:
    """Each import has its own, all on the same day."""
    return NOON + timedelta(seconds=next(minutes))


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    return "".join(csv_rows(header, rows)).encode()


def staged(
    content: bytes,
    *,
    team: Team,
    by: Person | None,
    kind: str = "opportunities",
    name: str = "crm.csv",
    source: str = "CRM",
) -> ImportBatch:
    return take_in(io.BytesIO(content), file_name=name, kind=kind, team=team, source=source, by=by, at=moment())


def checked(
    batch: ImportBatch, *, columns: Mapping[str, str] | None = None, values: Values | None = None
) -> ImportBatch:
    by = batch.started_by
    choose_columns(batch, columns_given(batch, columns or {}), by=by)
    answer(batch, values or {}, by=by)
    begin_check(batch, by=by, at=moment())
    check(batch, clock=moment)
    return batch


def imported(batch: ImportBatch) -> ImportBatch:
    begin_run(batch, by=batch.started_by, at=moment())
    run(batch, clock=moment)
    return batch


def bring_in(
    content: bytes,
    *,
    team: Team,
    by: Person | None,
    kind: str = "opportunities",
    name: str = "crm.csv",
    source: str = "CRM",
    columns: Mapping[str, str] | None = None,
    values: Values | None = None,
) -> ImportBatch:
    batch = staged(content, team=team, by=by, kind=kind, name=name, source=source)
    return imported(checked(batch, columns=columns, values=values))


def taken_back(batch: ImportBatch, *, by: Person | None) -> ImportBatch:
    begin_undo(batch, by=by, at=moment())
    undo(batch, clock=moment)
    return batch


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    """Created, changed, unchanged, refused."""
    return batch.created, batch.changed, batch.unchanged, batch.refused
