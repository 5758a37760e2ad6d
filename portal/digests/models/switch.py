"""The one row that every sender reads before each mail."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import Q

from portal.models import Event, Person, Versioned

ONLY: Final = UUID(int=1)
ADVANCE: Final = "UPDATE digests_mailswitch SET mark = mark + 1 WHERE id = %s RETURNING mark, instance"


class MailSwitch(Versioned):
    """`paused_at` is a person's decision, `held_until` the portal's own, after too many faults.

    `instance` and `mark` are compared with a file outside the database (portal/digests/instance.py); `mark` grows with
    each mail that is offered. `planned_at` is when somebody last looked what is due.
    """

    paused_at = models.DateTimeField(null=True, editable=False)
    why = models.CharField(max_length=200, blank=True, editable=False)
    held_until = models.DateTimeField(null=True, editable=False)
    held_why = models.CharField(max_length=300, blank=True, editable=False)
    instance = models.UUIDField(null=True, editable=False)
    mark = models.PositiveBigIntegerField(default=0, editable=False)
    planned_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name_plural = "mail switches"
        constraints = [models.CheckConstraint(condition=Q(id=ONLY), name="mail_switch_only_one")]

    def __str__(self) -> str:
        return "paused" if self.paused_at else "on"

    @classmethod
    def current(cls) -> MailSwitch:
        found = cls.objects.filter(pk=ONLY).first()
        return found or cls.objects.get_or_create(pk=ONLY)[0]

    @classmethod
    def known(cls) -> MailSwitch:
        """For who only looks: nothing is written where nobody has sent yet."""
        return cls.objects.filter(pk=ONLY).first() or cls(pk=ONLY)

    @classmethod
    def locked(cls) -> MailSwitch:
        cls.current()
        return cls.objects.select_for_update().get(pk=ONLY)

    def is_off(self, at: datetime) -> bool:
        return self.paused_at is not None or (self.held_until is not None and at < self.held_until)


@transaction.atomic
def pause(*, why: str, by: Person | None, at: datetime) -> None:
    """No mail leaves from the next one on, until somebody resumes."""
    switch = MailSwitch.locked()
    if switch.paused_at is None:
        switch.paused_at, switch.why = at, why[:200]
        switch.keep("paused_at", "why")
        Event.objects.record(switch, "paused", by=by, at=at, reason=why)


@transaction.atomic
def resume(*, by: Person | None, at: datetime) -> None:
    """Ends a pause, and what the portal held back after faults."""
    switch = MailSwitch.locked()
    if switch.paused_at or switch.held_until:
        switch.paused_at, switch.why, switch.held_until, switch.held_why = None, "", None, ""
        switch.keep("paused_at", "why", "held_until", "held_why")
        Event.objects.record(switch, "resumed", by=by, at=at)


@transaction.atomic
def hold(*, until: datetime, why: str, at: datetime) -> None:
    """After too many faults: wait and see."""
    switch = MailSwitch.locked()
    if switch.held_until is None or switch.held_until < until:
        switch.held_until, switch.held_why = until, why[:300]
        switch.keep("held_until", "held_why")
        Event.objects.record(switch, "held", by=None, at=at, after={"until": until})


def looked(*, at: datetime) -> None:
    """Somebody has planned what was due by then."""
    MailSwitch.objects.filter(Q(planned_at=None) | Q(planned_at__lt=at), pk=ONLY).update(planned_at=at)


def advance_mark() -> tuple[int, UUID | None]:
    """The next mark, and whose it is, in one statement. The row stays locked until the transaction ends."""
    key = ONLY if connection.features.has_native_uuid_field else ONLY.hex
    with connection.cursor() as cursor:
        cursor.execute(ADVANCE, [key])
        mark, instance = cursor.fetchone()
    return mark, instance if instance is None or isinstance(instance, UUID) else UUID(instance)
