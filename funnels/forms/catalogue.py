"""Product lines."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import PortalForm


class ProductForm(PortalForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    series = forms.CharField(label=_("Series"), max_length=120, required=False)
    list_price = forms.DecimalField(
        label=_("List price"), min_value=0, max_digits=14, decimal_places=2, required=False, localize=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def values(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in ("name", "series", "list_price")}
