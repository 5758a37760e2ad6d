"""What the verbs in a mail ask for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import PortalForm


class JustDone(PortalForm):
    """Nothing but the button."""


class Redate(PortalForm):
    due_on = forms.DateField(label=_("New day"), widget=forms.DateInput)
    reason = forms.CharField(label=_("Why another day"), max_length=200)


class HandBack(PortalForm):
    reason = forms.CharField(label=_("Why it goes back"), max_length=200)
