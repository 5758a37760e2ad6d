"""Sessions counted by who was coached, team and day, kept by the database itself as they are written.

A year of a team is added up from these counts, as fast where much was logged as where little was. Nobody writes them by
hand: what a session adds comes with its row and goes with it, by differences, so that several at once miss nothing.
`recount` makes them anew from the sessions, after each migrate.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from coaching.dbrules import SESSION
from portal.dbrules import Rule

DAY: Final = "coaching_coachedday"
TOOK_PLACE: Final = "{row}.state = 'held' AND {row}.took_place IS NOT FALSE"
CLAIMED: Final = f"{TOOK_PLACE} AND {{row}}.acknowledged_at IS NULL"


def _one(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


def _minutes(condition: str) -> str:
    return f"CASE WHEN {condition} THEN {{row}}.minutes ELSE 0 END"


KEY: Final = {"coachee_id": "{row}.coachee_id", "team_id": "{row}.team_id", "day": "{row}.held_on"}
COUNTS: Final = {
    "sessions": _one(TOOK_PLACE),
    "unanswered": _one(CLAIMED),
    "confirmed": _one(f"{TOOK_PLACE} AND {{row}}.took_place"),
    "planned": _one("{row}.was_planned AND {row}.state <> 'excused'"),
    "kept": _one(f"{{row}}.was_planned AND {TOOK_PLACE}"),
    "counted": "{row}.counted_minutes",
    "claimed": _minutes(CLAIMED),
    "logged": _minutes("{row}.state = 'held'"),
}
"""What one session adds to its day; SQL of both databases. The model says what they mean (coaching/models/day.py)."""

COLUMNS: Final = ", ".join([*KEY, *COUNTS])
READ: Final = (
    "coachee_id", "team_id", "held_on", "state", "took_place", "acknowledged_at", "was_planned", "minutes", "counted_minutes",
)  # fmt: skip


def _added(row: str) -> str:
    values = ", ".join([*KEY.values(), *COUNTS.values()]).format(row=row)
    sums = ", ".join(f"{one} = {DAY}.{one} + excluded.{one}" for one in COUNTS)
    return f"INSERT INTO {DAY} ({COLUMNS}) VALUES ({values}) ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET {sums};"


def _taken(row: str) -> str:
    differences = ", ".join(f"{name} = {name} - {one}" for name, one in COUNTS.items())
    where = " AND ".join(f"{name} = {one}" for name, one in KEY.items())
    return f"UPDATE {DAY} SET {differences} WHERE {where};".format(row=row)


def _rule(verb: str, when: str, body: str) -> Rule:
    return Rule(f"{SESSION}_counted_{verb}", SESSION, when, f"{body} RETURN NULL;", body)


RULES: Final = [
    _rule("insert", "AFTER INSERT", _added("NEW")),
    _rule("update", f"AFTER UPDATE OF {', '.join(READ)}", f"{_taken('OLD')} {_added('NEW')}"),
    _rule("delete", "AFTER DELETE", _taken("OLD")),
]


def recount(connection: BaseDatabaseWrapper) -> None:
    """Whoever writes a session meanwhile waits, and is counted."""
    sums = ", ".join(f"SUM({one})" for one in COUNTS.values())
    of_all = f"SELECT {', '.join(KEY.values())}, {sums} FROM {SESSION} AS one GROUP BY 1, 2, 3".format(row="one")
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {SESSION} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(f"DELETE FROM {DAY}")
        cursor.execute(f"INSERT INTO {DAY} ({COLUMNS}) {of_all}")


def recount_after_migrate(using: str, **kwargs: Any) -> None:
    connection = connections[using]
    if {SESSION, DAY} <= set(connection.introspection.table_names()):
        recount(connection)
