"""Recording what the customer commits to, on the opportunity it is about."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from funnels.choices import CommitmentState
from funnels.models.funnel import outline_of
from funnels.models.moving import STANDING
from portal.days import fault_of_past, fault_of_promise
from portal.models import Person
from portal.refusals import Invalid

if TYPE_CHECKING:
    from funnels.models.account import Contact
    from funnels.models.commitment import CustomerCommitment
    from funnels.models.funnel import CommitmentDefinition
    from funnels.models.meeting import CustomerMeeting
    from funnels.models.opportunity import Opportunity


class Recording(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def ask(
        self: Opportunity,
        *,
        by: Person,
        at: datetime,
        definition: CommitmentDefinition | None = None,
        statement: str = "",
        given_by: Contact | None = None,
        asked_on: date | None = None,
        promised_for: date | None = None,
        meeting: CustomerMeeting | None = None,
    ) -> CustomerCommitment:
        """Record that the customer was asked for a commitment; with a date it counts as promised.

        Give a definition of this opportunity's funnel, or a statement for one that only it asks for.
        """
        self.lock()
        today = by.today_at(at)
        faults = self._faults_of(definition, statement, given_by) | _faults_of_days(
            asked_on or today, promised_for, today
        )
        if faults:
            raise Invalid(faults)
        commitment = self.commitments.create(
            definition=definition,
            statement=definition.statement if definition else statement.strip(),
            state=CommitmentState.PROMISED if promised_for else CommitmentState.ASKED,
            given_by=given_by,
            asked_on=asked_on or today,
            asked_by=by,
            promised_for=promised_for,
            meeting=meeting,
        )
        commitment.note(str(commitment.state), by=by, at=at, after={"promised_for": promised_for})
        self.restate(by=by, at=at, acted_on=today if promised_for else None)
        return commitment

    def _faults_of(
        self: Opportunity, definition: CommitmentDefinition | None, statement: str, given_by: Contact | None
    ) -> dict[str, Any]:
        faults: dict[str, Any] = {}
        if definition is None and not statement.strip():
            faults["statement"] = _("Choose a commitment of this stage, or say in words what the customer does.")
        if definition and statement.strip():
            faults["statement"] = _("A commitment was chosen, which has its own words: take these out, or choose none.")
        if definition and not outline_of(self.funnel_id).has(definition.stage_id):
            faults["definition"] = _("Choose a commitment of this opportunity's funnel.")
        if not self.knows(given_by):
            faults["given_by"] = _("Choose somebody who works at this opportunity's customer.")
        return faults

    def knows(self: Opportunity, contact: Contact | None) -> bool:
        """Whether the contact can speak for this opportunity's customer (an unknown customer excludes nobody)."""
        return contact is None or self.account_id is None or contact.account_id == self.account_id

    def record(
        self: Opportunity,
        *,
        by: Person,
        at: datetime,
        definition: CommitmentDefinition | None = None,
        statement: str = "",
        **deed: Any,
    ) -> CustomerCommitment:
        """Ask and fulfil in one step, as a salesperson does after a meeting. `deed` goes to `fulfil`."""
        with transaction.atomic():
            pending = self._pending(definition) or self.ask(by=by, at=at, definition=definition, statement=statement)
            pending.fulfil(by=by, at=at, **deed)
            return pending

    def _pending(self: Opportunity, definition: CommitmentDefinition | None) -> CustomerCommitment | None:
        if definition is None:
            return None
        return self.commitments.pending().filter(definition=definition).first()

    def restate(self: Opportunity, *, by: Person, at: datetime, acted_on: date | None = None) -> None:
        """Reckon the standing anew after a commitment changed; `acted_on` is the day of the customer's act.

        The version stays: what people edit on the opportunity did not change.
        """
        self.reckon_standing(by.today_at(at))
        if acted_on and (self.last_customer_act is None or acted_on > self.last_customer_act):
            self.last_customer_act = acted_on
        self.save(update_fields=[*STANDING, "last_customer_act"])
        self.end_answered_overrides(by.today_at(at), by=by, at=at)


def _faults_of_days(asked_on: date, promised_for: date | None, today: date) -> dict[str, Any]:
    faults = {
        "asked_on": fault_of_past(asked_on, today),
        "promised_for": fault_of_promise(promised_for, asked_on, today) if promised_for else "",
    }
    return {name: fault for name, fault in faults.items() if fault}
