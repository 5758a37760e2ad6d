"""What a named person at the customer has been asked for, promised, and done."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funnels.choices import CommitmentState, EvidenceKind
from funnels.models.account import Contact
from funnels.models.funnel import CommitmentDefinition
from funnels.models.opportunity import Opportunity, OpportunityPartQuerySet
from portal.models import Person, Versioned
from portal.scoping import ScopedModel


class CommitmentQuerySet(OpportunityPartQuerySet):
    def pending(self) -> CommitmentQuerySet:
        """Asked or promised, not yet answered by the customer's deed."""
        return self.filter(state__in=[CommitmentState.ASKED, CommitmentState.PROMISED])

    def overdue(self, today: date) -> CommitmentQuerySet:
        return self.pending().filter(promised_for__lt=today)


class CustomerCommitment(ScopedModel, Versioned):
    """One commitment. `definition` is empty for one that only this opportunity asks for."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="commitments")
    definition = models.ForeignKey(
        CommitmentDefinition, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    statement = models.CharField(_("the customer …"), max_length=300)
    state = models.CharField(
        max_length=10, choices=CommitmentState.choices, default=CommitmentState.ASKED, editable=False
    )
    given_by = models.ForeignKey(
        Contact, verbose_name=_("who committed"), null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    promised_for = models.DateField(_("promised for"), null=True, blank=True)
    reschedules = models.PositiveSmallIntegerField(default=0, editable=False)
    fulfilled_on = models.DateField(_("when"), null=True, blank=True)
    settled_on = models.DateField(null=True, editable=False)
    evidence_kind = models.CharField(_("evidence"), max_length=10, choices=EvidenceKind.choices, blank=True)
    evidence_reference = models.CharField(_("where to find it"), max_length=300, blank=True)
    evidence_note = models.TextField(_("what the customer said or sent"), max_length=2000, blank=True)
    confirmed_by = models.ForeignKey(
        Person, verbose_name=_("second person who heard it"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_on = models.DateField(null=True, editable=False)
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    meeting = models.ForeignKey(
        "funnels.CustomerMeeting", null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments"
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=CommitmentState.FULFILLED)
                | (Q(given_by__isnull=False) & Q(fulfilled_on__isnull=False) & ~Q(evidence_kind="")),
                name="commitment_fulfilled_has_evidence",
                violation_error_message=_("A fulfilled commitment names who gave it, when, and the evidence."),
            )
        ]
        indexes = [
            models.Index(
                fields=["promised_for"],
                condition=Q(state__in=["asked", "promised"]),
                name="commitment_due",
            )
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def is_pending(self) -> bool:
        return self.state in (CommitmentState.ASKED, CommitmentState.PROMISED)

    def has_expired(self, today: date) -> bool:
        """Evidence holds up to and including its last day."""
        return self.expires_on is not None and self.expires_on < today
