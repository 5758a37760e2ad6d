"""Imports whose worker is gone go on with another; those that no worker can do stop, and say why."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from funnels.importing.receipts import write_receipts
from funnels.importing.running import EVERYTHING, check, run, speaking
from funnels.importing.undoing import undo
from funnels.models import ImportBatch
from funnels.models.importing import BatchState
from portal.models import Event
from portal.refusals import Invalid, Refusal

SILENCE: Final = timedelta(seconds=60)
"""A worker says after each piece that it lives; so long without a word counts as gone."""

OUTAGES: Final = (OperationalError, InterfaceError)
"""What passes by itself: the next worker tries again."""

logger = logging.getLogger(__name__)

Worker = Callable[..., None]
WORKERS: Final[Mapping[str, Worker]] = {BatchState.CHECKING: check, BatchState.RUNNING: run, BatchState.UNDOING: undo}


def work_off(batch_id: UUID, *, clock: Callable[[], datetime]) -> None:
    """Do what the batch's state asks for. Starting it twice does it once; what fails for good stops."""
    batches = ImportBatch.objects.everything(reason=EVERYTHING).select_related("team", "source", "started_by")
    batch = batches.get(pk=batch_id)
    state = batch.state
    if state not in WORKERS:
        return
    try:
        WORKERS[state](batch, clock=clock)
    except OUTAGES:
        raise
    except Exception as fault:
        if state == BatchState.UNDOING:
            raise
        logger.exception("import %s stopped while %s", batch_id, state)
        with speaking(batch):
            stop(batch, state, _why(fault), at=clock())


def stop(batch: ImportBatch, state: str, reason: str, *, at: datetime) -> None:
    """End what would fail again and again. What was done until then stays, told to its owners, and can be undone."""
    if _left_failed(batch, state, reason, at=at) and state == BatchState.RUNNING:
        with transaction.atomic():
            write_receipts(batch, at=at)


@transaction.atomic
def _left_failed(batch: ImportBatch, state: str, reason: str, *, at: datetime) -> bool:
    """False when it was taken further meanwhile."""
    batch.lock()
    if batch.state != state:
        return False
    batch.state, batch.finished_at, batch.touched_at = BatchState.FAILED, at, at
    batch.notes = [*batch.notes, {"code": "failed", "text": reason}]
    batch.keep("state", "finished_at", "touched_at", "notes")
    Event.objects.record(batch, "failed", by=batch.started_by, at=at, team=batch.team)
    return True


def _why(fault: Exception) -> str:
    """What the portal refuses in its own words; of anything else, only where to look."""
    if isinstance(fault, Invalid):
        return " ".join(str(text) for texts in fault.errors.values() for text in texts)
    if isinstance(fault, (Refusal, PermissionDenied)):
        return str(fault)
    return _("The portal met an error of its own. Whoever runs it finds the cause in its log.")


def _under_way() -> Any:
    return ImportBatch.objects.everything(reason=EVERYTHING).filter(state__in=WORKERS)


def under_way() -> int:
    """How many are checked, run or undone now."""
    return int(_under_way().count())


def left_behind(at: datetime) -> list[UUID]:
    silent = _under_way().filter(Q(touched_at=None) | Q(touched_at__lt=at - SILENCE))
    return list(silent.values_list("pk", flat=True))
