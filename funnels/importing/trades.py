"""The trade of each kind of import."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from funnels.importing.judging import Trade
from funnels.importing.masterdata import AccountRows, ProductRows
from funnels.importing.opportunities import Opportunities
from funnels.importing.people import People
from funnels.importing.reading import Reader, reader_for
from funnels.importing.setting import Setting
from funnels.models import ImportBatch
from funnels.models.importing import ImportKind

TRADES: Final[Mapping[str, Callable[[Setting, Reader], Trade]]] = {
    ImportKind.OPPORTUNITIES: Opportunities,
    ImportKind.ACCOUNTS: AccountRows,
    ImportKind.PRODUCTS: ProductRows,
    ImportKind.PEOPLE: People,
}


def trade_for(batch: ImportBatch, *, pretend: bool) -> Trade:
    assert batch.started_at is not None
    setting = Setting(
        source=batch.source,
        team=batch.team,
        batch=batch,
        by=batch.started_by,
        at=batch.started_at,
        pretend=pretend,
        answers=batch.values,
    )
    return TRADES[batch.kind](setting, reader_for(batch))
