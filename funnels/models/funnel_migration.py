"""Moving the open opportunities of earlier versions to the version in use: who started it, and how far it is."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from funnels.models.funnel import Funnel
from portal.models import Person, Record
from portal.scoping import ScopedModel, ScopedQuerySet


class FunnelMigrationQuerySet(ScopedQuerySet):
    team_path = "funnel__team"

    def unfinished(self) -> FunnelMigrationQuerySet:
        return self.filter(finished_at=None)


class FunnelMigration(ScopedModel, Record):
    """One run towards `funnel`. `stages` says where opportunities go whose stage is gone: {code: stage id}.

    `done` is saved with each piece's effect, so a killed worker repeats none.
    """

    funnel = models.ForeignKey(Funnel, on_delete=models.PROTECT, related_name="migrations")
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    stages = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    objects = FunnelMigrationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["funnel"], condition=Q(finished_at=None), name="funnel_migrates_once"),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="funnel_migration_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.funnel} {self.done}/{self.total}"
