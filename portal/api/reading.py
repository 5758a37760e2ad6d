"""How a shape is read: exactly its columns in one SELECT, and one more statement for each list inside it.

A shape (portal/api/shapes.py) is declared once. From it come the schema, the columns, and the
function that turns a row into its answer; no model instance and no serializer runs per row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property
from typing import Any

from django.db.models import Exists, Model, OuterRef
from rest_framework import serializers

from portal.api.fields import Confided, Derived, Related
from portal.prepared import Row, Selection

Answer = dict[str, Any]


class Reading:
    """The compiled form of a shape. A shape that is part of another, or holds lists, begins with its `id`."""

    def __init__(self, shape: serializers.BaseSerializer[Any]):
        self.model: type[Model] = shape.Meta.model  # type: ignore[attr-defined]
        self.keys: list[str] = []
        self.columns: list[str] = []
        self.parts: list[tuple[str, Reading, slice]] = []
        self.derived: list[tuple[str, Callable[..., Any], slice]] = []
        self.lists: list[tuple[str, Rows]] = []
        fields = list(shape._readable_fields)  # type: ignore[attr-defined]
        for field in fields:
            self._add_leaf(field)
        for field in fields:
            self._add_composed(field)

    def _add_leaf(self, field: serializers.Field[Any, Any, Any, Any]) -> None:
        if isinstance(field, (Related, Derived, Confided, serializers.BaseSerializer)):
            return
        self.keys.append(str(field.field_name))
        self.columns.append(column_of(field))

    def _add_composed(self, field: Any) -> None:
        if isinstance(field, Derived):
            self.derived.append((field.field_name, field.function, self._take(field.needs)))
        elif isinstance(field, serializers.ListSerializer):
            self.lists.append((field.field_name, Rows(field, self.model)))
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

    def records(self, rows: Sequence[Row], *, flagged: bool = False) -> list[Answer]:
        """Rows that are `flagged` end with one flag for each list: whether it holds anything."""
        found = list(map(self.record, rows))
        for place, (key, children) in enumerate(self.lists, start=len(self.columns)):
            filled = [one["id"] for one, row in zip(found, rows, strict=True) if not flagged or row[place]]
            by_parent = children.of(filled)
            for one in found:
                one[key] = by_parent[one["id"]]
        return found

    @cached_property
    def _by_key(self) -> Selection:
        flags = {f"has_{key}": children.exist for key, children in self.lists}
        return Selection(self.model, "pk", ["pk", *self.columns], flags=flags)

    def chosen(self, keys: Sequence[Any]) -> list[Answer]:
        """The records with these keys, in this order."""
        by_key = {str(row[0]): row[1:] for row in self._by_key.rows(keys)}
        return self.records([by_key[key] for key in map(str, keys) if key in by_key], flagged=True)


class Rows:
    """A list inside a shape, read for all its parents at once."""

    def __init__(self, field: serializers.ListSerializer[Any], model: type[Model]):
        child: Any = type(field.child)
        self.reading = reading_of(child)
        relation: Any = model._meta.get_field(str(field.source))
        if relation.many_to_many:
            table, parent = relation.remote_field.through, relation.m2m_field_name()
            prefix = f"{relation.m2m_reverse_field_name()}__"
        else:
            table, parent, prefix = relation.related_model, relation.field.name, ""
        only = getattr(child.Meta, "only", {})
        self.exist = Exists(table._base_manager.filter(**{parent: OuterRef("pk")}, **only))
        self.selection = Selection(
            table,
            parent,
            [f"{parent}_id", *(prefix + name for name in self.reading.columns)],
            only=only,
            order=[_prefixed(prefix, name) for name in relation.related_model._meta.ordering],
        )

    def of(self, parents: Sequence[Any]) -> defaultdict[Any, list[Answer]]:
        by_parent: defaultdict[Any, list[Answer]] = defaultdict(list)
        cells = self.selection.rows(parents)
        answers = self.reading.records([row[1:] for row in cells])
        for row, answer in zip(cells, answers, strict=True):
            by_parent[row[0]].append(answer)
        return by_parent


def column_of(field: Any) -> str:
    path = "__".join(field.source_attrs)
    return f"{path}_id" if isinstance(field, serializers.PrimaryKeyRelatedField) else path


def _prefixed(prefix: str, name: str) -> str:
    return f"-{prefix}{name[1:]}" if name.startswith("-") else prefix + name


@cache
def reading_of(shape: Any) -> Reading:
    return Reading(shape())
