"""What the owner of an opportunity may do to a customer's commitment by a link of the mail: as on the page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from funnels.choices import EvidenceKind, Status
from funnels.models import CustomerCommitment
from funnels.rules import may_record
from portal.digests.acting import DONE, REDATE, Deed, Own
from portal.digests.acting_forms import Redate
from portal.forms import PortalForm
from portal.models import Person

COMMITMENT: Final = "customercommitment"


class Evidence(PortalForm):
    """The customer did it: by what that is known."""

    note = forms.CharField(label=_("What did the customer say or send?"), max_length=2000, widget=forms.Textarea)


def verbs_for(one: CustomerCommitment) -> tuple[str, ...]:
    """Without somebody who committed nothing is fulfilled; who that was is said on the page."""
    return (DONE, REDATE) if one.given_by_id else (REDATE,)


def acts(person: Person, kind: str, key: UUID) -> Own | None:
    if kind != COMMITMENT:
        return None
    rows: Any = CustomerCommitment.objects.visible_to(person).pending().filter(pk=key, opportunity__owner=person)
    rows = rows.filter(opportunity__status=Status.OPEN, opportunity__archived_at=None)
    one = rows.select_related("opportunity__account", "given_by", "definition").first()
    if one is None or not may_record(person, one.opportunity):
        return None

    def fulfil(*, kind: str, note: str, **told: Any) -> None:
        one.fulfil(given_by=one.given_by, kind=kind, note=note, **told)

    def redate(*, due_on: date, reason: str, by: Person, at: datetime, version: int) -> None:
        one.reschedule(promised_for=due_on, reason=reason, by=by, at=at, version=version)

    deeds = {DONE: Deed(_evidence(one), fulfil), REDATE: Deed(Redate, redate)}
    return Own(one.version, {verb: deeds[verb] for verb in verbs_for(one)})


def _evidence(one: CustomerCommitment) -> type[PortalForm]:
    """With the kinds of evidence that this commitment accepts."""
    kinds = one.definition.evidence_kinds if one.definition else EvidenceKind.values
    choices = [(kind, EvidenceKind(kind).label) for kind in kinds]
    field = forms.ChoiceField(label=_("Kind of evidence"), choices=choices)
    return type("EvidenceOf", (Evidence,), {"kind": field, "field_order": ["kind", "note"]})
