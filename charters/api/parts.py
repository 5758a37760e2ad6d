"""The parts of a charter, which are edited only while it is a draft.

The draft is versioned as a whole: each part shows the charter's `version`, and whoever changes, shifts or removes a
part says which version of the charter they read.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from charters.api.of_charter import OfCharter
from charters.models.part import Part
from portal.api.resource import Created, Edited, Listed, Removed, Retrieved, Values, verb
from portal.api.shapes import Closed, Shape
from portal.api.versions import require


class PartShape(Shape):
    """`lineage` stays the same from version to version of the charter; `version` is the charter's."""

    version = serializers.IntegerField(source="charter.version", read_only=True)


PART = ["id", "version", "lineage", "position"]


class Shift(Closed):
    step = serializers.ChoiceField(choices=[-1, 1], help_text="One place earlier or later.")


class PartsOfCharter(OfCharter, Listed, Retrieved, Created, Edited, Removed):
    model: ClassVar[type[Part]]
    orderings = {"position": "position", "id": "id"}
    usual = "position"

    def rows(self) -> QuerySet[Any]:
        found = self.model._default_manager.everything(reason="parts of a charter that was read in scope")  # type: ignore[attr-defined]
        parts: QuerySet[Any] = found.filter(charter=self.charter)
        return parts

    def require_seen(self, record: Part) -> None:
        require(self.charter, self.seen)

    @cached_property
    def written(self) -> dict[str, Any]:
        """Who, when, and on which version of the draft."""
        return {"by": self.person, "at": self.now, "version": self.charter.version}

    def add(self, values: Values) -> Any:
        return self.charter.add_part(self.model, values, by=self.person, at=self.now)

    def edit(self, record: Part, values: Values) -> None:
        self.charter.edit_part(record, values, **self.written)

    def remove(self, record: Part) -> None:
        self.charter.remove_part(record, **self.written)


class ShiftedParts(PartsOfCharter):
    """Parts whose order its writers choose."""

    @verb(Shift)
    def shift(self, part: Part, values: Values) -> None:
        """One place earlier or later among its kind."""
        self.charter.shift_part(part, **values, **self.written)
