"""Accounts, the people there, their influence on one opportunity, and meetings with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from funnels.choices import Degree, InfluenceRole, MeetingResult, ResponseMode
from funnels.models import Contact
from portal.choosing import OneOf, SeveralOf
from portal.forms import PortalForm

RATINGS = [
    ("", _("Unknown")),
    *((str(rating), f"{rating:+d}".replace("-", "−")) for rating in range(5, -6, -1) if rating),
]


class AccountForm(PortalForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    industry = forms.CharField(label=_("Industry"), max_length=120, required=False)
    country = forms.CharField(label=_("Country"), max_length=120, required=False)
    employees = forms.IntegerField(label=_("Employees"), min_value=0, max_value=10_000_000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ContactForm(PortalForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    left_on = forms.DateField(label=_("Left the customer on"), widget=forms.DateInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class InfluenceForm(PortalForm):
    """Degree, mode and rating may stay unknown."""

    role = forms.ChoiceField(label=_("Role in this decision"), choices=InfluenceRole.choices, widget=forms.RadioSelect)
    degree = forms.ChoiceField(label=_("Influence"), choices=Degree.choices, widget=forms.RadioSelect, required=False)
    mode = forms.ChoiceField(
        label=_("How they see the situation"), choices=ResponseMode.choices, widget=forms.RadioSelect, required=False
    )
    rating = forms.TypedChoiceField(
        label=_("Stance towards us"), choices=RATINGS, coerce=int, empty_value=None, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NewInfluenceForm(InfluenceForm):
    contact = OneOf(label=_("Person"), required=False)
    new_name = forms.CharField(label=_("Somebody new"), max_length=120, required=False)
    new_title = forms.CharField(label=_("Their job title"), max_length=120, required=False)
    field_order = ["contact", "new_name", "new_title", "role"]

    def __init__(self, *args: Any, contacts: Iterable[Contact], **options: Any):
        super().__init__(*args, **options)
        self.fields["contact"].offer(contacts, empty=_("Not listed: name them below"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("contact")) == bool(values.get("new_name")):
            self.add_error("contact", _("Choose a person, or name somebody new."))
        return values

    def judged(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("role", "degree", "mode", "rating")}


class MeetingForm(PortalForm):
    """What we aim for is written before, what we got after."""

    held_on = forms.DateField(label=_("Date"), widget=forms.DateInput)
    attendees = SeveralOf(label=_("Attendees"), required=False, widget=forms.CheckboxSelectMultiple)
    best_commitment = forms.CharField(label=_("Best commitment we aim for"), max_length=300, required=False)
    least_commitment = forms.CharField(label=_("Least we accept"), max_length=300, required=False)
    result = forms.ChoiceField(
        label=_("What we got"), choices=MeetingResult.choices, widget=forms.RadioSelect, required=False
    )
    got = forms.CharField(label=_("In the customer's words"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, contacts: Iterable[Contact], **options: Any):
        super().__init__(*args, **options)
        self.fields["attendees"].offer(contacts)  # type: ignore[attr-defined]
