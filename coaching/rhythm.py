"""The next session of each rhythm: planned as soon as none lies ahead, on a day when both are there.

Occurrences repeat the first session's wall-clock time in the coach's time zone, so that nine o'clock stays nine o'clock
when the clocks change. A session, in whatever state, stands for the occurrence nearest to it; the next one planned is
the first occurrence after that which lies ahead and on which neither of the two is on leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coaching.choices import AbsenceKind
from coaching.models import Absence, Cadence, CoachingSession
from coaching.recording import plan_session, team_of
from portal.models import Event, Person
from portal.refusals import Invalid

FARTHEST: Final = timedelta(days=366)
NOBODY: Final = "a rhythm plans for nobody's eyes"


@transaction.atomic
def begin(values: Mapping[str, Any], *, coach: Person, coachee: Person, by: Person, at: datetime) -> Cadence:
    """The two meet in this rhythm from now on; their next session is planned at once."""
    team = team_of(coach, coachee, coach.organisation.today(at))
    if team is None:
        raise Invalid({"coachee": _("Choose somebody who works in one of your teams.")})
    cadence = Cadence(coach=coach, coachee=coachee, team=team, **values)
    cadence.full_clean(exclude=["team"])
    cadence.save()
    told = {"coach": coach, "coachee": coachee, "every_days": cadence.every_days, "first_at": cadence.first_at}
    Event.objects.record(cadence, "begun", by=by, at=at, team=team, after=told)
    plan_next(cadence, at=at)
    return cadence


def plan_ahead(*, at: datetime) -> int:
    """For every running rhythm; how many sessions were planned. Running twice, also at once, plans each only once."""
    running = Cadence.objects.everything(reason=NOBODY).running().order_by("pk")
    return sum(_plan_one(pk, at) for pk in list(running.values_list("pk", flat=True)))


@transaction.atomic
def _plan_one(pk: UUID, at: datetime) -> bool:
    """Asks once more under the lock: whoever came first has planned it."""
    cadence = Cadence.objects.everything(reason=NOBODY).running().select_for_update().filter(pk=pk).first()
    return cadence is not None and plan_next(cadence, at=at) is not None


def plan_next(cadence: Cadence, *, at: datetime) -> CoachingSession | None:
    """None where one lies ahead, where the two will not work together then, and where no day of a year would do."""
    between = CoachingSession.objects.everything(reason=NOBODY).between(cadence.coach, cadence.coachee)
    organisation = cadence.coach.organisation
    today = organisation.today(at)
    if between.planned().filter(held_on__gte=today).exists():
        return None
    last = between.filter(cadence=cadence).order_by("held_at").values_list("held_at", flat=True).last()
    held_at = next_occurrence(
        cadence.first_at, cadence.every_days, cadence.coach.zone, after=at, last=last, away=_away(cadence, today)
    )
    if held_at is None or team_of(cadence.coach, cadence.coachee, organisation.today(held_at)) is None:
        return None
    facts = {"held_at": held_at, "minutes": cadence.minutes, "kind": cadence.kind, "cadence": cadence}
    return plan_session(facts, coach=cadence.coach, coachee=cadence.coachee, at=at)


def next_occurrence(
    first_at: datetime,
    every_days: int,
    zone: ZoneInfo,
    *,
    after: datetime,
    last: datetime | None = None,
    away: Sequence[tuple[date, date]] = (),
) -> datetime | None:
    """The first one after the moment and after what `last` stands for, on no day that lies within an absence.

    None where a year holds no such day.
    """
    half = timedelta(days=every_days) / 2
    for moment in occurrences(first_at, every_days, zone, since=max(after, last or after)):
        day = moment.astimezone(zone).date()
        if moment <= after or (last is not None and moment - last <= half):
            continue
        if not any(begin <= day <= end for begin, end in away):
            return moment
    return None


def occurrences(first_at: datetime, every_days: int, zone: ZoneInfo, *, since: datetime) -> Iterator[datetime]:
    """Those of about a year, beginning not later than `since` unless the rhythm itself begins later."""
    first = first_at.astimezone(zone)
    step = timedelta(days=every_days)
    passed = max((since - first_at) // step - 1, 0)
    for number in range(passed, passed + FARTHEST.days // every_days + 2):
        wall = first.replace(tzinfo=None) + number * step
        yield wall.replace(tzinfo=zone).astimezone(first_at.tzinfo)


def _away(cadence: Cadence, today: date) -> list[tuple[date, date]]:
    """When one of the two is on leave; who is new in the role is there."""
    rows = Absence.objects.everything(reason=NOBODY).touching(today, today + 2 * FARTHEST)
    rows = rows.filter(person__in=[cadence.coach_id, cadence.coachee_id], kind=AbsenceKind.LEAVE)
    return list(rows.values_list("starts_on", "ends_on"))
