"""What the customer was asked for, promised and did: recorded on an opportunity, settled by verbs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from funnels.api.briefs import ContactBrief, DefinitionBrief, contacts, definitions
from funnels.api.parts import PartOfOpportunity
from funnels.choices import CommitmentState, EvidenceKind
from funnels.models import CustomerCommitment, CustomerMeeting, Opportunity
from funnels.rules import may_record
from portal.api.briefs import PersonBrief, everybody
from portal.api.fields import Day, Derived, Related
from portal.api.filtering import ChoicesFilter, DayFilter, Filters, FlagFilter, IdFilter, PersonFilter
from portal.api.resource import Created, Listed, Retrieved, Values, verb
from portal.api.shapes import Brief, Closed, Reason, Shape
from portal.doors import PERSONAL
from portal.verdicts import Verdict


class OpportunityBrief(Brief):
    class Meta:
        model = Opportunity
        fields = ["id", "name"]


class MeetingBrief(Brief):
    class Meta:
        model = CustomerMeeting
        fields = ["id", "held_on"]


class EvidenceShape(Closed):
    kind = serializers.ChoiceField(choices=EvidenceKind.choices)
    reference = serializers.CharField(required=False, allow_blank=True, max_length=300)
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000)


def as_evidence(kind: str, reference: str, note: str) -> dict[str, str] | None:
    return {"kind": kind, "reference": reference, "note": note} if kind else None


class CommitmentShape(Shape):
    """`evidence` is there once it is fulfilled; after `expires_on` it no longer counts."""

    opportunity = Related(OpportunityBrief)
    definition = Related(DefinitionBrief, allow_null=True)
    given_by = Related(ContactBrief, allow_null=True)
    asked_by = Related(PersonBrief, allow_null=True)
    recorded_by = Related(PersonBrief, allow_null=True)
    confirmed_by = Related(PersonBrief, allow_null=True)
    meeting = Related(MeetingBrief, allow_null=True)
    evidence = Derived(
        as_evidence, "evidence_kind", "evidence_reference", "evidence_note", of=EvidenceShape(), allow_null=True
    )

    class Meta:
        model = CustomerCommitment
        fields = [
            "id", "version", "statement", "state", "asked_on", "promised_for", "reschedules", "fulfilled_on",
            "settled_on", "expires_on", "created_at", "opportunity", "definition", "given_by", "asked_by",
            "recorded_by", "confirmed_by", "meeting", "evidence",
        ]  # fmt: skip


class NewCommitment(Closed):
    """Give a `definition` of the opportunity's funnel, or a `statement` for one that only it asks for."""

    definition = Related(DefinitionBrief, within=definitions, required=False, allow_null=True)
    statement = serializers.CharField(required=False, allow_blank=True, max_length=300)
    given_by = Related(ContactBrief, within=contacts, required=False, allow_null=True)
    asked_on = Day(required=False, allow_null=True)
    promised_for = Day(required=False, allow_null=True)


class Fulfil(Closed):
    given_by = Related(ContactBrief, within=contacts)
    evidence = EvidenceShape()
    fulfilled_on = Day(required=False, help_text="Today when left out; never in the future.")
    confirmed_by = Related(PersonBrief, within=everybody, required=False, allow_null=True)


class Reschedule(Reason):
    promised_for = Day()


class CommitmentFilters(Filters):
    opportunity = IdFilter("opportunity")
    owner = PersonFilter("opportunity__owner", label=_("Of the opportunity: an id, or “me”"))
    team = IdFilter("opportunity__team")
    given_by = IdFilter("given_by")
    definition = IdFilter("definition")
    state = ChoicesFilter("state", choices=CommitmentState.choices)
    promised_from = DayFilter("promised_for", "gte")
    promised_to = DayFilter("promised_for", "lte")
    overdue = FlagFilter(method="by_overdue")

    def by_overdue(self, rows: Any, name: str, wanted: bool) -> Any:
        late = rows.overdue(self.person.today())
        return late if wanted else rows.exclude(pk__in=late.values("pk"))


ORDERINGS = {"id": "id", "promised_for": "promised_for", "fulfilled_on": "fulfilled_on", "asked_on": "asked_on"}


class Commitments(Listed, Retrieved):
    door = PERSONAL
    shape = CommitmentShape
    filters = CommitmentFilters
    orderings = ORDERINGS

    def rows(self) -> QuerySet[CustomerCommitment]:
        found: QuerySet[CustomerCommitment] = CustomerCommitment.objects.visible_to(self.person)
        return found

    def may_change(self, record: CustomerCommitment) -> Verdict:
        return may_record(self.person, record.opportunity)

    @verb(Fulfil)
    def fulfil(self, commitment: CustomerCommitment, values: Values) -> None:
        commitment.fulfil(**values.pop("evidence"), **values, by=self.person, at=self.now, version=commitment.version)

    @verb(Reason)
    def decline(self, commitment: CustomerCommitment, values: Values) -> None:
        commitment.decline(**values, by=self.person, at=self.now, version=commitment.version)

    @verb(Reason, path="break")
    def break_off(self, commitment: CustomerCommitment, values: Values) -> None:
        commitment.break_off(**values, by=self.person, at=self.now, version=commitment.version)

    @verb(Reason)
    def withdraw(self, commitment: CustomerCommitment, values: Values) -> None:
        commitment.withdraw(**values, by=self.person, at=self.now, version=commitment.version)

    @verb(Reschedule)
    def reschedule(self, commitment: CustomerCommitment, values: Values) -> None:
        commitment.reschedule(**values, by=self.person, at=self.now, version=commitment.version)


class CommitmentsOfOpportunity(PartOfOpportunity, Listed, Created):
    shape = CommitmentShape
    entry = NewCommitment
    filters = CommitmentFilters
    orderings = ORDERINGS
    home = "commitments"

    def rows(self) -> QuerySet[CustomerCommitment]:
        found: QuerySet[CustomerCommitment] = self.opportunity.commitments.all()
        return found

    def add(self, values: Values) -> CustomerCommitment:
        return self.opportunity.ask(**values, by=self.person, at=self.now)
