"""Every change of state leaves a row that nobody edits: what, from, to, who, when, why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models.person import Person
from portal.models.record import Record
from portal.models.team import Team

WAY: Final = "by_way_of"
BY_MAIL: Final = "mail"
_way: ContextVar[str] = ContextVar("way", default="")


@contextmanager
def by_way_of(way: str) -> Iterator[None]:
    """What is recorded in here was not done in the portal itself, by somebody who had signed in."""
    before = _way.set(way)
    try:
        yield
    finally:
        _way.reset(before)


class Remark(Record):
    """Free text that an event points to. The event stays for ever; this text can be erased for privacy."""

    text = models.TextField(_("text"))
    erased_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return self.text if self.erased_at is None else str(_("Erased"))


class Entry(Record):
    """The part that all append-only rows share. The database refuses to change or delete them (portal/dbrules.py).

    `by` is empty when the system acted; `team` is the subject's team at that moment.
    """

    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    remark = models.ForeignKey(Remark, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def reason(self) -> str:
        return str(self.remark) if self.remark else ""


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, subject: models.Model) -> EventQuerySet:
        return self.filter(subject_kind=kind_of(subject), subject_id=subject.pk)

    def record(
        self,
        subject: models.Model,
        verb: str,
        *,
        by: Person | None,
        at: datetime,
        team: Team | None = None,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        reason: str = "",
    ) -> Event:
        """Append a row; call it inside the transaction that makes the change. Values are ids, codes, numbers and dates."""
        return self.create(
            subject_kind=kind_of(subject),
            subject_id=subject.pk,
            verb=verb,
            by=by,
            at=at,
            team=team,
            before=plain(before),
            after=plain(after) | ({WAY: way} if (way := _way.get()) else {}),
            remark=Remark.objects.create(text=reason) if reason else None,
        )


def kind_of(subject: models.Model) -> str:
    return subject._meta.model_name or ""


def plain(values: dict[str, Any] | None) -> dict[str, Any]:
    """Records become their ids."""
    return {name: value.pk if isinstance(value, models.Model) else value for name, value in (values or {}).items()}


class Event(Entry):
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    verb = models.CharField(max_length=40)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = EventQuerySet.as_manager()

    @property
    def actor(self) -> str:
        """Who did it, and how where it was not in the portal itself; empty when the system acted."""
        if self.by is None:
            return ""
        by_mail = self.after.get(WAY) == BY_MAIL
        return str(_("%(name)s, by link in mail") % {"name": self.by}) if by_mail else self.by.name

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "at"], name="event_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.verb} {self.at:%Y-%m-%d}"
