"""Rules that the database itself keeps, whoever writes to it.

Append-only: rows of every model below `Entry` can be added, never changed, deleted or truncated.
Apps name more rules in `<app>.dbrules.RULES` and list the module in settings.DATABASE_RULES.
All are installed anew after each migrate: SQLite drops triggers when it rebuilds a table.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.models import Entry


@dataclass(frozen=True)
class Rule:
    """A trigger on `table`: `when` is for example "BEFORE UPDATE"; the bodies raise when the rule is broken.

    `postgresql` is the body of a plpgsql function; `sqlite` the statements between BEGIN and END.
    """

    name: str
    table: str
    when: str
    postgresql: str
    sqlite: str = ""
    each: str = "ROW"

    def statements(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [
                f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$rule$ BEGIN {self.postgresql} END $rule$",
                f'CREATE OR REPLACE TRIGGER {self.name} {self.when} ON "{self.table}" '
                f"FOR EACH {self.each} EXECUTE FUNCTION {self.name}()",
            ]
        if not self.sqlite:
            return []
        return [
            f"DROP TRIGGER IF EXISTS {self.name}",
            f'CREATE TRIGGER {self.name} {self.when} ON "{self.table}" FOR EACH ROW BEGIN {self.sqlite} END',
        ]


def refuse(words: str) -> str:
    """What a plpgsql body says when it will not have it."""
    return f"RAISE EXCEPTION '{words}' USING ERRCODE = 'restrict_violation';"


def frozen(table: str, home: str, *, homes: str, fixed: str, words: str) -> Iterator[Rule]:
    """Rows of `table` are added, changed and deleted only while what they belong to is not `fixed`.

    `home` leads from a row (`{row}`) to its id in the table `homes`; `fixed` is a condition on that table.
    """
    for verb, rows in {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}.items():
        ids = ", ".join(home.format(row=row) for row in rows)
        found = f"SELECT 1 FROM {homes} AS home WHERE {fixed} AND home.id IN ({ids})"
        yield Rule(
            name=f"{table}_frozen_{verb.lower()}",
            table=table,
            when=f"BEFORE {verb}",
            postgresql=f"IF EXISTS ({found}) THEN {refuse(words)} END IF; RETURN {rows[-1]};",
            sqlite=f"SELECT RAISE(ABORT, '{words}') WHERE EXISTS ({found});",
        )


def fixed_columns(table: str, columns: Iterable[str], *, since: str, never: str, words: str) -> Iterator[Rule]:
    """Once `since` is set, the columns keep their values, the state is none of `never`, and the row stays."""
    changed = [(f"OLD.{one}", f"NEW.{one}") for one in columns]
    apart = " OR ".join(f"{old} IS DISTINCT FROM {new}" for old, new in changed)
    differs = " OR ".join(f"{old} IS NOT {new}" for old, new in changed)
    back = f"NEW.state IN ({never})"
    yield Rule(
        name=f"{table}_fixed",
        table=table,
        when="BEFORE UPDATE",
        postgresql=f"IF OLD.{since} IS NOT NULL AND ({apart} OR {back}) THEN {refuse(words)} END IF; RETURN NEW;",
        sqlite=f"SELECT RAISE(ABORT, '{words}') WHERE OLD.{since} IS NOT NULL AND ({differs} OR {back});",
    )
    yield Rule(
        name=f"{table}_stays",
        table=table,
        when="BEFORE DELETE",
        postgresql=f"IF OLD.{since} IS NOT NULL THEN {refuse(words)} END IF; RETURN OLD;",
        sqlite=f"SELECT RAISE(ABORT, '{words}') WHERE OLD.{since} IS NOT NULL;",
    )


def append_only(table: str) -> Iterator[Rule]:
    words = f"{table} is append-only"
    for verb in ("UPDATE", "DELETE"):
        yield Rule(
            name=f"{table}_no_{verb.lower()}",
            table=table,
            when=f"BEFORE {verb}",
            postgresql=refuse(words),
            sqlite=f"SELECT RAISE(ABORT, '{words}');",
        )
    yield Rule(
        name=f"{table}_no_truncate",
        table=table,
        when="BEFORE TRUNCATE",
        postgresql=refuse(words),
        each="STATEMENT",
    )


def rules() -> Iterator[Rule]:
    for model in apps.get_models():
        if issubclass(model, Entry):
            yield from append_only(model._meta.db_table)
    for module in settings.DATABASE_RULES:
        yield from import_module(module).RULES


def install(connection: BaseDatabaseWrapper) -> None:
    """Create or renew every rule whose table exists."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for rule in rules():
            for statement in rule.statements(connection.vendor) if rule.table in tables else []:
                cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of rules that should stand in the database and do not."""
    tables = set(connection.introspection.table_names())
    source = "pg_trigger" if connection.vendor == "postgresql" else "sqlite_master"
    column = "tgname" if connection.vendor == "postgresql" else "name"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {source}")
        present = {row[0] for row in cursor.fetchall()}
    return [
        rule.name
        for rule in rules()
        if rule.table in tables and rule.statements(connection.vendor) and rule.name not in present
    ]


def install_after_migrate(using: str, **kwargs: Any) -> None:
    install(connections[using])
