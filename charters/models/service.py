"""What the audience gets from a function, and how its success is measured."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from charters import lists
from charters.choices import Dimension, Direction, MeasureLevel, ServiceKind, ServiceState
from charters.models.charter import Charter
from charters.models.measuring import Measuring
from charters.models.objective import Objective
from charters.models.part import Part, PartQuerySet


class Service(Part):
    """`audiences` are keys of the charter's audience; a service for the first time is judged by milestones first."""

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="services")
    name = models.CharField(_("service"), max_length=200)
    kind = models.CharField(_("kind"), max_length=24, choices=ServiceKind.choices, default=ServiceKind.CONTENT)
    description = models.TextField(_("what it offers"), max_length=2000, blank=True)
    audiences = models.JSONField(_("for whom"), default=list, blank=True, validators=[lists.audience_keys])
    customer_phases = models.JSONField(
        _("phases of the customer's path"), default=list, blank=True, validators=[lists.customer_phases]
    )
    first_time = models.BooleanField(_("offered for the first time"), default=False)
    live_from = models.DateField(_("live from"), null=True, blank=True)
    live_until = models.DateField(_("live until"), null=True, blank=True)
    adoption_measure = models.CharField(_("how adoption is measured"), max_length=300, blank=True)
    how_to_ask = models.CharField(_("how to ask for it"), max_length=300, blank=True)
    promise = models.CharField(_("what we promise"), max_length=300, blank=True)

    objects = PartQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def state_on(self, day: date) -> ServiceState:
        if self.live_until is not None and self.live_until < day:
            return ServiceState.RETIRED
        live = self.live_from is not None and self.live_from <= day
        return ServiceState.LIVE if live else ServiceState.PLANNED


class Measure(Measuring, Part):
    """One way to see whether the charter works. `proves` marks the one that is inspected above all."""

    placed_under = ("objective",)

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="measures")
    objective = models.ForeignKey(
        Objective,
        verbose_name=_("objective"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="measures",
    )
    name = models.CharField(_("measure"), max_length=200)
    dimension = models.CharField(_("dimension"), max_length=10, choices=Dimension.choices)
    level = models.CharField(_("level"), max_length=10, choices=MeasureLevel.choices, default=MeasureLevel.RESULT)
    leading = models.BooleanField(_("leading"), default=False)
    proves = models.BooleanField(_("the one that proves it"), default=False)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices, default=Direction.UP)
    rhythm = models.CharField(_("how often it is looked at"), max_length=120, blank=True)
    figure = models.CharField(_("figure that fills it"), max_length=60, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["charter"],
                condition=models.Q(proves=True),
                name="measure_proves_once",
                violation_error_message=_("Only one measure can be the one that proves it."),
            )
        ]

    def __str__(self) -> str:
        return self.name
