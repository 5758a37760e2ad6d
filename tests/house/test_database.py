"""Tests that commit may use append-only tables and still leave an empty database behind."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection, transaction

from portal import dbrules
from portal.models import Event, Organisation

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def an_event() -> Event:
    return Event.objects.get_queryset().record(Organisation.objects.create(name="Acme"), "founded", by=None, at=NOON)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_the_database_is_empty_although_the_last_test_committed_an_event(time: str) -> None:
    assert Event.objects.count() == 0
    an_event()
    assert dbrules.missing(connection) == []
    assert Permission.objects.filter(content_type__model="event").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_its_rules_hold_although_it_was_emptied(time: str) -> None:
    event = an_event()
    with pytest.raises(DatabaseError, match="append-only"):
        event.delete()


@pytest.mark.django_db
@pytest.mark.parametrize("change", [lambda row: row.save(), lambda row: row.delete()], ids=["save", "delete"])
def test_an_event_can_be_neither_changed_nor_deleted(change) -> None:  # type: ignore[no-untyped-def]
    event = an_event()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(event)
    assert Event.objects.get() == event
