"""The weekly picture of all open opportunities, taken by the database in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, models, transaction
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Value, When

from funnels import needs
from funnels.choices import CommitmentState
from funnels.models import CustomerCommitment, FunnelSnapshot, Opportunity
from funnels.models.funnel import outline_of
from portal.models import Organisation
from portal.weeks import is_morning, week_of

COPIED = ("team_id", "owner_id", "stage_id", "supported_stage_id", "amount", "currency", "expected_close")
NEEDED = ("overdue", "no_next", "stalled", "past_close", "gap")
EVERYBODY = "the weekly snapshot"


class FreshId(models.Func):
    """An identifier made by the database, a new one in each row."""

    function = "gen_random_uuid"
    output_field = models.UUIDField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        return "lower(hex(randomblob(16)))", []


def take_in_time(*, at: datetime) -> int:
    """As the schedule does: from Monday morning on, when the week's figures are taken as well."""
    local = at.astimezone(ZoneInfo(Organisation.current().time_zone))
    return take_snapshot(at=at) if is_morning(local) else 0


@transaction.atomic
def take_snapshot(*, at: datetime, week: date | None = None) -> int:
    """Keep stage, support, amount, close date, owner, team and needs of each open opportunity for this week.

    The week begins on Monday in the organisation's time zone. A week has one snapshot: once there is any row,
    nothing is added, and a second process at the same moment adds nothing. Returns the number of rows.
    """
    today = Organisation.current().today(at)
    week = week or week_of(today)
    if FunnelSnapshot.objects.everything(reason="whether the week has its snapshot").filter(week=week).exists():
        return 0
    names = ["id", "week", "opportunity_id", *COPIED, *NEEDED, "backed"]
    table = connection.ops.quote_name(FunnelSnapshot._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(name) for name in names)
    statement, values = _rows(week, today, at).query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) {statement} ON CONFLICT DO NOTHING", values)
        return int(cursor.rowcount)


def _rows(week: date, today: date, at: datetime) -> models.QuerySet[Any]:
    """The columns of a snapshot, in the order in which they are inserted. The filter also parts ON from JOIN for SQLite."""
    opportunities = Opportunity.objects.everything(reason=EVERYBODY).open().order_by()
    funnels = list(opportunities.values_list("funnel_id", flat=True).distinct())
    known = needs.conditions_on(today, at, funnels)
    needed = [_whether(known[name]) for name in NEEDED]
    told: list[Any] = [
        Value(week, output_field=models.DateField()),
        F("pk"),
        *map(F, COPIED),
        *needed,
        _whether(backed(today, funnels)),
    ]
    return opportunities.values_list(FreshId(), *told)


def _whether(holds: Q) -> Case:
    """Yes or no: what SQL does not know is a no."""
    return Case(When(holds, then=Value(True)), default=Value(False), output_field=BooleanField())


def backed(today: date, funnels: Iterable[UUID]) -> Q:
    """The customer has done something that still holds, and all of it reaches as far as the stage."""
    commitments = CustomerCommitment.objects.everything(reason=EVERYBODY)
    done = commitments.filter(opportunity=OuterRef("pk"), state=CommitmentState.FULFILLED)
    reached = Q(pk__in=[])
    for funnel in funnels:
        stages = outline_of(funnel).stages
        for index, stage in enumerate(stages):
            reached |= Q(stage_id=stage.id, supported_stage_id__in=[later.id for later in stages[index:]])
    holds = Q(support_until=None) | Q(support_until__gte=today)
    return reached & holds & Q(Exists(done.filter(Q(expires_on=None) | Q(expires_on__gte=today))))
