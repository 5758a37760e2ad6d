"""The strategic priorities that a session was about."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from charters.models import StrategicPriority
from coaching.models.session import CoachingSession, open_to
from portal.models import Person, Record
from portal.scoping import ScopedModel, ScopedQuerySet


class SessionPriorityQuerySet(ScopedQuerySet):
    team_path = "session__team"

    def readable(self, person: Person) -> Q:
        return open_to(person, "session__")


class SessionPriority(ScopedModel, Record):
    """A fact of the session, as its kind is: what was said about the priority is no part of it."""

    session = models.ForeignKey(CoachingSession, on_delete=models.CASCADE, related_name="served")
    priority = models.ForeignKey(StrategicPriority, on_delete=models.PROTECT, related_name="+")

    objects = SessionPriorityQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "priority"], name="session_priority_once")]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.priority_id}"
