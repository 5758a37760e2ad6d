"""How somebody wants the digest, and whether it reaches them. Who has no row has changed nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.models import Event, Person, Versioned
from portal.refusals import Invalid

STOP_AT: Final = 4  # points of returned mail
HARD: Final = 2
SOFT: Final = 1
FORGIVEN_AFTER: Final = timedelta(days=30)
LATEST: Final = date(2199, 12, 31)
NOTED_EVERY: Final = timedelta(hours=12)  # a visit is noted no more often


class Subscription(Versioned):
    """`seen_at` is the last visit of the page or use of a link in the mail; opening a mail is not watched."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="subscription")
    by_mail = models.BooleanField(_("send it by mail"), default=True)
    away_from = models.DateField(_("away from"), null=True, blank=True)
    away_until = models.DateField(_("back on"), null=True, blank=True)
    seen_at = models.DateTimeField(null=True, editable=False)
    bounce_points = models.PositiveSmallIntegerField(default=0, editable=False)
    bounced_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(away_from=None, away_until=None) | Q(away_until__gt=F("away_from")),
                name="subscription_back_after_away",
                violation_error_message=_("The day back lies after the first day away."),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    @classmethod
    def of(cls, person: Person) -> Subscription:
        """The person's row, or one with nothing changed that is not stored yet."""
        return cls.objects.filter(person=person).first() or cls(person=person)

    @classmethod
    def locked(cls, person: Person) -> Subscription:
        """The person's stored row, locked until the transaction ends."""
        cls.objects.get_or_create(person=person)
        return cls.objects.select_for_update().get(person=person)

    def is_away(self, day: date) -> bool:
        """The first day counts, the day back does not."""
        return self.away_from is not None and self.away_until is not None and self.away_from <= day < self.away_until

    @property
    def is_stopped(self) -> bool:
        """So much mail came back that no more is sent."""
        return self.bounce_points >= STOP_AT


@transaction.atomic
def choose(person: Person, *, by_mail: bool, by: Person | None, at: datetime) -> Subscription:
    """By mail and on the page, or on the page only. `by` is empty when a link in the mail was used.

    Choosing the mail again forgives what came back before.
    """
    subscription = Subscription.locked(person)
    if subscription.by_mail != by_mail or subscription.is_stopped:
        subscription.by_mail = by_mail
        subscription.bounce_points = 0 if by_mail else subscription.bounce_points
        subscription.keep("by_mail", "bounce_points")
        Event.objects.record(person, "digest by mail" if by_mail else "digest on the page only", by=by, at=at)
    return subscription


@transaction.atomic
def be_away(person: Person, *, since: date | None, until: date | None, by: Person, at: datetime) -> Subscription:
    """No mail from `since` until the day back; two times None ends it."""
    if until and since is None:
        raise Invalid({"away_from": _("Enter the first day away.")})
    if since and (until is None or until <= since):
        raise Invalid({"away_until": _("The day back lies after the first day away.")})
    if until and until > LATEST:
        raise Invalid({"away_until": _("Give a day before 2200.")})
    subscription = Subscription.locked(person)
    subscription.away_from, subscription.away_until = since, until
    subscription.keep("away_from", "away_until")
    Event.objects.record(person, "digest paused", by=by, at=at, after={"from": since, "until": until})
    return subscription


def seen(person: Person, *, at: datetime) -> None:
    """The person was on the page, or used a link of the mail. Noted at most twice a day."""
    known = Subscription.of(person).seen_at
    if known is None or at - known >= NOTED_EVERY:
        _note_visit(person, at)


@transaction.atomic
def _note_visit(person: Person, at: datetime) -> None:
    subscription = Subscription.locked(person)
    subscription.seen_at = at
    subscription.save(update_fields=["seen_at"])


@transaction.atomic
def bounced(person: Person, *, points: int, at: datetime) -> Subscription:
    """Mail came back. Older points are forgiven; enough of them stop the mail until the person chooses it again."""
    subscription = Subscription.locked(person)
    stopped = subscription.is_stopped
    fresh = subscription.bounced_at is not None and at - subscription.bounced_at < FORGIVEN_AFTER
    subscription.bounce_points = (subscription.bounce_points if fresh or stopped else 0) + points
    subscription.bounced_at = at
    subscription.save(update_fields=["bounce_points", "bounced_at"])
    if subscription.is_stopped and not stopped:
        Event.objects.record(person, "digest stopped", by=None, at=at, after={"points": subscription.bounce_points})
    return subscription
