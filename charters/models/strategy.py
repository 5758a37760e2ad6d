"""A strategy: how an objective is reached, and what is expected of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from charters.choices import NEEDS_ADOPTION, StrategyKind
from charters.models.charter import Charter
from charters.models.objective import Objective
from charters.models.part import Part, PartQuerySet


class Strategy(Part):
    """`decided_on`, `involved_on` and `stakeholders` matter where technology is decided: the users come first."""

    placed_under = ("objective",)

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="strategies")
    objective = models.ForeignKey(
        Objective,
        verbose_name=_("objective"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="strategies",
    )
    statement = models.CharField(_("strategy"), max_length=300)
    kind = models.CharField(_("kind"), max_length=12, choices=StrategyKind.choices, default=StrategyKind.OTHER)
    how = models.TextField(_("how"), max_length=4000, blank=True)
    expected_outcome = models.CharField(_("expected outcome"), max_length=500, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    stakeholders = models.CharField(_("line-of-business stakeholders"), max_length=300, blank=True)
    involved_on = models.DateField(_("involved on"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta(Part.Meta):
        verbose_name_plural = _("strategies")

    def __str__(self) -> str:
        return self.statement

    @property
    def needs_adoption(self) -> bool:
        return self.kind in NEEDS_ADOPTION
