"""SELECTs by key whose SQL is composed once. Composing it anew would cost more than running it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import uuid4

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Exists, Model, UUIDField
from psycopg.types.string import TextLoader

Row = Sequence[Any]


class Composed(NamedTuple):
    """`before` and `after` are the parameters around the keys."""

    sql: str
    before: tuple[Any, ...]
    after: tuple[Any, ...]
    converters: Mapping[int, Any]


class Selection:
    """Columns, then flags, of a model's rows whose field `by` is one of some keys.

    The keys were chosen in scope by whoever asks, so the base manager reads the rows. Ids come as texts
    where the database knows UUIDs: nothing but an answer is made of them.
    """

    def __init__(
        self,
        model: type[Model],
        by: str,
        columns: Sequence[str],
        *,
        only: Mapping[str, Any] | None = None,
        order: Sequence[str] = (),
        flags: Mapping[str, Exists] | None = None,
    ):
        self.model, self.by, self.columns, self.flags = model, by, columns, dict(flags or {})
        self.only, self.order = dict(only or {}), order
        field: Any = model._meta.pk if by == "pk" else model._meta.get_field(by)
        self.field = getattr(field, "target_field", field)
        self.composed: dict[int, Composed] = {}

    def rows(self, keys: Sequence[Any]) -> list[Row]:
        if not keys:
            return []
        bound = [self.field.get_db_prep_value(key, connection) for key in keys]
        bound += bound[-1:] * (_rounded(len(keys)) - len(keys))
        composed = self.composed.get(len(bound)) or self._compose(len(bound))
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.cursor.adapters.register_loader("uuid", TextLoader)
            cursor.execute(composed.sql, (*composed.before, *bound, *composed.after))
            found: list[Row] = cursor.fetchall()
        return _converted(found, composed.converters) if composed.converters else found

    def _compose(self, count: int) -> Composed:
        probes = [uuid4() if isinstance(self.field, UUIDField) else str(number) for number in range(count)]
        rows = self.model._base_manager.filter(**{f"{self.by}__in": probes}, **self.only)
        shown = rows.order_by(*self.order).annotate(**self.flags).values_list(*self.columns, *self.flags)
        compiler: Any = shown.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        start = list(parameters).index(self.field.get_db_prep_value(probes[0], connection))
        converters = compiler.get_converters([column for column, *_rest in compiler.select])
        composed = Composed(sql, tuple(parameters[:start]), tuple(parameters[start + count :]), converters)
        return self.composed.setdefault(count, composed)


def _rounded(count: int) -> int:
    """The next power of two, so that few statements serve every number of keys."""
    return 1 << (count - 1).bit_length()


def _converted(rows: list[Row], converters: Mapping[int, Any]) -> list[Row]:
    """As Django's own compiler does it for each row."""
    changed: list[Any] = [list(row) for row in rows]
    for place, (functions, expression) in converters.items():
        for row in changed:
            for function in functions:
                row[place] = function(row[place], expression, connection)
    return changed
