"""Tests that commit leave by an emptied database, although its append-only tables refuse to be emptied."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management.commands.flush import Command as Flush
from django.db import connections

from portal import dbrules


def drop_rules(using: str) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        for rule in dbrules.rules():
            if rule.statements(connection.vendor):
                on = f' ON "{rule.table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {rule.name}{on}")


@pytest.fixture(autouse=True, scope="session")
def a_flush_lifts_the_rules() -> Iterator[None]:
    flush = Flush.handle

    def lifted(self: Flush, **options: Any) -> None:
        drop_rules(options["database"])
        try:
            flush(self, **options | {"allow_cascade": True})  # tables of swapped-out models point to ours
        finally:
            dbrules.install(connections[options["database"]])

    patch = pytest.MonkeyPatch()
    patch.setattr(Flush, "handle", lifted)
    yield
    patch.undo()
