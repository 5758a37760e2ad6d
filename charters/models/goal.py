"""A goal: from which state to which. It may lack a number; its objectives may not."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from charters.models.charter import Charter
from charters.models.part import Part, PartQuerySet


class Goal(Part):
    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="goals")
    statement = models.CharField(_("goal"), max_length=300)
    from_state = models.CharField(_("from"), max_length=500, blank=True)
    to_state = models.CharField(_("to"), max_length=500, blank=True)

    objects = PartQuerySet.as_manager()

    def __str__(self) -> str:
        return self.statement
