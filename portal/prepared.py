"""SELECTs whose SQL is composed once. Composing it anew would cost more than running it.

    @prepared
    def invitations_of(person: UUID) -> QuerySet: …

    invitations_of.rows(person.pk)

The function is called once, with probes; later each run puts its own values where the probes were. So the
query may depend on nothing but its parameters, each of which ends in the SQL as it is. PostgreSQL plans it once per
connection (`prepare_threshold` in the settings).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connection
from django.db.backends.postgresql.base import ServerBindingCursor  # type: ignore[attr-defined]  # psycopg 3 only
from django.db.backends.utils import CursorWrapper
from django.db.models import Exists, Field, Model, QuerySet, UUIDField
from psycopg.types.string import TextLoader

Row = Sequence[Any]


class Prepared:
    """`probes` are distinct values that the parameters of the SQL are known by."""

    def __init__(self, build: Callable[..., QuerySet[Any]], probes: Sequence[Any]):
        self.build, self.probes = build, probes

    def rows(self, *values: Any, texts: bool = False) -> list[Row]:
        """With `texts`, ids come as texts where the database knows UUIDs."""
        sql, parameters, places, converters = self._composed
        bound = list(parameters)
        for place, number in places:
            bound[place] = as_bound(values[number])
        try:
            found = _fetched(sql, bound, texts=texts)
        except NotSupportedError:
            if connection.in_atomic_block or connection.vendor != "postgresql":
                raise  # rolling back forgets the plan as well
            _forget_plans()
            found = _fetched(sql, bound, texts=texts)
        return _converted(found, converters) if converters else found

    def first(self, *values: Any) -> Row | None:
        return next(iter(self.rows(*values)), None)

    @cached_property
    def _composed(self) -> tuple[str, Sequence[Any], list[tuple[int, int]], Mapping[int, Any]]:
        """The SQL, its parameters, which of them are which probe, and Django's converters of the columns."""
        compiler: Any = self.build(*self.probes).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        known = {as_bound(probe): number for number, probe in enumerate(self.probes)}
        places = [
            (place, known[one]) for place, one in enumerate(parameters) if isinstance(one, Hashable) and one in known
        ]
        return sql, parameters, places, compiler.get_converters([column for column, *_rest in compiler.select])


@contextmanager
def planned_once() -> Iterator[CursorWrapper]:
    """A cursor that sends PostgreSQL the values apart from the statement, so that it can keep the plan."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor = ServerBindingCursor(connection.connection)
        yield cursor


def _fetched(sql: str, bound: Sequence[Any], *, texts: bool) -> list[Row]:
    with planned_once() as cursor:
        if texts and connection.vendor == "postgresql":
            cursor.cursor.adapters.register_loader("uuid", TextLoader)
        cursor.execute(sql, bound)
        found: list[Row] = cursor.fetchall()
    return found


def _forget_plans() -> None:
    """A migration changed the type of a column since this connection planned the statement."""
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")


def prepared(build: Callable[..., QuerySet[Any]]) -> Prepared:
    """For a function whose parameters are ids (UUID) or texts, as their annotations say."""
    kinds = [one.annotation for one in inspect.signature(build).parameters.values()]
    return Prepared(build, [uuid4() if kind in (UUID, "UUID") else uuid4().hex for kind in kinds])


def columns_of(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def as_bound(value: Any) -> Any:
    """SQLite keeps an id as text."""
    return value.hex if isinstance(value, UUID) and not connection.features.has_native_uuid_field else value


class Selection:
    """Columns, then flags, of a model's rows whose field `by` is one of some keys.

    The keys were chosen in scope by whoever asks, so the base manager reads the rows. Ids come as texts:
    nothing but an answer is made of them.
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
        self.field: Field[Any, Any] = getattr(field, "target_field", field)
        self.by_count: dict[int, Prepared] = {}

    def rows(self, keys: Sequence[Any]) -> list[Row]:
        if not keys:
            return []
        values = [self.field.to_python(key) for key in keys]
        values += values[-1:] * (_rounded(len(keys)) - len(keys))
        query = self.by_count.get(len(values)) or self._prepare(len(values))
        return query.rows(*values, texts=True)

    def _prepare(self, count: int) -> Prepared:
        """The keys of a model are ids, or texts."""
        probes: list[Any] = [uuid4() for _number in range(count)]
        if not isinstance(self.field, UUIDField):
            probes = [one.hex for one in probes]
        return self.by_count.setdefault(count, Prepared(self._having, probes))

    def _having(self, *keys: Any) -> QuerySet[Any]:
        rows = self.model._base_manager.filter(**{f"{self.by}__in": keys}, **self.only)
        return rows.order_by(*self.order).annotate(**self.flags).values_list(*self.columns, *self.flags)


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
