"""Thousands of short rows, brought over as a few long ones.

Each value of each row that the database sends costs about as much as counting it did; a text of JSON for each group of
rows costs next to nothing. For what is counted by more columns than it is asked for by.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

import orjson
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

ARRAYS: Final = {
    "postgresql": "json_agg(json_build_array({}))::text",
    "sqlite": "json_group_array(json_array({}))",
}


def gathered(rows: QuerySet[Any, Any], *keys: str) -> Iterator[tuple[Any, ...]]:
    """`rows` come from `.values(…)` with ids under the names in `keys`. One statement.

    Gives for each combination of those ids: each of them, and a list of its rows, each a list of the other values in
    their order: numbers, texts, and days as ISO 8601 writes them.
    """
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:  # it is clear without asking that there is none
        return
    names = [name for name in rows.query.annotation_select if name not in keys]
    told = ARRAYS[connection.vendor].format(", ".join(names))
    by = ", ".join(keys)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {by}, {told} FROM ({sql}) AS found GROUP BY {by}", params)  # noqa: S608 - names of ours
        found = cursor.fetchall()
    for *ids, values in found:
        yield *(one if isinstance(one, UUID) else UUID(one) for one in ids), orjson.loads(values)
