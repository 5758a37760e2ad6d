"""What a database holds, table by table, so that a copy can be compared with its original.

For each table the number of rows and a sum over a hash of each row, which does not depend on their order. Equal
figures mean equal rows, but for chance (1 in 2^64 a row); they are no guard against somebody who means harm, for which
a backup file has its own digest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

TABLES = """
SELECT schemaname, tablename FROM pg_tables
 WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY schemaname, tablename
"""
COUNT = "SELECT count(*), COALESCE(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {table} AS t"
PLAIN = "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1"


@dataclass(frozen=True)
class Counted:
    rows: int
    sum: str


Census = dict[str, Counted]


def taken(connection: psycopg.Connection[Any]) -> Census:
    """Of every table, inside the caller's transaction: all are seen at one moment when it is REPEATABLE READ."""
    connection.execute(PLAIN)
    found = {}
    for schema, name in connection.execute(TABLES).fetchall():
        statement = sql.SQL(COUNT).format(table=sql.Identifier(schema, name))
        row = connection.execute(statement).fetchone()
        assert row
        found[name if schema == "public" else f"{schema}.{name}"] = Counted(*row)
    return found


def differences(expected: Census, found: Census) -> list[str]:
    """A sentence for each table that is not the same in both."""
    told = []
    for name in sorted(expected.keys() | found.keys()):
        before, after = expected.get(name), found.get(name)
        if before is None or after is None:
            told.append(f"{name}: only in the {'copy' if before is None else 'original'}")
        elif before.rows != after.rows:
            told.append(f"{name}: {before.rows:,} rows in the original, {after.rows:,} in the copy")
        elif before != after:
            told.append(f"{name}: {before.rows:,} rows in both, not all the same")
    return told
