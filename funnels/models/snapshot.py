"""What each open opportunity looked like at the start of each week, so that accuracy can be measured later."""

from __future__ import annotations

from django.db import models

from funnels.models.funnel import Stage
from funnels.models.opportunity import Opportunity
from portal.models import Person, Record, Team
from portal.scoping import ScopedModel, ScopedQuerySet


class SnapshotQuerySet(ScopedQuerySet):
    team_path = "team"


class FunnelSnapshot(ScopedModel, Record):
    """One row per open opportunity and week; `week` is the Monday in the organisation's time zone."""

    week = models.DateField()
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="snapshots")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    supported_stage = models.ForeignKey(Stage, null=True, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3)
    expected_close = models.DateField(null=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["week", "opportunity"], name="snapshot_once_a_week")]

    def __str__(self) -> str:
        return f"{self.week} {self.opportunity_id}"
