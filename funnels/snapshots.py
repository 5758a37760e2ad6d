"""The weekly picture of all open opportunities, taken by the database in one statement."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models import F, Value

from funnels.models import FunnelSnapshot, Opportunity
from portal.models import Organisation
from portal.weeks import week_of

COPIED = ("team_id", "owner_id", "stage_id", "supported_stage_id", "amount", "currency", "expected_close")


class FreshId(models.Func):
    """An identifier made by the database, a new one in each row."""

    function = "gen_random_uuid"
    output_field = models.UUIDField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        return "lower(hex(randomblob(16)))", []


@transaction.atomic
def take_snapshot(*, at: datetime) -> int:
    """Keep stage, support, amount, close date, owner and team of each open opportunity for this week.

    The week begins on Monday in the organisation's time zone. A week has one snapshot: once there is any row,
    nothing is added, and a second process at the same moment adds nothing. Returns the number of rows.
    """
    week = week_of(Organisation.current().today(at))
    if FunnelSnapshot.objects.everything(reason="whether the week has its snapshot").filter(week=week).exists():
        return 0
    names = ["id", "week", "opportunity_id", *COPIED]
    table = connection.ops.quote_name(FunnelSnapshot._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(name) for name in names)
    statement, values = _rows(week).query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) {statement} ON CONFLICT DO NOTHING", values)
        return int(cursor.rowcount)


def _rows(week: date) -> models.QuerySet[Any]:
    """The columns of a snapshot, in the order in which they are inserted. The filter also parts ON from JOIN for SQLite."""
    return (
        Opportunity.objects.everything(reason="the weekly snapshot")
        .open()
        .order_by()
        .values_list(FreshId(), Value(week, output_field=models.DateField()), F("pk"), *map(F, COPIED))
    )
