"""Whether this process can serve: each check returns an empty text, or what is wrong without naming hosts."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from redis import Redis, RedisError

from portal import dbrules

PATIENCE = 2.0  # seconds


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "not reachable"
    return ""


def migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return "unknown"
    return f"{waiting} not applied" if waiting else ""


def rules() -> str:
    try:
        missing = dbrules.missing(connection)
    except DatabaseError:
        return "unknown"
    return f"missing: {', '.join(missing)}" if missing else ""


def broker() -> str:
    """Only where one is configured."""
    if not settings.REDIS_URL:
        return ""
    try:
        with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE) as redis:
            redis.ping()
    except (RedisError, OSError):
        return "not reachable"
    return ""


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "rules": rules,
    "broker": broker,
}


def faults() -> dict[str, str]:
    return {name: fault for name, check in CHECKS.items() if (fault := check())}
