"""How a shape is read: exactly its columns in one SELECT, and one more statement for each list inside it.

A shape (portal/api/shapes.py) is declared once. From it come the schema, the columns, and the
function that turns a row into its answer; no model instance and no serializer runs per row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from django.db.models import Model, QuerySet
from rest_framework import serializers

from portal.api.fields import Derived, Related

Row = Sequence[Any]
Answer = dict[str, Any]


class Reading:
    """The compiled form of a shape. A shape that is part of another, or holds lists, begins with its `id`."""

    def __init__(self, shape: serializers.BaseSerializer[Any]):
        self.keys: list[str] = []
        self.columns: list[str] = []
        self.parts: list[tuple[str, Reading, slice]] = []
        self.derived: list[tuple[str, Callable[..., Any], slice]] = []
        self.lists: list[tuple[str, Rows]] = []
        fields = list(shape._readable_fields)  # type: ignore[attr-defined]
        for field in fields:
            self._add_leaf(field)
        for field in fields:
            self._add_composed(field, shape.Meta.model)  # type: ignore[attr-defined]

    def _add_leaf(self, field: serializers.Field[Any, Any, Any, Any]) -> None:
        if isinstance(field, (Related, Derived, serializers.BaseSerializer)):
            return
        self.keys.append(str(field.field_name))
        self.columns.append(column_of(field))

    def _add_composed(self, field: Any, model: type[Model]) -> None:
        if isinstance(field, Derived):
            self.derived.append((field.field_name, field.function, self._take(field.needs)))
        elif isinstance(field, serializers.ListSerializer):
            self.lists.append((field.field_name, Rows(field, model)))
        elif isinstance(field, (Related, serializers.BaseSerializer)):
            part = reading_of(field.shape if isinstance(field, Related) else type(field))
            path = "__".join(field.source_attrs)
            self.parts.append((field.field_name, part, self._take(f"{path}__{name}" for name in part.columns)))

    def _take(self, columns: Iterable[str]) -> slice:
        start = len(self.columns)
        self.columns.extend(columns)
        return slice(start, len(self.columns))

    def record(self, row: Row) -> Answer:
        found = dict(zip(self.keys, row, strict=False))
        for key, part, span in self.parts:
            cells = row[span]
            found[key] = None if cells[0] is None else part.record(cells)
        for key, function, span in self.derived:
            found[key] = function(*row[span])
        return found

    def records(self, rows: Iterable[Row]) -> list[Answer]:
        record = self.record
        found = [record(row) for row in rows]
        for key, children in self.lists if found else []:
            by_parent = children.of([one["id"] for one in found])
            for one in found:
                one[key] = by_parent[one["id"]]
        return found

    def read(self, rows: QuerySet[Any]) -> list[Answer]:
        return self.records(rows.values_list(*self.columns))


class Rows:
    """A list inside a shape, read for all its parents at once."""

    def __init__(self, field: serializers.ListSerializer[Any], model: type[Model]):
        self.reading = reading_of(type(field.child))
        relation: Any = model._meta.get_field(str(field.source))
        if relation.many_to_many:
            self.model, self.parent = relation.remote_field.through, relation.m2m_field_name()
            self.prefix = f"{relation.m2m_reverse_field_name()}__"
        else:
            self.model, self.parent, self.prefix = relation.related_model, relation.field.name, ""
        self.only = getattr(type(field.child).Meta, "only", {})  # type: ignore[union-attr]
        self.order = [_prefixed(self.prefix, name) for name in relation.related_model._meta.ordering]

    def of(self, parents: list[Any]) -> defaultdict[Any, list[Answer]]:
        """The parents were read in scope, so their rows need no second one: the base manager reads them."""
        columns = [f"{self.parent}_id", *(self.prefix + name for name in self.reading.columns)]
        found = (
            self.model._base_manager.filter(**{f"{self.parent}__in": parents}, **self.only)
            .order_by(*self.order)
            .values_list(*columns)
        )
        by_parent: defaultdict[Any, list[Answer]] = defaultdict(list)
        cells = list(found)
        answers = self.reading.records([row[1:] for row in cells])
        for parent, answer in zip(map(itemgetter(0), cells), answers, strict=True):
            by_parent[parent].append(answer)
        return by_parent


def column_of(field: Any) -> str:
    path = "__".join(field.source_attrs)
    return f"{path}_id" if isinstance(field, serializers.PrimaryKeyRelatedField) else path


def _prefixed(prefix: str, name: str) -> str:
    return f"-{prefix}{name[1:]}" if name.startswith("-") else prefix + name


@cache
def reading_of(shape: Any) -> Reading:
    return Reading(shape())
