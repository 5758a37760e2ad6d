"""What is written down beside a backup: its digest, what it held, and what opening it takes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.core.management.base import CommandError
from psycopg import sql

from portal.backups.census import Census, Counted
from portal.keyring import NAME_LENGTH
from portal.sealed import sealed_fields


@dataclass(frozen=True)
class Manifest:
    """`keys` are the names of the encryption keys that the sealed texts were written with (portal/keyring.py)."""

    made_at: str
    digest: str
    keys: list[str]
    tables: Census

    def write(self, backup: Path) -> None:
        beside(backup).write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, backup: Path) -> Manifest:
        """Raises CommandError when it is missing or not of this kind."""
        try:
            told: dict[str, Any] = json.loads(beside(backup).read_text(encoding="utf-8"))
            tables = {name: Counted(**counted) for name, counted in told.pop("tables").items()}
            return cls(tables=tables, **told)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise CommandError(
                f"{beside(backup)} is missing or damaged; without it a backup cannot be checked."
            ) from error


def beside(backup: Path) -> Path:
    return backup.with_name(f"{backup.name}.json")


def digest_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def keys_in_use(connection: psycopg.Connection[Any]) -> list[str]:
    """The names of the keys that anything is sealed with."""
    found: set[str] = set()
    for model in apps.get_models():
        for name in sealed_fields(model):
            column, table = sql.Identifier(name), sql.Identifier(model._meta.db_table)
            statement = sql.SQL("SELECT DISTINCT substr({column}, 1, {length}) FROM {table} WHERE length({column}) > 0")
            rows = connection.execute(statement.format(column=column, table=table, length=sql.Literal(NAME_LENGTH)))
            found |= {bytes(value).decode() for (value,) in rows}
    return sorted(found)
