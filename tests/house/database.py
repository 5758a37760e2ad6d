"""The database of a run: made of the models on SQLite, of the migrations on PostgreSQL, where the portal is hosted.

That both come to the same is one of the checks (`makemigrations --check`), and the demonstration migrates on SQLite.
Tests that commit leave by an emptied database, although its append-only tables refuse to be emptied.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import sleep
from typing import Any

import pytest
from django.conf import settings
from django.core.management.commands.flush import Command as Flush
from django.db import IntegrityError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from portal import dbrules

TRIES = 5
BY_MIGRATE = {"django_migrations", "django_content_type", "auth_permission"}
"""What `migrate` writes, and no test changes."""


def pytest_configure(config: pytest.Config) -> None:
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        config.option.nomigrations = True


@pytest.fixture(autouse=True, scope="session")
def a_flush_lifts_the_rules() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr(Flush, "handle", lambda self, **options: empty_at_last(connections[options["database"]]))
    yield
    patch.undo()


def empty_at_last(connection: BaseDatabaseWrapper) -> None:
    """A browser that has left may have asked for something a moment ago, which a live server still writes."""
    for _time in range(TRIES):
        try:
            return empty(connection)
        except IntegrityError:
            sleep(0.5)
    return empty(connection)


def empty(connection: BaseDatabaseWrapper) -> None:
    """Only the tables that hold rows: truncating all of them would take most of the time of a test that commits."""
    with transaction.atomic(connection.alias):
        found = filled(connection)
        with lifted(connection, found):
            execute(connection, [f"DELETE FROM {connection.ops.quote_name(table)}" for table in found])


def filled(connection: BaseDatabaseWrapper) -> list[str]:
    tables = sorted(set(connection.introspection.table_names()) - BY_MIGRATE)
    asked = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables]
    found: list[str] = []
    with connection.cursor() as cursor:
        for start in range(0, len(asked), 100):  # SQLite joins no more than 500
            cursor.execute(" UNION ALL ".join(asked[start : start + 100]))
            found += [table for (table,) in cursor.fetchall()]
    return found


@contextmanager
def lifted(connection: BaseDatabaseWrapper, tables: list[str]) -> Iterator[None]:
    """Without the rules of these tables, which stand again afterwards."""
    ruled = [rule for rule in dbrules.rules() if rule.table in tables and rule.statements(connection.vendor)]
    if connection.vendor == "postgresql":
        named = sorted({connection.ops.quote_name(rule.table) for rule in ruled})
        execute(connection, [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in named])
        yield
        execute(connection, ["SET CONSTRAINTS ALL IMMEDIATE"])  # a table with checks still to come cannot be altered
        execute(connection, [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in named])
        execute(connection, ["SET CONSTRAINTS ALL DEFERRED"])
    else:
        execute(connection, [f"DROP TRIGGER {rule.name}" for rule in ruled])
        yield
        execute(connection, [statement for rule in ruled for statement in rule.statements(connection.vendor)])


def execute(connection: BaseDatabaseWrapper, statements: Iterable[Any]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
