"""Pages by position, not by number: the thousandth costs what the first costs, and none skips or repeats a row.

A cursor holds the ordering value and the id of the row it stands at. Rows are ordered by the value,
unknown values last in either direction, then by id in the same direction, so every order is total.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import orjson
from django.core.signing import BadSignature, Signer
from django.db.models import F, Field, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from portal.api.filtering import refuse_parameter
from portal.api.reading import Answer, Reading
from portal.api.rendering import dumps

LARGEST = 100
USUAL = 50
PAGING = frozenset({"cursor", "page_size", "ordering", "count"})


@dataclass(frozen=True)
class Cursor:
    """A place between two rows: just after one (`backwards` before it) in an ordering."""

    ordering: str
    value: Any
    id: Any
    backwards: bool = False

    def sealed(self) -> str:
        plain = base64.urlsafe_b64encode(dumps([self.ordering, self.value, self.id, self.backwards]))
        return Signer(salt="cursor").sign(plain.decode())

    @classmethod
    def opened(cls, sealed: str, ordering: str) -> Cursor:
        try:
            parts = orjson.loads(base64.urlsafe_b64decode(Signer(salt="cursor").unsign(sealed)))
        except (BadSignature, binascii.Error, orjson.JSONDecodeError):
            parts = [""]
        if parts[0] != ordering:
            refuse_parameter("cursor", _("This is no cursor of this list and ordering. Begin again without one."))
        return cls(*parts)


@dataclass(frozen=True)
class Order:
    """One ordering of a model's rows by `column`, a path of fields."""

    model: type[Model]
    column: str
    descending: bool

    @cached_property
    def key(self) -> str:
        """The primary key's column, which breaks ties."""
        return str(self.model._meta.pk.name)

    @cached_property
    def nullable(self) -> bool:
        return any(field.null for field in self._fields())

    def parse(self, value: Any) -> Any:
        return None if value is None else self._fields()[-1].to_python(value)

    def _fields(self) -> list[Field[Any, Any]]:
        model: Any = self.model
        fields: list[Any] = []
        for step in self.column.split("__"):
            fields.append(model._meta.get_field(step))
            model = fields[-1].related_model
        return fields

    def apply(self, rows: QuerySet[Any], *, backwards: bool) -> QuerySet[Any]:
        descending = self.descending != backwards
        sign = "-" if descending else ""
        if self.column == self.key:
            return rows.order_by(f"{sign}pk")
        ends: dict[str, Any] = {}
        if self.nullable:
            ends = {"nulls_first": True} if backwards else {"nulls_last": True}
        by = F(self.column).desc(**ends) if descending else F(self.column).asc(**ends)
        return rows.order_by(by, f"{sign}pk")

    def beyond(self, cursor: Cursor) -> Q:
        """The rows past the cursor; its first condition is a range that an index on the column can answer."""
        past = "lt" if self.descending != cursor.backwards else "gt"
        later_id = Q(**{f"pk__{past}": cursor.id})
        if self.column == self.key:
            return later_id
        value = self.parse(cursor.value)
        unknown = Q(**{f"{self.column}__isnull": True})
        if value is None:
            return unknown & later_id | ~unknown if cursor.backwards else unknown & later_id
        ahead = Q(**{f"{self.column}__{past}e": value}) & (Q(**{f"{self.column}__{past}": value}) | later_id)
        return ahead | unknown if self.nullable and not cursor.backwards else ahead


class Page:
    """One page of `rows`, in the ordering and at the place that the query parameters name."""

    def __init__(
        self, request: Request, rows: QuerySet[Any], reading: Reading, orderings: Mapping[str, str], usual: str
    ):
        self.request = request
        self.rows = rows
        self.reading = reading
        self.parameters = request.query_params
        self.ordering = self._ordering(orderings, usual)
        self.size = self._size()
        descending = self.ordering.startswith("-")
        self.order = Order(rows.model, orderings[self.ordering.removeprefix("-")], descending)

    def _ordering(self, orderings: Mapping[str, str], usual: str) -> str:
        chosen = self.parameters.get("ordering", usual)
        if chosen.removeprefix("-") not in orderings:
            known = ", ".join(f"{name}, -{name}" for name in orderings)
            refuse_parameter("ordering", _("Order by one of: %(known)s.") % {"known": known})
        return chosen

    def _size(self) -> int:
        chosen = self.parameters.get("page_size", str(USUAL))
        if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 4 and 1 <= int(chosen) <= LARGEST):
            refuse_parameter("page_size", _("Give a whole number from 1 to %(largest)s.") % {"largest": LARGEST})
        return int(chosen)

    def answer(self) -> dict[str, Any]:
        sealed = self.parameters.get("cursor")
        cursor = None if sealed is None else Cursor.opened(sealed, self.ordering)
        found = self._rows(cursor)
        more, found = len(found) > self.size, found[: self.size]
        backwards = cursor is not None and cursor.backwards
        if backwards:
            found.reverse()
        later, earlier = (True, more) if backwards else (more, cursor is not None)
        page: dict[str, Any] = {
            "next": self._link(found, -1) if later else None,
            "previous": self._link(found, 0) if earlier else None,
            "results": self._shown(found),
        }
        return page | self._count()

    def _rows(self, cursor: Cursor | None) -> list[Any]:
        rows = self.rows if cursor is None else self.rows.filter(self.order.beyond(cursor))
        rows = self.order.apply(rows, backwards=cursor is not None and cursor.backwards)
        return list(rows.values_list("pk", self.order.column)[: self.size + 1])

    def _shown(self, found: list[Any]) -> list[Answer]:
        """The chosen rows in a second statement: what they join is then joined for these rows only."""
        return self.reading.chosen([pk for pk, _value in found])

    def _count(self) -> dict[str, int]:
        wanted = self.parameters.get("count", "false")
        if wanted not in ("true", "false"):
            refuse_parameter("count", _("Give true or false."))
        return {"count": self.rows.count()} if wanted == "true" else {}

    def _place(self, row: Any) -> tuple[Any, Any]:
        """The id and the ordering value of a row."""
        pk, value = row
        return pk, value

    def _link(self, found: list[Answer], index: int) -> str | None:
        if not found:
            return None
        pk, value = self._place(found[index])
        cursor = Cursor(self.ordering, value, pk, backwards=index == 0)
        query = {**self.parameters.dict(), "cursor": cursor.sealed()}
        return self.request.build_absolute_uri(f"{self.request.path}?{urlencode(query)}")
