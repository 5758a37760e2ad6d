"""When a person's next digest is written, and when the next one goes by mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from portal.digests.calendar import Due, Slot, due_in, newest_due
from portal.digests.choices import GRACE, WEEKLY
from portal.digests.models import Digest, Subscription
from portal.digests.rendering import Past, past_of
from portal.digests.rhythm import every, is_turn
from portal.models import Person
from portal.weeks import WEEK, week_of


@dataclass(frozen=True)
class Expected:
    """`mailed_at` is None while none goes by mail; `weeks` is how many lie between two mails."""

    written_at: datetime
    mailed_at: datetime | None
    weeks: int


def expected(person: Person, subscription: Subscription, at: datetime) -> Expected:
    """Two statements. A moment that is past means: as soon as somebody looks what is due."""
    past = past_of([person.pk]).get(person.pk, Past())
    first = next(_coming(person, at))
    mailed = subscription.by_mail and not subscription.is_stopped
    return Expected(first.at, _mailed(person, subscription, first, past) if mailed else None, every(past.unseen))


def _slot(person: Person) -> Slot:
    return Slot(person.time_zone or person.organisation.time_zone, person.digest_weekday, person.digest_hour)


def _coming(person: Person, at: datetime) -> Iterator[Due]:
    """The moments of weeks that have no digest yet."""
    slot = _slot(person)
    newest = newest_due(slot, at)
    known = set(
        Digest.objects.filter(recipient=person, kind=WEEKLY, week__gte=newest.week).values_list("week", flat=True)
    )
    if newest.week not in known and at - newest.at <= GRACE and person.created_at <= newest.at:
        yield newest
    week = newest.week + WEEK
    while True:
        if week not in known:
            yield due_in(week, slot)
        week += WEEK


def _mailed(person: Person, subscription: Subscription, first: Due, past: Past) -> datetime:
    """The first one on a day on which the person is there and that is its turn."""
    slot, due = _slot(person), first
    while True:
        day = due.at.astimezone(person.zone).date()
        if subscription.away_until and subscription.is_away(day):
            due = due_in(max(week_of(subscription.away_until), due.week + WEEK), slot)
        elif not is_turn(due.week, past.last, past.unseen):
            due = due_in(due.week + WEEK, slot)
        else:
            return due.at
