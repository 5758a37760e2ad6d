"""What a named person at the customer has been asked for, promised, and done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funnels.choices import CommitmentState, EvidenceKind
from funnels.models.account import Contact
from funnels.models.funnel import CommitmentDefinition
from funnels.models.opportunity import Opportunity, OpportunityPartQuerySet
from funnels.refusals import WrongState
from funnels.standing import PENDING, expiry
from portal.days import fault_of_past, fault_of_promise
from portal.models import Event, Person, Versioned
from portal.refusals import Invalid
from portal.scoping import ScopedModel

EVIDENCE = (
    "given_by",
    "fulfilled_on",
    "confirmed_by",
    "recorded_by",
    "evidence_kind",
    "evidence_reference",
    "evidence_note",
    "expires_on",
)


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
        Contact,
        verbose_name=_("who committed"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commitments",
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
        Person,
        verbose_name=_("second person who heard it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
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

    @transaction.atomic
    def fulfil(
        self,
        *,
        by: Person,
        at: datetime,
        given_by: Contact | None,
        kind: str,
        fulfilled_on: date | None = None,
        reference: str = "",
        note: str = "",
        confirmed_by: Person | None = None,
        version: int | None = None,
    ) -> None:
        """The customer did it. Needs who gave it and evidence; a future day is refused."""
        self._begin(version)
        today = by.today_at(at)
        day = fulfilled_on or today
        self._refuse_bad_evidence(given_by, kind, day, today, reference, note, by, confirmed_by)
        self.given_by, self.fulfilled_on, self.confirmed_by, self.recorded_by = given_by, day, confirmed_by, by
        self.evidence_kind, self.evidence_reference, self.evidence_note = kind, reference.strip(), note.strip()
        lasts = self.definition.lasts_days if self.definition else None
        self.expires_on = expiry(day, kind, lasts, confirmed=confirmed_by is not None)
        self._settle(CommitmentState.FULFILLED, by=by, at=at, acted_on=day, extra=EVIDENCE)

    def _refuse_bad_evidence(
        self,
        given_by: Contact | None,
        kind: str,
        day: date,
        today: date,
        reference: str,
        note: str,
        by: Person,
        confirmed_by: Person | None,
    ) -> None:
        errors: dict[str, Any] = {}
        if given_by is None:
            errors["given_by"] = _("Choose who at the customer committed.")
        elif not self.opportunity.knows(given_by):
            errors["given_by"] = _("Choose somebody who works at this opportunity's customer.")
        accepted = self.definition.evidence_kinds if self.definition else EvidenceKind.values
        if kind not in accepted:
            names = ", ".join(str(EvidenceKind(one).label) for one in accepted)
            errors["evidence.kind"] = _("Choose one of the accepted kinds of evidence: %(names)s.") % {"names": names}
        if not reference.strip() and not note.strip():
            errors["evidence.note"] = _("Say what the customer said or sent, or where to find it.")
        if fault := fault_of_past(day, today):
            errors["fulfilled_on"] = fault
        if confirmed_by is not None and confirmed_by.pk == by.pk:
            errors["confirmed_by"] = _("Choose a second person, not yourself.")
        if errors:
            raise Invalid(errors)

    @transaction.atomic
    def reschedule(
        self, *, promised_for: date, by: Person, at: datetime, reason: str = "", version: int | None = None
    ) -> None:
        """The customer names a day, or another one. Each change is kept in the history."""
        self._begin(version)
        today = by.today_at(at)
        if promised_for < today:
            raise Invalid({"promised_for": _("Enter today or a day in the future.")})
        if fault := fault_of_promise(promised_for, today, today):
            raise Invalid({"promised_for": fault})
        before = {"promised_for": self.promised_for}
        if self.promised_for is not None and self.promised_for != promised_for:
            self.reschedules += 1
        self.promised_for, self.state = promised_for, CommitmentState.PROMISED
        self.keep("promised_for", "state", "reschedules")
        self.note("rescheduled", by=by, at=at, before=before, after={"promised_for": promised_for}, reason=reason)
        self.opportunity.restate(by=by, at=at, acted_on=by.today_at(at))

    @transaction.atomic
    def decline(self, *, by: Person, at: datetime, reason: str = "", version: int | None = None) -> None:
        """The customer said no. Recorded as such; it can be asked again."""
        self._begin(version)
        self._settle(CommitmentState.DECLINED, by=by, at=at, acted_on=by.today_at(at), reason=reason)

    @transaction.atomic
    def break_off(self, *, by: Person, at: datetime, reason: str = "", version: int | None = None) -> None:
        """The customer promised and did not do it. A move already made stays; the gap shows."""
        self._begin(version, CommitmentState.PROMISED, CommitmentState.ASKED)
        self._settle(CommitmentState.BROKEN, by=by, at=at, reason=reason)

    @transaction.atomic
    def withdraw(self, *, by: Person, at: datetime, reason: str = "", version: int | None = None) -> None:
        """It no longer matters, or was recorded by mistake. Reads as unknown from then on."""
        self._begin(version, *PENDING, CommitmentState.FULFILLED)
        if self.state == CommitmentState.FULFILLED and not reason.strip():
            raise Invalid({"reason": _("Say in a sentence why this evidence no longer counts.")})
        self._settle(CommitmentState.WITHDRAWN, by=by, at=at, reason=reason)

    def _begin(self, version: int | None, *states: str) -> None:
        """Lock the opportunity, then the commitment: always in this order, so that two never wait for each other."""
        self.opportunity.lock()
        self.lock(version=version)
        if self.state not in (states or PENDING):
            raise WrongState(
                _("This commitment is %(state)s; that cannot be done any more.")
                % {"state": self.get_state_display().lower()}
            )

    def _settle(
        self,
        state: str,
        *,
        by: Person,
        at: datetime,
        acted_on: date | None = None,
        reason: str = "",
        extra: tuple[str, ...] = (),
    ) -> None:
        before = {"state": self.state}
        self.state, self.settled_on = state, by.today_at(at)
        self.keep("state", "settled_on", *extra)
        self.note(state, by=by, at=at, before=before, after={"state": state}, reason=reason)
        self.opportunity.restate(by=by, at=at, acted_on=acted_on)

    def note(
        self,
        verb: str,
        *,
        by: Person,
        at: datetime,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        reason: str = "",
    ) -> None:
        """Commitments' events stand in the history of their opportunity."""
        told = {"commitment": self.pk, "definition": self.definition_id, **(after or {})}
        Event.objects.record(
            self.opportunity,
            f"commitment_{verb}",
            by=by,
            at=at,
            team=self.opportunity.team,
            before=before,
            after=told,
            reason=reason,
        )
