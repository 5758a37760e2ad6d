"""What a person decides about their digest, and what an administrator asks of the mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from portal.digests.arranging import Arrangement
from portal.forms import VersionedForm

DAYS = [(number + 1, name) for number, name in WEEKDAYS.items()]
HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]
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
