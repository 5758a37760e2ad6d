"""Sealing anew, under the key that writes now, what was sealed under an older one.

Batch by batch, each in a transaction of its own, row by row only where the value is still the one that was read: so it
may be killed and run again, and a text that somebody writes meanwhile is never lost. No version grows and no event is
written: nothing of what is said changes. Keys are told by their names, which reveal nothing of them (portal/keyring.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Field, Model

from portal.keyring import NAME_LENGTH, current_name, names, seal, unseal
from portal.models import IdempotencyKey
from portal.sealed import SealedTextField, sealed_fields

BATCH: Final = 500
UNNAMED: Final = "without a name"
# Sealed as bytes by their own code, beside the fields that seal themselves.
OTHERS: Final[dict[type[Model], tuple[str, ...]]] = {IdempotencyKey: ("answer",)}


@dataclass(frozen=True)
class Column:
    """One sealed column. `dated` tells whether what it holds says when it was sealed."""

    table: str
    key: str
    name: str
    dated: bool = True


@dataclass(frozen=True)
class Rotation:
    """How many values were sealed anew, by the name of the key they were under; and how many are under which key now."""

    moved: Counter[str]
    held: Counter[str]

    @property
    def idle(self) -> list[str]:
        """Keys of the ring, other than the one that writes, that nothing is under."""
        return [name for name in names()[1:] if not self.held[name]]


def columns() -> Iterator[Column]:
    for model in apps.get_models():
        for name in (*sealed_fields(model), *OTHERS.get(model, ())):
            field: Field[Any, Any] = model._meta.get_field(name)  # type: ignore[assignment]
            dated = field.dated if isinstance(field, SealedTextField) else True
            yield Column(model._meta.db_table, str(model._meta.pk.column), str(field.column), dated)


def rotate() -> Rotation:
    """Raises ImproperlyConfigured, with its name, where a key that something is under is not in the ring."""
    moved: Counter[str] = Counter()
    for column in columns():
        for batch in _batches(column):
            moved += _sealed_anew(column, batch)
    return Rotation(moved, held())


def held() -> Counter[str]:
    """How many values are under which key, by its name."""
    found: Counter[str] = Counter()
    for column in columns():
        start = f"substr({_quoted(column.name)}, 1, {NAME_LENGTH + 1})"
        rows = _rows(
            f"SELECT {start}, count(*) FROM {_quoted(column.table)} "
            f"WHERE length({_quoted(column.name)}) > 0 GROUP BY {start}"
        )
        for begin, count in rows:
            found[_name(bytes(begin))] += count
    return found


def _batches(column: Column) -> Iterator[list[tuple[Any, bytes]]]:
    """Keys and values that are under another key, in the order of their keys."""
    last: Any = None
    while found := _batch(column, last):
        yield found
        last = found[-1][0]


def _batch(column: Column, last: Any) -> list[tuple[Any, bytes]]:
    key, name = _quoted(column.key), _quoted(column.name)
    after, values = ("", []) if last is None else (f"AND {key} > %s", [last])
    rows = _rows(
        f"SELECT {key}, {name} FROM {_quoted(column.table)} WHERE length({name}) > 0 "
        f"AND substr({name}, 1, {NAME_LENGTH + 1}) <> %s {after} ORDER BY {key} LIMIT {BATCH}",
        [current_name() + b":", *values],
    )
    return [(row_key, bytes(value)) for row_key, value in rows]


@transaction.atomic
def _sealed_anew(column: Column, batch: list[tuple[Any, bytes]]) -> Counter[str]:
    """Only where the value is still the one that was read: whoever wrote meanwhile wrote under the new key."""
    key, name, moved = _quoted(column.key), _quoted(column.name), Counter[str]()
    with connection.cursor() as cursor:
        for row_key, value in batch:
            anew = seal(unseal(value), dated=column.dated)
            cursor.execute(
                f"UPDATE {_quoted(column.table)} SET {name} = %s WHERE {key} = %s AND {name} = %s",
                [anew, row_key, value],
            )
            moved[_name(value)] += cursor.rowcount
    return moved


def _name(sealed: bytes) -> str:
    name, named, _token = sealed[: NAME_LENGTH + 1].partition(b":")
    return name.decode() if named and len(name) == NAME_LENGTH else UNNAMED


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _rows(statement: str, values: list[Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or [])
        found: list[Any] = cursor.fetchall()
    return found
