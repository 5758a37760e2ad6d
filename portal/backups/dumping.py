"""A backup: one dump of the whole database and what it held, both of the same moment."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.core.management.base import CommandError
from psycopg import IsolationLevel

from portal.backups import census, server
from portal.backups.manifest import Manifest, beside, digest_of, keys_in_use


def back_up(file: Path, *, at: datetime) -> Manifest:
    """Write the dump and its manifest while the portal runs. Neither is there before both are whole."""
    for taken in (file, beside(file)):
        if taken.exists():
            raise CommandError(f"{taken} exists already. A backup is never written over another.")
    part = file.with_name(f"{file.name}.part")
    with server.connect() as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row
        server.run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={row[0]}", f"--file={part}")
        held, keys = census.taken(connection), keys_in_use(connection)
    manifest = Manifest(at.isoformat(), digest_of(part), keys, held)
    manifest.write(file)
    part.replace(file)
    return manifest
