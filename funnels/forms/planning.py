"""An opportunity's plain fields, and the changes that leave its stage alone."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from funnels.choices import Concept, Kind
from funnels.models import Account, Product
from portal.choosing import OneOf, SeveralOf
from portal.forms import MoneyField, PortalForm, VersionedForm
from portal.models import Person, Team
from portal.models.organisation import currency_code

NO_ACCOUNT = _("There is no account of this name yet. Choose one that is there, or add it.")
SEVERAL_ACCOUNTS = _("There are several accounts of this name. Begin from the page of the right one.")


class CurrencyField(forms.CharField):
    """A code in capitals, however it was typed."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).upper()


class OpportunityForm(PortalForm):
    """The single sales objective. Unknown values may stay unknown."""

    name = forms.CharField(label=_("Single sales objective"), max_length=200)
    account = forms.CharField(label=_("Account"), max_length=200, required=False)
    amount = MoneyField(label=_("Amount"), min_value=0, max_digits=14, decimal_places=2, required=False)
    currency = CurrencyField(label=_("Currency"), max_length=3, validators=[currency_code])
    expected_close = forms.DateField(label=_("Expected close"), widget=forms.DateInput, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=forms.RadioSelect)
    segment = forms.CharField(label=_("Market segment"), max_length=120, required=False)
    concept = forms.ChoiceField(
        label=_("The customer wants to"), choices=Concept.choices, widget=forms.RadioSelect, required=False
    )
    concept_words = forms.CharField(
        label=_("In the customer's words"), max_length=2000, required=False, widget=forms.Textarea
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        words = str(values.get("account") or "").strip()
        values["account"] = self._account_named(words, add=bool(values.pop("new_account", False))) if words else None
        return values

    def _account_named(self, words: str, *, add: bool) -> Account | None:
        """The account of this name; with `add` an unsaved one where there is none yet."""
        found = list(Account.objects.current().filter(name__iexact=words)[:2])
        if len(found) == 1:
            return found[0]
        if add and not found:
            return Account(name=words)
        self.add_error("account", SEVERAL_ACCOUNTS if found else NO_ACCOUNT)
        return None


class NewOpportunityForm(OpportunityForm):
    new_account = forms.BooleanField(label=_("Add it as a new account"), required=False)
    team = OneOf(label=_("Team"))
    field_order = ["name", "account", "new_account", "amount", "currency", "expected_close", "team"]

    def __init__(self, *args: Any, teams: Iterable[Team], **options: Any):
        super().__init__(*args, **options)
        self.fields["team"].offer(teams)  # type: ignore[attr-defined]


class EditOpportunityForm(OpportunityForm, VersionedForm):
    reason = forms.CharField(label=_("Why the close date changes"), max_length=500, required=False)
    field_order = ["name", "account", "amount", "currency", "expected_close", "reason"]


class ParkForm(VersionedForm):
    until = forms.DateField(label=_("Until"), widget=forms.DateInput)
    reason = forms.CharField(
        label=_("Who named this day, and what happens then"), max_length=500, widget=forms.Textarea
    )


class ReassignForm(VersionedForm):
    owner = OneOf(label=_("New owner"))
    team = OneOf(label=_("Team"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=500, required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, people: Iterable[Person], teams: Iterable[Team], **options: Any):
        super().__init__(*args, **options)
        self.fields["owner"].offer(people)  # type: ignore[attr-defined]
        self.fields["team"].offer(teams, empty=_("Stays in its team"))  # type: ignore[attr-defined]


class PeopleForm(VersionedForm):
    people = SeveralOf(label=_("Who collaborates"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: Iterable[Person], **options: Any):
        super().__init__(*args, **options)
        self.fields["people"].offer(people)  # type: ignore[attr-defined]


class LinesForm(VersionedForm):
    """One share in percent per product line; empty ones are left out."""

    def __init__(self, *args: Any, products: Iterable[Product], **options: Any):
        super().__init__(*args, **options)
        self.products = list(products)
        for product in self.products:
            self.fields[f"share_{product.pk}"] = forms.DecimalField(
                label=product.name,
                required=False,
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=2,
                localize=False,
                widget=forms.TextInput(attrs={"class": "input", "inputmode": "decimal", "autocomplete": "off"}),
            )

    def shares(self) -> dict[Product, Decimal]:
        chosen = {product: self.cleaned_data.get(f"share_{product.pk}") for product in self.products}
        return {product: share for product, share in chosen.items() if share}
