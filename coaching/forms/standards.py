"""What is enough, typed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from coaching.models import CoachingStandard
from coaching.standards import FIELDS
from portal.forms import PortalForm, VersionedForm


class SayForm(PortalForm):
    minutes_a_month = forms.IntegerField(
        label=_("Minutes for each person and month"), min_value=1, max_value=6000,
        help_text=_("180 minutes are three hours, 45 minutes a week."),
    )  # fmt: skip
    early_share = forms.IntegerField(
        label=_("Share of sessions on early opportunities, in %"), min_value=0, max_value=100,
        help_text=_("Early are the first two stages of the funnel, on the day of the session."),
    )  # fmt: skip
    ramp_share = forms.IntegerField(
        label=_("Expected of people who are new, in %"), min_value=0, max_value=100
    )  # fmt: skip
    longest_gap_days = forms.IntegerField(
        label=_("Longest time without a session, in days"), min_value=1, max_value=365,
        help_text=_("Whoever is longer without one is named on top of the coverage page."),
    )  # fmt: skip
    kept_months = forms.IntegerField(
        label=_("Texts are kept for, in months"), min_value=1, max_value=120,
        help_text=_("What was said in older sessions is erased; that they took place stays known."),
    )  # fmt: skip

    def values(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in FIELDS}


class ChangeForm(VersionedForm, SayForm):
    pass


def starting(standard: CoachingStandard) -> dict[str, int]:
    return {name: getattr(standard, name) for name in ("version", *FIELDS)}
