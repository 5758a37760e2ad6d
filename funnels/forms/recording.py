"""What the customer committed to: recorded, asked for, promised for another day, or refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from funnels.choices import EvidenceKind, InfluenceRole
from funnels.models import Contact
from portal.choosing import OneOf
from portal.forms import PortalForm
from portal.models import Person

ROLES = [("", _("Role not known yet")), *InfluenceRole.choices]


class GiverForm(PortalForm):
    """Who at the customer: somebody known, or somebody new by name alone."""

    giver_needed = True
    given_by = OneOf(label=_("Who committed"))
    new_giver = forms.CharField(label=_("Somebody new"), max_length=120, required=False)
    new_role = forms.ChoiceField(label=_("Their role"), choices=ROLES, required=False)

    def __init__(
        self,
        *args: Any,
        contacts: Iterable[Contact],
        roles: Mapping[UUID, Sequence[str]] | None = None,
        **options: Any,
    ):
        super().__init__(*args, **options)
        self.known = list(contacts)
        empty = _("Not listed: name them below") if self.known else _("Nobody yet: name them below")
        self.giver.error_messages["required"] = _("Choose who at the customer committed.")
        self.giver.required = self.giver_needed and not self.data.get(self.add_prefix("new_giver"))
        self.giver.offer(self.known, label=lambda contact: titled(contact, roles or {}), empty=empty)

    @property
    def giver(self) -> OneOf:
        field = self.fields["given_by"]
        assert isinstance(field, OneOf)
        return field

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("given_by") and values.get("new_giver"):
            self.add_error("new_giver", _("Choose somebody known or name somebody new, not both."))
        return values


def titled(contact: Contact, roles: Mapping[UUID, Sequence[str]]) -> str:
    """ "Karin Aune · Economic"; without a role here the job title stands there."""
    words = ", ".join(roles.get(contact.pk, ())) or contact.title
    return f"{contact.name} · {words}" if words else contact.name


class RecordForm(GiverForm):
    """A commitment that the customer kept, with its evidence."""

    fulfilled_on = forms.DateField(label=_("When"), widget=forms.DateInput)
    kind = forms.ChoiceField(label=_("Kind of evidence"), choices=EvidenceKind.choices)
    note = forms.CharField(label=_("What did the customer say or send?"), max_length=2000, widget=forms.Textarea)
    reference = forms.CharField(label=_("Where to find it"), max_length=300, required=False)
    confirmed_by = OneOf(label=_("Second person who heard it"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kinds: Sequence[str] = (), people: Iterable[Person] = (), **options: Any):
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(kind, EvidenceKind(kind).label) for kind in kinds or EvidenceKind.values]  # type: ignore[attr-defined]
        people = list(people)
        if people:
            self.fields["confirmed_by"].offer(people, empty=_("Nobody else"))  # type: ignore[attr-defined]
        else:
            del self.fields["confirmed_by"]
        self.fields["note"].error_messages["required"] = _("Say what the customer said or sent, or where to find it.")
        self.fields["note"].required = not self.data.get(self.add_prefix("reference"))
        self.fields["note"].widget.attrs["placeholder"] = _("“The board decides on 14 January; I will send the paper.”")

    def deed(self) -> dict[str, Any]:
        """What `fulfil` takes, but for the giver."""
        names = ("kind", "fulfilled_on", "note", "reference", "confirmed_by")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}

    @property
    def kind_words(self) -> str:
        """The kind of evidence that stands chosen."""
        choices = dict(self.fields["kind"].choices)  # type: ignore[attr-defined]
        return str(choices.get(self["kind"].value()) or next(iter(choices.values()), ""))


class StatementForm(RecordForm):
    """The same for a commitment that only this opportunity asks for."""

    statement = forms.CharField(label=_("The customer …"), max_length=300)
    field_order = ["statement"]


class AskForm(GiverForm):
    """Something the customer was asked for; with a day it is promised."""

    giver_needed = False
    given_by = OneOf(label=_("Who was asked"))
    definition = OneOf(label=_("What the customer is to do"), required=False)
    statement = forms.CharField(label=_("In your own words"), max_length=300, required=False)
    asked_on = forms.DateField(label=_("Asked on"), widget=forms.DateInput, required=False)
    promised_for = forms.DateField(label=_("Promised for"), widget=forms.DateInput, required=False)
    field_order = ["definition", "statement", "given_by", "new_giver", "new_role", "promised_for", "asked_on"]

    def __init__(self, *args: Any, definitions: Iterable[Any], **options: Any):
        super().__init__(*args, **options)
        self.fields["definition"].offer(  # type: ignore[attr-defined]
            definitions, label=lambda one: one.statement, empty=_("Something that only this opportunity asks for")
        )


class ReasonForm(PortalForm):
    """For verbs that need no more than a word why."""

    reason = forms.CharField(label=_("Why"), max_length=500, required=False, widget=forms.Textarea)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RescheduleForm(ReasonForm):
    promised_for = forms.DateField(label=_("The customer's new day"), widget=forms.DateInput)
    field_order = ["promised_for", "reason"]


def suggested(today: date, contact: Contact | None, kinds: Sequence[str]) -> dict[str, Any]:
    """What a record form starts with."""
    return {
        "fulfilled_on": today,
        "given_by": str(contact.pk) if contact else "",
        "kind": kinds[0] if kinds else EvidenceKind.MESSAGE,
    }
