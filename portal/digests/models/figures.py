"""The figures of the organisation and of its teams, as they stood when a week began: everybody reads the same."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from portal.models import Record


class WeekFigures(Record):
    """`content` holds what each module kept, by its name: identifiers and counts, no texts."""

    week = models.DateField(unique=True)
    at = models.DateTimeField()
    content = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name_plural = "figures of weeks"

    def __str__(self) -> str:
        return str(self.week)
