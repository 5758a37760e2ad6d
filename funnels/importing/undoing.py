"""Undo of an import: what it added is put away, what it changed is put back where nobody touched it since.

It goes through the pieces backwards, one transaction each, and can be killed like the import itself.
What somebody worked on in the meantime stays, and is listed. Each owner is told what became of theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from funnels.importing.receipts import write_undo_receipts
from funnels.importing.reverting import Reverting
from funnels.importing.running import EVERYTHING, speaking
from funnels.models import ImportBatch, ImportChunk
from funnels.models.importing import BatchState
from funnels.refusals import WrongState
from funnels.rules import may_import
from portal.models import Event, Person

UNDOABLE = (BatchState.DONE, BatchState.RUNNING, BatchState.FAILED)


@transaction.atomic
def begin_undo(batch: ImportBatch, *, by: Person | None, at: datetime, version: int | None = None) -> None:
    """Set a batch to be undone, also one that is still running or stopped; `undo` does it, here or in the background."""
    if by is not None:
        may_import(by, batch.team).or_refuse()
    batch.lock(version=version)
    if batch.state not in UNDOABLE:
        raise WrongState(_("Only an import that has begun can be undone, and only once."))
    batch.state, batch.position, batch.undone_by = BatchState.UNDOING, 0, by
    batch.finished_at = batch.touched_at = to_the_millisecond(at)
    batch.chunks.all().update(done=False, kept=[])
    batch.keep("state", "position", "undone_by", "finished_at", "touched_at")
    Event.objects.record(batch, "undo_started", by=by, at=at, team=batch.team)


def to_the_millisecond(moment: datetime) -> datetime:
    """As it is kept among effects: a record put away at this moment is recognised by it."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def undo(batch: ImportBatch, *, clock: Callable[[], datetime]) -> None:
    chunks = ImportChunk.objects.everything(reason=EVERYTHING).filter(batch=batch, done=False)
    with speaking(batch):
        for number in list(chunks.order_by("-number").values_list("number", flat=True)):
            with transaction.atomic():
                held = _held(batch)
                if held is None:
                    return
                _undo_chunk(held, number, at=clock())
        _finish(batch, at=clock())


def _held(batch: ImportBatch) -> ImportBatch | None:
    batches = ImportBatch.objects.everything(reason=EVERYTHING).select_for_update(of=("self",), skip_locked=True)
    return batches.filter(pk=batch.pk, state=BatchState.UNDOING).first()


def _undo_chunk(batch: ImportBatch, number: int, *, at: datetime) -> None:
    chunk = ImportChunk.objects.everything(reason=EVERYTHING).get(batch=batch, number=number)
    if chunk.done:
        return
    chunk.kept = Reverting(batch).revert(chunk.effects)
    chunk.done = True
    chunk.save(update_fields=["kept", "done"])
    batch.position += len(chunk.rows)
    batch.touched_at = at
    batch.save(update_fields=["position", "touched_at"])


@transaction.atomic
def _finish(batch: ImportBatch, *, at: datetime) -> None:
    held = ImportBatch.objects.everything(reason=EVERYTHING).select_for_update(of=("self",)).get(pk=batch.pk)
    left = ImportChunk.objects.everything(reason=EVERYTHING).filter(batch=batch, done=False).exists()
    if held.state == BatchState.UNDOING and not left:
        held.state = BatchState.UNDONE
        held.keep("state")
        write_undo_receipts(held, at=at)
        Event.objects.record(held, "undone", by=held.undone_by, at=at, team=held.team)
    batch.state = held.state
