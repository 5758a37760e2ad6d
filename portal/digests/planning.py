"""Who is due. Asked by the scheduler and by every sender, as often as they like: a week has one row a person.

A digest that is not more than 36 hours late is planned. What nobody planned in time, since the last time that somebody
looked, is noted as skipped, so that every week can be accounted for.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfoNotFoundError

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from portal.digests.calendar import Due, Slot, missed, newest_due
from portal.digests.choices import GRACE, WEEKLY, Reason, State
from portal.digests.models import Digest, MailSwitch
from portal.digests.models.switch import looked
from portal.models import Organisation, Person

logger = logging.getLogger(__name__)

BATCH = 1000
SLOT = ("time_zone", "digest_weekday", "digest_hour")


@dataclass(frozen=True)
class Planned:
    """How many rows this look found wanting."""

    due: int = 0
    stale: int = 0


def recipients() -> QuerySet[Person]:
    """Who works here, has an address, and can sign in to follow a link."""
    return Person.objects.current().exclude(email=None).exclude(password="").exclude(password__startswith="!")


@transaction.atomic
def plan(*, at: datetime) -> Planned:
    since = MailSwitch.current().planned_at
    found = wanting(at, since)
    Digest.objects.bulk_create(found, BATCH, ignore_conflicts=True)
    looked(at=at)
    stale = sum(row.state == State.SKIPPED for row in found)
    return Planned(due=len(found) - stale, stale=stale)


def wanting(at: datetime, since: datetime | None) -> list[Digest]:
    """The rows that are due and do not exist; nothing is written."""
    return [row for week, slots in _weeks(at, since).items() for row in _wanting(week, slots, at, since)]


def _weeks(at: datetime, since: datetime | None) -> Mapping[date, Mapping[Slot, Due]]:
    """By local week, each slot that somebody has with its moment: the newest one, and those missed since."""
    zone = Organisation.current().time_zone
    found: dict[date, dict[Slot, Due]] = {}
    for own, weekday, hour in recipients().order_by().values_list(*SLOT).distinct():
        for due in _moments(Slot(own or zone, weekday, hour), at, since):
            found.setdefault(due.week, {})[Slot(own, weekday, hour)] = due
    return found


def _moments(slot: Slot, at: datetime, since: datetime | None) -> list[Due]:
    try:
        newest = newest_due(slot, at)
    except (ZoneInfoNotFoundError, ValueError):
        logger.error("nobody knows the time zone %s: its people are not sent a digest", slot.zone)
        return []
    return [newest, *(missed(slot, since, newest) if since else [])]


def _wanting(week: date, slots: Mapping[Slot, Due], at: datetime, since: datetime | None) -> Iterator[Digest]:
    """Rows of the week that do not exist. Nobody is due at a moment at which they were not here yet."""
    known = Digest.objects.filter(recipient=OuterRef("pk"), kind=WEEKLY, week=week)
    for pk, created_at, *slot in (
        recipients().exclude(Exists(known)).values_list("pk", "created_at", *SLOT).order_by("pk")
    ):
        due = slots.get(Slot(*slot))
        if due is None or created_at > due.at:
            continue
        if at - due.at <= GRACE:
            yield Digest(recipient_id=pk, week=week, due_at=due.at, planned_at=at)
        elif since and due.at > since:
            yield Digest(
                recipient_id=pk, week=week, due_at=due.at, planned_at=at,
                state=State.SKIPPED, reason=Reason.STALE, settled_at=at,
            )  # fmt: skip
