"""Versions of the same text: they share a lineage and are numbered."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models


class Numbered(models.Model):
    lineage = models.UUIDField(default=uuid.uuid4, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def versions(self) -> Any:
        """All versions, this one included."""
        return type(self)._default_manager.everything(reason="versions of the same text").filter(lineage=self.lineage)  # type: ignore[attr-defined]

    def former(self) -> Self | None:
        """The version before this one."""
        found: Self | None = self.versions().filter(revision__lt=self.revision).order_by("-revision").first()
        return found


def copied(row: models.Model, **changes: Any) -> Any:
    """A saved copy under an identifier of its own."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    return type(row)._default_manager.create(**{**values, **changes})
