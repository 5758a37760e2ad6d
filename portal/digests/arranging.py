"""What a person decides about their digest, in one piece: when it is written, whether it comes by mail, when they are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from portal.digests.models import Subscription
from portal.digests.models.subscription import be_away, choose
from portal.models import Person
from portal.profiles import edit_person
from portal.refusals import Stale


@dataclass(frozen=True)
class Arrangement:
    """Two records together: `version` grows when either is changed. A leave that is over is none."""

    person: Person
    subscription: Subscription
    today: date

    @classmethod
    def of(cls, person: Person, at: datetime) -> Arrangement:
        return cls(person, Subscription.of(person), person.today_at(at))

    @property
    def pk(self) -> object:
        return self.person.pk

    @property
    def version(self) -> int:
        return self.person.version + self.subscription.version

    @property
    def weekday(self) -> int:
        return self.person.digest_weekday

    @property
    def hour(self) -> int:
        return self.person.digest_hour

    @property
    def by_mail(self) -> bool:
        return self.subscription.by_mail

    @property
    def away_from(self) -> date | None:
        return None if self._is_over else self.subscription.away_from

    @property
    def away_until(self) -> date | None:
        return None if self._is_over else self.subscription.away_until

    @property
    def _is_over(self) -> bool:
        return self.subscription.away_until is not None and self.subscription.away_until <= self.today


@transaction.atomic
def arrange(
    person: Person,
    *,
    weekday: int,
    hour: int,
    by_mail: bool,
    away_from: date | None,
    away_until: date | None,
    version: int,
    by: Person,
    at: datetime,
    again: bool = False,
) -> None:
    """Raises Stale when either record was changed since. Mail that was stopped is sent `again` only by choice."""
    person.lock()
    now = Arrangement(person, Subscription.locked(person), person.today_at(at))
    if now.version != version:
        raise Stale(now, version)
    edit_person(person, {"digest_weekday": weekday, "digest_hour": hour}, by=by, at=at)
    if by_mail != now.by_mail or again:
        choose(person, by_mail=by_mail, by=by, at=at)
    if (away_from, away_until) != (now.away_from, now.away_until):
        be_away(person, since=away_from, until=away_until, by=by, at=at)
