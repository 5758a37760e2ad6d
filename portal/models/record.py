"""What every record has: an identifier, and where people edit it, a version."""

from typing import Any

from django.db import models
from django.utils import timezone

from portal.ids import time_ordered_id
from portal.refusals import Stale


class Record(models.Model):
    id = models.UUIDField(primary_key=True, default=time_ordered_id, editable=False)

    class Meta:
        abstract = True


class Versioned(Record):
    """A record that several people may change. `version` grows with each change and is its ETag."""

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def lock(self, *, version: int | None = None) -> None:
        """Lock the row until the transaction ends and read it anew.

        Raises Stale when `version` is given and somebody changed the record since.
        """
        self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
        if version is not None and version != self.version:
            raise Stale(self, version)

    def keep(self, *fields: str) -> None:
        """Save the named fields as the next version. Call it on a locked row."""
        self.version += 1
        self.save(update_fields=[*fields, "version"])

    def assign(self, values: dict[str, Any]) -> dict[str, Any]:
        """Set the fields that differ; return what they were."""
        before = {name: getattr(self, name) for name in values if getattr(self, name) != values[name]}
        for name in before:
            setattr(self, name, values[name])
        return before
