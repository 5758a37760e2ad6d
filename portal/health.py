"""Whether this process can serve: each check returns an empty text, or what is wrong without naming hosts."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from redis import Redis, RedisError

from portal import dbrules
from portal.digests.pulse import pulse
from portal.metrics import Gauge, single

PATIENCE = 2.0  # seconds
QUEUE = "celery"


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
    return "not reachable" if settings.REDIS_URL and _queued() is None else ""


def _queued() -> int | None:
    """How many tasks wait for a worker; None when the broker does not answer."""
    try:
        with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE) as redis:
            return redis.llen(QUEUE)
    except (RedisError, OSError):
        return None


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "rules": rules,
    "broker": broker,
}


@dataclass(frozen=True)
class Health:
    """What each check found, and why no digest leaves now although nothing is wrong with that."""

    found: Mapping[str, str]
    quiet: str = ""

    @property
    def faults(self) -> dict[str, str]:
        return {name: fault for name, fault in self.found.items() if fault}


def look(*, at: datetime) -> Health:
    found = {name: check() for name, check in CHECKS.items()}
    try:
        mail = pulse(at=at)
    except DatabaseError:
        return Health(found | {"mail": "unknown"})
    return Health(found | {"mail": mail.fault}, mail.quiet)


def gauges(at: datetime) -> list[Gauge]:
    checks = {name: float(not check()) for name, check in CHECKS.items()}
    queued = _queued() if settings.REDIS_URL else None
    waiting = [single("portal_queue_length", "Tasks that wait for a worker.", queued)] if queued is not None else []
    return [
        Gauge("portal_build_info", "The version that runs here.", {version(): 1}, label="version"),
        Gauge("portal_check_ok", "What /readyz looks at: 1 when it is well.", checks, label="check"),
        *waiting,
    ]


@cache
def version() -> str:
    return str(tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text("utf-8"))["project"]["version"])
