"""Answering once more for what the customer has not committed to yet."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import VersionedForm


class RenewForm(VersionedForm):
    reason = forms.CharField(label=_("Why it stays ahead of its evidence"), max_length=500, widget=forms.Textarea)
