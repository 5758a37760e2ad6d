"""Who works in the way that a best practice tells, and since when."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coaching.models.practice import BestPractice, SharedQuerySet
from portal.models import Person, Record, Team
from portal.scoping import ScopedModel


class AdoptionQuerySet(SharedQuerySet):
    team_path = "practice__team"

    def running(self) -> Self:
        return self.filter(stopped_on=None)


class PracticeAdoption(ScopedModel, Record):
    """`team` is the one that the person worked in on that day."""

    practice = models.ForeignKey(BestPractice, on_delete=models.CASCADE, related_name="adoptions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    adopted_on = models.DateField(_("since"))
    stopped_on = models.DateField(null=True, editable=False)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ["adopted_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "person"], condition=Q(stopped_on=None), name="practice_adopted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.adopted_on:%Y-%m-%d}"
