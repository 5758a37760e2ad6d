"""Who at the customer bears on this opportunity, and how."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from funnels.choices import Degree, InfluenceRole, ResponseMode
from funnels.models.account import Contact
from funnels.models.opportunity import Opportunity, OpportunityPartQuerySet
from portal.models import Versioned
from portal.scoping import ScopedModel


class BuyingInfluence(ScopedModel, Versioned):
    """A person's role in this one decision. Degree, mode and rating may stay unknown."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="influences")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="influences", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=10, choices=InfluenceRole.choices)
    degree = models.CharField(_("influence"), max_length=10, choices=Degree.choices, blank=True)
    mode = models.CharField(_("mode"), max_length=14, choices=ResponseMode.choices, blank=True)
    rating = models.SmallIntegerField(
        _("rating"), null=True, blank=True, validators=[MinValueValidator(-5), MaxValueValidator(5)]
    )

    objects = OpportunityPartQuerySet.as_manager()

    class Meta:
        ordering = ["role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "contact", "role"],
                name="influence_once",
                violation_error_message=_("This person already has this role here."),
            ),
            models.CheckConstraint(
                condition=models.Q(rating=None) | models.Q(rating__range=(-5, 5)) & ~models.Q(rating=0),
                name="influence_rating_in_range",
                violation_error_message=_("Choose a rating from −5 to +5; there is no 0."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} · {self.get_role_display()}"
