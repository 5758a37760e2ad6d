"""What every record has: an identifier, and where people edit it, a version."""

from functools import cache
from typing import Any
from uuid import uuid4

from django.db import connection, models, transaction
from django.utils import timezone

from portal.ids import time_ordered_id
from portal.prepared import Prepared, Row, columns_of
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
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("A row is locked until a transaction ends; there is none.")
        row = _locking(type(self)).first(self.pk)
        if row is None:
            raise type(self).DoesNotExist
        self._take(row)
        if version is not None and version != self.version:
            raise Stale(self, version)

    def _take(self, row: Row) -> None:
        """As refresh_from_db does: what was read through the record before is forgotten."""
        for name, value in zip(columns_of(type(self)), row, strict=True):
            setattr(self, name, value)
        self._state.fields_cache.clear()
        self._prefetched_objects_cache: dict[str, Any] = {}

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


@cache
def _locking(model: type[models.Model]) -> Prepared:
    locked = model._base_manager.select_for_update()
    return Prepared(lambda key: locked.filter(pk=key).values_list(*columns_of(model)), [uuid4()])
