"""The database server behind DATABASE_URL, for the tools that come with PostgreSQL."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psycopg
from django.core.management.base import CommandError
from django.db import connection
from psycopg import sql


def parameters(name: str | None = None) -> dict[str, Any]:
    """For psycopg; `name` is another database of the same server."""
    if connection.vendor != "postgresql":
        raise CommandError(
            "Backups are of PostgreSQL. A demonstration on SQLite is one file: copy it while nothing runs."
        )
    known = connection.settings_dict
    given = {"host": known["HOST"], "port": known["PORT"], "user": known["USER"], "password": known["PASSWORD"]}
    return {key: value for key, value in given.items() if value} | {"dbname": name or known["NAME"]}


def connect(name: str | None = None, **options: Any) -> psycopg.Connection[Any]:
    return psycopg.connect(**parameters(name), **options)


def run(tool: str, *arguments: str, name: str | None = None) -> None:
    """Run `pg_dump` or `pg_restore`. The password goes through the environment, where no list of processes shows it."""
    path = shutil.which(tool)
    if path is None:
        raise CommandError(f"{tool} is missing here. It comes with PostgreSQL's client (Debian: postgresql-client).")
    given = parameters(name)
    environment = {
        "PGHOST": "host",
        "PGPORT": "port",
        "PGUSER": "user",
        "PGPASSWORD": "password",
        "PGDATABASE": "dbname",
    }
    told = {variable: str(given[key]) for variable, key in environment.items() if key in given}
    command = [path, *arguments]
    done = subprocess.run(command, env=os.environ | told, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise CommandError(f"{tool} failed: {done.stderr.strip()[-2000:]}")


@contextmanager
def scratch_database() -> Iterator[str]:
    """An empty database beside the portal's own, dropped afterwards. Its role needs CREATEDB."""
    name = f"portal_verify_{uuid4().hex[:12]}"
    with connect("postgres", autocommit=True) as server:
        try:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege as error:
            raise CommandError("The database role may not create a scratch database: ALTER ROLE … CREATEDB.") from error
    try:
        yield name
    finally:
        with connect("postgres", autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
