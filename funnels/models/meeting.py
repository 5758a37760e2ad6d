"""A meeting with the customer: what we aimed for before, what we got after."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from funnels.choices import MeetingResult
from funnels.models.account import Contact
from funnels.models.opportunity import Opportunity, OpportunityPartQuerySet
from portal.models import Person, Versioned
from portal.scoping import ScopedModel


class CustomerMeeting(ScopedModel, Versioned):
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="meetings")
    held_on = models.DateField(_("date"))
    attendees = models.ManyToManyField(Contact, verbose_name=_("attendees"), blank=True, related_name="+")
    best_commitment = models.CharField(_("best commitment we aim for"), max_length=300, blank=True)
    least_commitment = models.CharField(_("least we accept"), max_length=300, blank=True)
    result = models.CharField(_("what we got"), max_length=10, choices=MeetingResult.choices, blank=True)
    got = models.CharField(_("in the customer's words"), max_length=300, blank=True)
    planned_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = OpportunityPartQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return f"{self.opportunity} · {self.held_on:%Y-%m-%d}"
