"""An objective: from what to what by when, measurable, owned by somebody who accepted it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from charters.choices import Direction, ObjectiveKind
from charters.models.charter import Charter
from charters.models.goal import Goal
from charters.models.measuring import Measuring
from charters.models.part import Part, PartQuerySet


def quantity(label: Any, explained: Any = "") -> models.DecimalField:
    return models.DecimalField(label, max_digits=18, decimal_places=4, null=True, blank=True, help_text=explained)


class Objective(Measuring, Part):
    """`supports` names an objective of the charter above; `figure` one that the portal computes (charters/figures.py).

    A milestone objective counts the milestones reached: its baseline is none of them.
    """

    placed_under = ("goal",)
    in_progress = ("owner",)

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="objectives")
    goal = models.ForeignKey(
        Goal, verbose_name=_("goal"), null=True, blank=True, on_delete=models.SET_NULL, related_name="objectives"
    )
    statement = models.CharField(_("objective"), max_length=300)
    kind = models.CharField(
        _("measured by"), max_length=10, choices=ObjectiveKind.choices, default=ObjectiveKind.NUMERIC
    )
    metric = models.CharField(_("metric"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices, default=Direction.UP)
    baseline = quantity(_("from"))
    baseline_on = models.DateField(_("measured on"), null=True, blank=True)
    expectation = quantity(_("normal expectation"), _("What would be reached without special effort."))
    supports = models.ForeignKey(
        "self",
        verbose_name=_("contributes to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="supporters",
    )
    figure = models.CharField(_("figure that fills it"), max_length=60, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta(Part.Meta):
        indexes = [models.Index(fields=["lineage"], name="objective_lineage")]

    def __str__(self) -> str:
        return self.statement

    def touched(self) -> None:
        """Whoever accepted it accepted something else."""
        progress: Any = self._meta.get_field("progress").related_model
        progress._base_manager.filter(objective=self.pk).update(accepted_at=None)

    def leaving(self) -> None:
        """Charters below no longer contribute to it, and their gists say that they do."""
        Charter._base_manager.filter(objectives__supports=self.pk).update(gist=None)

    @property
    def is_milestone(self) -> bool:
        return self.kind == ObjectiveKind.MILESTONE


class TargetQuerySet(PartQuerySet):
    team_path = "objective__charter__team"


class Target(Part):
    """What is to be reached by a day: a value, or in words a milestone."""

    placed_under = ("objective",)

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="targets")
    due_on = models.DateField(_("by"))
    value = quantity(_("to"))
    milestone = models.CharField(_("milestone"), max_length=300, blank=True)

    objects = TargetQuerySet.as_manager()

    @classmethod
    def home_in(cls, charter: Charter) -> dict[str, Any]:
        return {}

    @property
    def charter(self) -> Charter:
        return self.objective.charter

    def siblings(self) -> models.QuerySet[Any]:
        return type(self)._base_manager.filter(objective=self.objective).order_by("position", "id")

    def touched(self) -> None:
        self.objective.touched()

    class Meta(Part.Meta):
        ordering = ["due_on", "position"]

    def __str__(self) -> str:
        return self.milestone or f"{self.value}"
