"""A query composed once gives what the same query gives anew, for whatever values."""

from __future__ import annotations

from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from portal.models import Person
from portal.prepared import Selection, prepared
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@prepared
def named(key: UUID, name: str) -> QuerySet[Person]:
    return Person.objects.filter(pk=key, name=name).values_list("id", "email", "created_at")


def test_each_run_finds_what_its_own_values_name(cast: Cast) -> None:
    for person in (cast.nils, cast.lena):
        assert [tuple(row) for row in named.rows(person.pk, person.name)] == [
            (person.pk, person.email, person.created_at)
        ]
    assert named.rows(cast.nils.pk, cast.lena.name) == []
    assert named.first(uuid4(), "%s") is None


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5])
def test_a_selection_takes_any_number_of_keys(cast: Cast, count: int) -> None:
    people = list(Person.objects.order_by("name")[:count])
    rows = Selection(Person, "pk", ["pk", "name"], order=["name"]).rows([one.pk for one in people])
    assert [(str(pk).replace("-", ""), name) for pk, name in rows] == [(one.pk.hex, one.name) for one in people]


def test_a_lock_reads_the_row_anew_and_forgets_what_was_read_through_it(cast: Cast) -> None:
    stale = Person.objects.get(pk=cast.nils.pk)
    Person.objects.filter(pk=cast.nils.pk).update(name="Nils the second")
    with transaction.atomic():
        stale.lock()
    assert stale.name == "Nils the second"
    gone = Person(name="Nobody")
    with pytest.raises(Person.DoesNotExist), transaction.atomic():
        gone.lock()


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_would_be_none(cast: Cast) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        cast.nils.lock()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_column_that_a_migration_changes_meanwhile_breaks_no_reading(cast: Cast) -> None:
    for _ in range(8):
        named.rows(cast.nils.pk, cast.nils.name)
    assert connection.connection is not None
    with psycopg.connect(connection.connection.info.dsn, password=connection.settings_dict["PASSWORD"]) as another:
        another.execute("ALTER TABLE portal_person ALTER COLUMN email TYPE varchar(300)")
    try:
        assert named.first(cast.nils.pk, cast.nils.name)[1] == cast.nils.email
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE portal_person ALTER COLUMN email TYPE varchar(254)")


@pytest.mark.postgres
def test_the_database_keeps_the_plan(cast: Cast) -> None:
    for _ in range(3):
        named.rows(cast.nils.pk, cast.nils.name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%created_at%name%'")
        assert cursor.fetchone()[0] >= 1
