"""How useful the people who were coached found a manager's sessions, from five answers up.

One figure for each manager and month, the same for everybody who may see it: of sessions that were held and answered
in the three calendar months before this one. It does not change when another team or period is looked at, and not from
one answer to the next, so that nobody can subtract one from another to find a single answer. Who may see it: the
manager, and the managers of teams above.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count

from coaching.models import CoachingSession
from portal.models import Organisation

ENOUGH_ANSWERS: Final = 5
MONTHS: Final = 3


def found_useful(coaches: Collection[UUID], today: date) -> dict[UUID, Decimal]:
    """The mean of 1 to 5, rounded to tenths, by coach; coaches with fewer than five answers are left out."""
    end = today.replace(day=1)
    answered = CoachingSession.objects.everything(reason="one figure a manager, never a single answer").filter(
        coach__in=coaches, held_on__gte=months_before(end, MONTHS), held_on__lt=end, useful__isnull=False,
        acknowledged_at__lt=datetime.combine(end, time.min, ZoneInfo(Organisation.current().time_zone)),
    )  # fmt: skip
    counted = answered.order_by().values_list("coach_id").annotate(mean=Avg("useful"), answers=Count("useful"))
    return {
        coach: Decimal(str(mean)).quantize(Decimal("0.1"))
        for coach, mean, answers in counted
        if answers >= ENOUGH_ANSWERS
    }


def months_before(first: date, count: int) -> date:
    """The first day of the month that many months earlier."""
    months = first.year * 12 + first.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)
