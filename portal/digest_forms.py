"""What a person decides about their digest, and what an administrator asks of the mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from portal.digests.arranging import Arrangement
from portal.digests.planning import recipients
from portal.forms import PortalForm, VersionedForm
from portal.models import Person

DAYS = [(number + 1, name) for number, name in WEEKDAYS.items()]
HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]
FORESIGHT = timedelta(weeks=10)
WAYS = [(True, _("By mail, and on its page")), (False, _("On its page only"))]


class ArrangementForm(VersionedForm):
    weekday = forms.TypedChoiceField(label=_("On"), choices=DAYS, coerce=int)
    hour = forms.TypedChoiceField(label=_("At"), choices=HOURS, coerce=int)
    by_mail = forms.TypedChoiceField(
        label=_("How it comes"), choices=WAYS, coerce=lambda value: value == "True", widget=forms.RadioSelect
    )
    away_from = forms.DateField(label=_("Away from"), required=False, widget=forms.DateInput)
    away_until = forms.DateField(label=_("Back on"), required=False, widget=forms.DateInput)

    FIELDS = ("weekday", "hour", "by_mail", "away_from", "away_until")

    @classmethod
    def start(cls, now: Arrangement) -> dict[str, Any]:
        return {name: getattr(now, name) for name in (*cls.FIELDS, "version")}


class PauseForm(PortalForm):
    why = forms.CharField(
        label=_("Why they are to pause"), max_length=200, help_text=_("Shown here, and by the command.")
    )


class SpecimenForm(PortalForm):
    """Nothing but a button; what the mail server says shows on it."""


class TrialForm(PortalForm):
    at = forms.DateTimeField(
        label=_("As if it were"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("On your clock. Empty: now."),
        error_messages={"invalid": _("Enter a day and an hour such as 2026-11-30 08:00.")},
    )

    def clean_at(self) -> Any:
        given, now = self.cleaned_data["at"], timezone.now()
        if given and abs(given - now) > FORESIGHT:
            raise forms.ValidationError(_("Choose a moment within ten weeks."))
        return given or now


class PreviewForm(PortalForm):
    email = forms.EmailField(label=_("Their e-mail address"), max_length=254)

    def clean_email(self) -> Person:
        """The person; whoever is sent no digest is not found."""
        found = recipients().filter(email__iexact=self.cleaned_data["email"]).first()
        if found is None:
            raise forms.ValidationError(_("Nobody with this address is sent a digest."))
        return found
