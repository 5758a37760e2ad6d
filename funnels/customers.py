"""Accounts, contacts and product lines: added, edited, put away and brought back. Callers ask the rule first.

Events name the fields that changed, not their texts: a person's name at the customer may have to be erased.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from funnels.models import Account, Contact, Product
from portal.models import Event, Person

Kept = TypeVar("Kept", Account, Contact, Product)


@transaction.atomic
def add(record: Kept, *, by: Person, at: datetime) -> Kept:
    """Raises Django's ValidationError for bad values."""
    record.created_at = at
    record.full_clean()
    record.save(force_insert=True)
    Event.objects.record(record, "added", by=by, at=at)
    return record


@transaction.atomic
def edit(record: Kept, values: Mapping[str, Any], *, by: Person, at: datetime, version: int | None = None) -> None:
    """Nothing changed leaves no event."""
    record.lock(version=version)
    before = record.assign(dict(values))
    if not before:
        return
    record.full_clean(exclude=[field.name for field in record._meta.fields if field.name not in before])
    record.keep(*before)
    Event.objects.record(record, "edited", by=by, at=at, after={"fields": sorted(before)})


@transaction.atomic
def archive(record: Kept, *, by: Person, at: datetime, version: int | None = None) -> None:
    record.lock(version=version)
    if record.archived_at is None:
        record.archived_at = at
        record.keep("archived_at")
        Event.objects.record(record, "archived", by=by, at=at)


@transaction.atomic
def restore(record: Kept, *, by: Person, at: datetime, version: int | None = None) -> None:
    record.lock(version=version)
    if record.archived_at is not None:
        record.archived_at = None
        record.keep("archived_at")
        Event.objects.record(record, "restored", by=by, at=at)
