"""A batch goes its way: tried without writing, worked off piece by piece, finished.

Each piece is one transaction that also says it is done, so a worker can be killed at any moment, and two of
them can be at the same batch: what was not committed is judged again, what was is not.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Final

from django.db import DataError, IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from funnels.importing.intake import Staged
from funnels.importing.judging import Effect, Judgement, Trade, What
from funnels.importing.mapping import remember
from funnels.importing.receipts import write_receipts
from funnels.importing.trades import trade_for
from funnels.models import ImportBatch, ImportChunk, ImportSource
from funnels.models.importing import BatchState
from funnels.refusals import WrongState
from funnels.rules import may_import
from portal.models import Event, Person

SAMPLED: Final = 20
COUNTS: Final = tuple(str(what) for what in What)
EVERYTHING: Final = "an import works off its own file"
COUNT_ANEW: Final = "ANALYZE funnels_opportunity, funnels_stageevent"

logger = logging.getLogger(__name__)

Judged = tuple[list[Judgement], list[Effect]]


@transaction.atomic
def begin_check(batch: ImportBatch, *, by: Person | None, at: datetime, version: int | None = None) -> None:
    """Set a mapped batch to be tried; `check` does it, here or in the background."""
    _enter(batch, BatchState.CHECKING, (BatchState.READ, BatchState.CHECKED), by=by, at=at, version=version)


@transaction.atomic
def begin_run(batch: ImportBatch, *, by: Person | None, at: datetime, version: int | None = None) -> None:
    """Set a mapped batch to be imported, tried or not; `run` does it, here or in the background.

    A source that a team above shares remembers what its own stewards say, not those of the teams below.
    """
    _enter(batch, BatchState.RUNNING, (BatchState.READ, BatchState.CHECKED), by=by, at=at, version=version)
    if by is None or may_import(by, batch.source.team):
        remember(batch)
    Event.objects.record(batch, "started", by=by, at=at, team=batch.team, after={"rows": batch.total})


def _enter(
    batch: ImportBatch, state: BatchState, froms: Sequence[str], *, by: Person | None, at: datetime, version: int | None
) -> None:
    if by is not None:
        may_import(by, batch.team).or_refuse()
    batch.lock(version=version)
    if batch.state not in froms or not batch.columns:
        raise WrongState(_("This import is not at the step that you wanted to take. Look at it again."))
    batch.state, batch.position, batch.touched_at = state, 0, at
    batch.started_at = at
    batch.notes = [note for note in batch.notes if note["code"] == "file"]
    _reset(batch)
    batch.chunks.all().update(done=False, refused=[], overruled=[])
    batch.keep("state", "position", "touched_at", "started_at", "notes", *COUNTS)


def _reset(batch: ImportBatch) -> None:
    for name in COUNTS:
        setattr(batch, name, 0)


def speaking(batch: ImportBatch) -> AbstractContextManager[None]:
    """Reasons are kept in the language of whoever started the import."""
    language = batch.started_by.language if batch.started_by else ""
    return translation.override(language) if language else nullcontext()


def check(batch: ImportBatch, *, clock: Callable[[], datetime]) -> None:
    """Judge every row and keep what would become of it: counts, reasons, and a sample of the changes."""
    with speaking(batch):
        _start_over(batch)
        trade = trade_for(batch, pretend=True)
        trade.prepare()
        sampled = 0
        for number in _numbers(batch):
            with transaction.atomic():
                chunk = _open_chunk(batch, BatchState.CHECKING, number)
                if chunk is None:
                    return
                if chunk.done:
                    continue
                judged = trade.judge(chunk.rows)
                chunk.preview = _sample(judged, trade, SAMPLED - sampled)
                sampled += len(chunk.preview)
                _keep(batch, chunk, judged, trade.notes, at=clock())
        _leave(batch, BatchState.CHECKING, BatchState.CHECKED)


@transaction.atomic
def _start_over(batch: ImportBatch) -> None:
    """Nothing was written, and what a check remembers of earlier rows is gone with its worker."""
    batch.lock()
    if batch.state == BatchState.CHECKING:
        _reset(batch)
        batch.position = 0
        batch.save(update_fields=["position", *COUNTS])
        batch.chunks.all().update(done=False, preview=[])


def run(batch: ImportBatch, *, clock: Callable[[], datetime]) -> None:
    """Work off what is not done yet. Does nothing to a batch that another worker holds at this moment."""
    with speaking(batch):
        trade: Trade | None = None
        for pieces, number in enumerate(_numbers(batch)):
            _learn_growth(pieces)
            with transaction.atomic():
                chunk = _open_chunk(batch, BatchState.RUNNING, number)
                if chunk is None:
                    return
                if chunk.done:
                    continue
                ImportSource.objects.everything(reason=EVERYTHING).select_for_update().get(pk=batch.source_id)
                effects: list[Effect] = []
                if trade is None:
                    trade = trade_for(batch, pretend=False)
                    effects = trade.prepare()
                try:
                    judged, worked = _work(trade, chunk.rows)
                except (IntegrityError, DataError):
                    judged, worked = _work_singly(batch, chunk.rows)
                    trade = trade_for(batch, pretend=False)
                chunk.effects = [*effects, *worked]
                _keep(batch, chunk, judged, trade.notes, at=clock())
        _finish(batch, clock=clock)


def _learn_growth(pieces: int) -> None:
    """Let PostgreSQL count the tables anew after 1, 2, 4, 8, … pieces.

    What it planned while they were young, such as the check of a foreign key, would walk all of a table for every row.
    """
    if connection.vendor == "postgresql" and pieces and pieces & (pieces - 1) == 0:
        with connection.cursor() as cursor:
            cursor.execute(COUNT_ANEW)


def _work(trade: Trade, rows: Sequence[Staged]) -> Judged:
    with transaction.atomic():
        judged = trade.judge(rows)
        return judged, trade.work(judged)


def _work_singly(batch: ImportBatch, rows: Sequence[Staged]) -> Judged:
    """Find the rows that the database itself refuses, so that they do not hold up the others."""
    judged: list[Judgement] = []
    effects: list[Effect] = []
    for row in rows:
        try:
            one, worked = _work(trade_for(batch, pretend=False), [row])
        except (IntegrityError, DataError) as fault:
            logger.warning("row %s of import %s: %s", row[0], batch.pk, fault)
            one, worked = [Judgement(row[0], What.REFUSED, reasons=[_("The database does not take this row.")])], []
        judged += one
        effects += worked
    return judged, effects


def _numbers(batch: ImportBatch) -> list[int]:
    chunks = ImportChunk.objects.everything(reason=EVERYTHING).filter(batch=batch, done=False)
    return list(chunks.order_by("number").values_list("number", flat=True))


def _open_chunk(batch: ImportBatch, state: str, number: int) -> ImportChunk | None:
    """The piece, with its batch locked; None when the batch moved on, or another worker is at it."""
    batches = ImportBatch.objects.everything(reason=EVERYTHING).select_for_update(of=("self",), skip_locked=True)
    held = batches.filter(pk=batch.pk, state=state).first()
    if held is None:
        return None
    for name in ("position", "notes", *COUNTS):
        setattr(batch, name, getattr(held, name))
    return ImportChunk.objects.everything(reason=EVERYTHING).get(batch=batch, number=number)


def _keep(
    batch: ImportBatch,
    chunk: ImportChunk,
    judged: Sequence[Judgement],
    notes: Iterable[dict[str, str]],
    *,
    at: datetime,
) -> None:
    chunk.refused = [{"row": one.number, "reasons": list(one.reasons)} for one in judged if one.what == What.REFUSED]
    chunk.overruled = [entry for one in judged for entry in one.overruled]
    chunk.done = True
    chunk.save(update_fields=["refused", "overruled", "effects", "preview", "done"])
    for one in judged:
        setattr(batch, one.what, getattr(batch, one.what) + 1)
    batch.position += len(judged)
    batch.touched_at = at
    batch.notes = [*batch.notes, *(note for note in notes if note not in batch.notes)]
    batch.save(update_fields=["position", "touched_at", "notes", *COUNTS])


def _sample(judged: Iterable[Judgement], trade: Trade, room: int) -> list[dict[str, object]]:
    """Changes before additions, since they are what a person wants to see."""
    if room <= 0:
        return []
    telling = [one for one in judged if one.what in (What.CHANGED, What.CREATED)]
    telling.sort(key=lambda one: one.what != What.CHANGED)
    return [
        {"row": one.number, "what": one.what, "title": one.title, "lines": trade.describe(one)}
        for one in telling[:room]
    ]


@transaction.atomic
def _leave(batch: ImportBatch, state: BatchState, to: BatchState) -> bool:
    held = ImportBatch.objects.everything(reason=EVERYTHING).select_for_update(of=("self",)).get(pk=batch.pk)
    left = ImportChunk.objects.everything(reason=EVERYTHING).filter(batch=batch, done=False).exists()
    if held.state != state or left:
        return False
    held.state = to
    held.keep("state")
    batch.state, batch.version = held.state, held.version
    return True


@transaction.atomic
def _finish(batch: ImportBatch, *, clock: Callable[[], datetime]) -> None:
    if _leave(batch, BatchState.RUNNING, BatchState.DONE):
        at = clock()
        batch.finished_at = at
        batch.save(update_fields=["finished_at"])
        write_receipts(batch, at=at)
        after = {name: getattr(batch, name) for name in COUNTS}
        Event.objects.record(batch, "finished", by=batch.started_by, at=at, team=batch.team, after=after)
