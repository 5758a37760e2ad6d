"""Where a team wants to be by a day six to twelve months out. Not a charter's mission, which says how."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from charters.models.charter import Charter
from charters.models.goal import Goal
from charters.models.part import Part, PartQuerySet


class SalesMission(Part):
    """Belongs to a charter of kind `mission`, which gives it its sponsor, its versions and its objectives."""

    charter = models.OneToOneField(Charter, on_delete=models.CASCADE, related_name="sales_mission")
    statement = models.CharField(_("where we want to be"), max_length=500)
    comparison = models.CharField(_("compared with what"), max_length=300, blank=True)
    what_changes = models.TextField(_("what changes for the better"), max_length=2000, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    organisation_goal = models.ForeignKey(
        Goal,
        verbose_name=_("goal of the organisation that it serves"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="served_by",
    )
    forecast = models.CharField(_("what we would reach without it"), max_length=500, blank=True)
    attainable = models.BooleanField(_("realistic if we stretch"), default=False)
    confidence = models.PositiveSmallIntegerField(
        _("the team's confidence"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    pledge = models.TextField(_("the owner's pledge"), max_length=2000, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta(Part.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="sales_mission_ends_after_it_starts",
                violation_error_message=_("The end lies after the start."),
            )
        ]

    def clean(self) -> None:
        if not self.charter.is_mission:
            raise ValidationError(_("Only the sales mission of a team is set by a day. A charter's mission says how."))

    def __str__(self) -> str:
        return self.statement
