"""Moves that need words: back, over the gate, out of the funnel and in again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from funnels.choices import CLOSE_REASONS, Status
from funnels.standing import StageFact
from portal.forms import VersionedForm

OUTCOMES = [(status.value, status.label) for status in Status if status != Status.OPEN]


class RegressForm(VersionedForm):
    to = forms.UUIDField(label=_("Back to"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why it moves back"), max_length=500, widget=forms.Textarea)

    def __init__(self, *args: Any, earlier: Iterable[StageFact], **options: Any):
        super().__init__(*args, **options)
        choices = [(str(stage.id), stage.label) for stage in earlier]
        self.fields["to"].widget.choices = choices


class OverrideForm(VersionedForm):
    to = forms.UUIDField(label=_("Move to"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why it moves without the customer's commitments"), max_length=500, widget=forms.Textarea
    )

    def __init__(self, *args: Any, later: Iterable[StageFact], **options: Any):
        super().__init__(*args, **options)
        choices = [(str(stage.id), stage.label) for stage in later]
        self.fields["to"].widget.choices = choices


class ReopenForm(VersionedForm):
    reason = forms.CharField(label=_("Why it opens again"), max_length=500, widget=forms.Textarea)


class CloseForm(VersionedForm):
    outcome = forms.ChoiceField(label=_("How it ended"), choices=OUTCOMES, widget=forms.RadioSelect)
    reasons = forms.MultipleChoiceField(label=_("Why"), widget=forms.CheckboxSelectMultiple, required=False)
    wake_on = forms.DateField(label=_("It comes back on"), widget=forms.DateInput, required=False)
    note = forms.CharField(label=_("In a sentence"), max_length=500, required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, outcome: str, **options: Any):
        super().__init__(*args, **options)
        self.fields["reasons"].choices = list(CLOSE_REASONS.get(outcome, {}).items())  # type: ignore[attr-defined]
        if outcome != Status.POSTPONED:
            del self.fields["wake_on"]
