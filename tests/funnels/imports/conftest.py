"""A steward with a file of two opportunities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from funnels.models import Funnel, ImportBatch, Opportunity
from tests.cast import Cast
from tests.funnels.imports.steps import as_csv, bring_in

COLUMNS = ["Deal ID", "Deal name", "Account", "Owner", "Stage", "Amount", "Close date", "Product", "Segment"]
CRANES = {
    "Deal ID": "D-1", "Deal name": "New cranes", "Account": "Halden Shipping", "Owner": "Nils", "Stage": "Proposal",
    "Amount": "1200.50", "Close date": "2026-12-01", "Product": "", "Segment": "Ports",
}  # fmt: skip
ALL = "a test looks at everything"

Import = Callable[..., ImportBatch]


@pytest.fixture
def bring(cast: Cast, funnel: Funnel) -> Import:
    """`bring({"Stage": "Won"}, …)` imports one row per change of the usual one; `team=`, `by=`, `values=` as usual."""

    def run(*changes: dict[str, str], **options: Any) -> ImportBatch:
        rows = [CRANES | change for change in changes or ({},)]
        content = as_csv(COLUMNS, [[row.get(name, "") for name in COLUMNS] for row in rows])
        return bring_in(content, **({"team": cast.acme, "by": cast.stella} | options))

    return run


@pytest.fixture
def cranes() -> Callable[[], Opportunity]:
    """The opportunity as it is now."""
    return lambda: Opportunity.objects.everything(reason=ALL).get(external_id="D-1")
