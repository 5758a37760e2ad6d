"""A backup is of one moment, comes back the same, and is refused when a single byte of it has changed."""

from __future__ import annotations

import json
import random
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.backups import census, restoring, server
from portal.backups.manifest import beside
from portal.models import Person
from tests.cast import make_cast
from tests.coaching_factories import make_session

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("backups"),  # they look at what the whole server holds
]


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    cast = make_cast()
    make_session(cast.lena, cast.nils)
    call_command("backup", tmp_path / "portal.dump", stdout=StringIO())
    return tmp_path / "portal.dump"


def verified(file: Path) -> str:
    said = StringIO()
    call_command("restore", file, verify=True, stdout=said, stderr=said)
    return said.getvalue()


def test_a_backup_can_be_restored_with_every_table_the_same(backup: Path, settings: Any) -> None:
    Person.objects.create(name="Comes after the backup")

    said = verified(backup)
    assert "can be restored" in said
    assert f"{len(connection.introspection.table_names())} tables compared" in said
    assert "lacks the key" not in said

    settings.ENCRYPTION_KEYS = ["another-key-than-the-one-it-was-written-with"]
    assert "lacks the key" in verified(backup)
    assert not _scratch_databases()


def test_a_backup_that_was_damaged_or_lacks_a_row_is_refused(backup: Path) -> None:
    whole = backup.read_bytes()
    chance = random.Random(5)
    for _round in range(50):
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        backup.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        with pytest.raises(CommandError, match="is damaged"):
            restoring.verify(backup)
    backup.write_bytes(whole)

    told = json.loads(beside(backup).read_text())
    told["tables"]["portal_person"]["rows"] += 1
    told["tables"]["portal_team"]["sum"] = "1"
    beside(backup).write_text(json.dumps(told))
    with pytest.raises(CommandError) as refused:
        restoring.verify(backup)
    assert "portal_person: 10 rows in the original, 9 in the copy" in str(refused.value)
    assert "portal_team: 6 rows in both, not all the same" in str(refused.value)
    assert not _scratch_databases()


def test_nothing_that_is_there_is_written_over(backup: Path) -> None:
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", backup, stdout=StringIO())
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", backup)

    with server.connect() as one:
        before = census.taken(one)
    Person.objects.filter(name="Nils").update(name="Nela")
    with server.connect() as two:
        after = census.taken(two)
    assert census.differences(before, after) == ["portal_person: 9 rows in both, not all the same"]


def _scratch_databases() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'portal_verify_%'")
        return [name for (name,) in cursor.fetchall()]
