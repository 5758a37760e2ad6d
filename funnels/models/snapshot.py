"""What each open opportunity looked like at the start of each week, so that accuracy can be measured later."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from funnels.models.funnel import Stage
from funnels.models.opportunity import Opportunity
from portal.models import Person, Record, Team
from portal.scoping import ScopedModel, ScopedQuerySet

RED = Q(overdue=True) | Q(no_next=True) | Q(past_close=True) | Q(stalled=True) | Q(gap=True)


class SnapshotQuerySet(ScopedQuerySet):
    team_path = "team"

    def to_mend(self) -> Self:
        """Past their close date, longer in the stage than it should take, or ahead of their evidence."""
        return self.filter(Q(past_close=True) | Q(stalled=True) | Q(gap=True))

    def red(self) -> Self:
        """Anything that asks for somebody."""
        return self.filter(RED)


class FunnelSnapshot(ScopedModel, Record):
    """One row per open opportunity and week; `week` is the Monday in the organisation's time zone.

    What it needed then is kept as the board tells it (funnels/needs.py); weeks of an older portal do not know.
    `backed`: what the customer has done reaches as far as the stage.
    """

    week = models.DateField()
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="snapshots")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    supported_stage = models.ForeignKey(Stage, null=True, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3)
    expected_close = models.DateField(null=True)
    overdue = models.BooleanField(null=True)
    no_next = models.BooleanField(null=True)
    stalled = models.BooleanField(null=True)
    past_close = models.BooleanField(null=True)
    gap = models.BooleanField(null=True)
    backed = models.BooleanField(null=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["week", "opportunity"], name="snapshot_once_a_week")]
        indexes = [
            models.Index(fields=["team", "week"], name="snapshot_team"),
            models.Index(fields=["owner", "week"], name="snapshot_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.week} {self.opportunity_id}"
