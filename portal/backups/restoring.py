"""Bringing a backup back, and trying whether it can be: every table is compared with what the backup held."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError

from portal.backups import census, server
from portal.backups.manifest import Manifest, digest_of
from portal.keyring import names


def opened(file: Path) -> Manifest:
    """The manifest of a backup that is whole. Raises CommandError for one that is not."""
    manifest = Manifest.read(file)
    if not file.exists():
        raise CommandError(f"{file} does not exist.")
    if digest_of(file) != manifest.digest:
        raise CommandError(f"{file} is damaged: its content is not what was written. Nothing was restored.")
    return manifest


def verify(file: Path) -> Manifest:
    """Restore into a scratch database, compare, and drop it. The portal's own database is not touched."""
    manifest = opened(file)
    with server.scratch_database() as name:
        _bring_back(file, name)
        _compare(manifest, name)
    return manifest


def restore(file: Path) -> Manifest:
    """Restore into the portal's own database, which must be empty."""
    manifest = opened(file)
    with server.connect() as connection:
        if connection.execute(census.TABLES).fetchone():
            raise CommandError("The database is not empty. Create a new one, point DATABASE_URL to it, and try again.")
    _bring_back(file, None)
    _compare(manifest, None)
    return manifest


def missing_keys(manifest: Manifest) -> list[str]:
    """Names of encryption keys that confidential texts need and ENCRYPTION_KEYS lacks."""
    return sorted(set(manifest.keys) - set(names()))


def _bring_back(file: Path, name: str | None) -> None:
    target = server.parameters(name)["dbname"]
    server.run(
        "pg_restore",
        "--no-owner",
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={target}",
        str(file),
        name=name,
    )


def _compare(manifest: Manifest, name: str | None) -> None:
    with server.connect(name) as connection:
        told = census.differences(manifest.tables, census.taken(connection))
    if told:
        raise CommandError("The copy differs from what was backed up:\n  " + "\n  ".join(told))
