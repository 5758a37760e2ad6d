"""What is published about a manager when a cycle closes: written once, never reckoned anew."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from coaching.feedback.counting import FEWEST, Figure
from coaching.models.feedback.cycle import FeedbackCycle
from portal.models import Person, Record, Team
from portal.roles import Role
from portal.scoping import ScopedModel, ScopedQuerySet


class ResultQuerySet(ScopedQuerySet):
    team_path = "team"

    def readable(self, person: Person) -> Q:
        """The manager, and the managers above, who manage `team` or a team above it."""
        return Q(manager=person) | Q(team_id__in=person.reach.teams(Role.MANAGER))

    def in_order(self) -> Self:
        return self.select_related("cycle", "manager", "team").order_by("-cycle__closes_on", "-id")


class FeedbackResult(ScopedModel, Record):
    """The figures of one manager; or, without `manager`, of those groups together that were too small alone.

    Every answer is in the figures of one row at most, so nothing is found out by subtracting one row from another.
    `team` is where the managers sit who read it beside the manager: nobody's, when it is empty. `answers` is unknown
    below five: then there are no figures. `groups` says of how many managers the answers are.
    """

    cycle = models.ForeignKey(FeedbackCycle, on_delete=models.PROTECT, related_name="results")
    manager = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    groups = models.PositiveSmallIntegerField(default=1)
    asked = models.PositiveSmallIntegerField()
    answers = models.PositiveSmallIntegerField(null=True)
    figures = models.JSONField(default=dict)

    objects = ResultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "manager"], name="feedback_result_once"),
            models.CheckConstraint(condition=Q(answers=None) | Q(answers__gte=FEWEST), name="feedback_result_of_five"),
            models.CheckConstraint(condition=Q(answers__isnull=False) | Q(figures={}), name="feedback_result_or_none"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_shown(self) -> bool:
        return self.answers is not None

    def figure(self, code: str) -> Figure | None:
        """Of a statement; None where fewer than five said something, or nothing is shown."""
        kept: Any = self.figures.get(code)
        return Figure(**kept) if kept else None
