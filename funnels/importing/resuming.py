"""Imports whose worker is gone go on with another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from funnels.importing.running import EVERYTHING, check, run
from funnels.importing.undoing import undo
from funnels.models import ImportBatch
from funnels.models.importing import BatchState

SILENCE: Final = timedelta(seconds=60)
"""A worker says after each piece that it lives; so long without a word counts as gone."""

Worker = Callable[..., None]
WORKERS: Final[Mapping[str, Worker]] = {BatchState.CHECKING: check, BatchState.RUNNING: run, BatchState.UNDOING: undo}


def work_off(batch_id: UUID, *, clock: Callable[[], datetime]) -> None:
    """Do what the batch's state asks for. Starting it twice does it once."""
    batches = ImportBatch.objects.everything(reason=EVERYTHING).select_related("team", "source", "started_by")
    batch = batches.get(pk=batch_id)
    if batch.state in WORKERS:
        WORKERS[batch.state](batch, clock=clock)


def _under_way() -> Any:
    return ImportBatch.objects.everything(reason=EVERYTHING).filter(state__in=WORKERS)


def under_way() -> int:
    """How many are checked, run or undone now."""
    return int(_under_way().count())


def left_behind(at: datetime) -> list[UUID]:
    silent = _under_way().filter(Q(touched_at=None) | Q(touched_at__lt=at - SILENCE))
    return list(silent.values_list("pk", flat=True))
