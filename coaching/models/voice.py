"""Whether a best practice was useful to somebody. Counted, never shown with a name."""

from __future__ import annotations

from typing import Self

from django.db import models

from coaching.models.practice import BestPractice, SharedQuerySet
from portal.models import Person, Record
from portal.scoping import ScopedModel


class VoiceQuerySet(SharedQuerySet):
    team_path = "practice__team"

    def said(self) -> Self:
        return self.exclude(useful=None)


class PracticeVoice(ScopedModel, Record):
    """`useful` is unknown once the person has taken it back."""

    practice = models.ForeignKey(BestPractice, on_delete=models.CASCADE, related_name="voices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    useful = models.BooleanField(null=True)
    said_at = models.DateTimeField()

    objects = VoiceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "person"], name="practice_voice_once")]

    def __str__(self) -> str:
        return f"{self.practice_id} · {self.useful}"
