"""Writing down what works."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coaching.choices import Outcome, Problem
from coaching.models import BestPractice
from coaching.models.practice import EDITABLE
from funnels.choices import CustomerPhase
from funnels.models import Opportunity, Stage
from portal.choosing import OneOf
from portal.forms import PortalForm
from portal.models import Team


class PracticeForm(PortalForm):
    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("What to do, in a few words: “Ask who else loses if nothing changes”.")
    )  # fmt: skip
    problem = forms.ChoiceField(
        label=_("Which problem does it help with?"), choices=[("", _("Choose one")), *Problem.choices]
    )
    stage = OneOf(
        label=_("In which stage?"), required=False, help_text=_("Whoever works on an opportunity in this stage is shown it.")
    )  # fmt: skip
    phase = forms.ChoiceField(
        label=_("Customer phase"), required=False, choices=[("", _("Any")), *CustomerPhase.choices],
        help_text=_("Where no stage fits. A stage brings its own."),
    )  # fmt: skip
    what = forms.CharField(
        label=_("What do we do?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("So that somebody who was not there can do it on Monday."),
    )  # fmt: skip
    when_works = forms.CharField(
        label=_("When does it work?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("With which customers, at what moment. And when it does not."),
    )  # fmt: skip
    opportunity = OneOf(
        label=_("Opportunity where it worked"), required=False,
        help_text=_("Its name is shown only to those who may read the opportunity."),
    )  # fmt: skip
    outcome = forms.ChoiceField(label=_("What came of it?"), required=False, choices=Outcome.choices)
    evidence = forms.CharField(
        label=_("How do we know?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the customer did or said afterwards, without names that others should not read."),
    )  # fmt: skip

    def __init__(self, *args: Any, stages: Iterable[Stage], opportunities: Iterable[Opportunity], **options: Any):
        super().__init__(*args, **options)
        self.fields["stage"].offer(stages, label=lambda stage: stage.label, empty=_("No stage in particular"))  # type: ignore[attr-defined]
        self.fields["opportunity"].offer(opportunities, label=_named, empty=_("None"))  # type: ignore[attr-defined]

    @classmethod
    def start(cls, practice: BestPractice) -> dict[str, Any]:
        return {name: getattr(practice, name) for name in (*EDITABLE, "version")}

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in EDITABLE}


class NewPracticeForm(PracticeForm):
    team = OneOf(label=_("For the record, written in"))

    def __init__(self, *args: Any, teams: Iterable[Team], **options: Any):
        super().__init__(*args, **options)
        chosen = list(teams)
        if len(chosen) == 1:
            self.fields["team"].widget = forms.HiddenInput()
        self.fields["team"].offer(chosen)  # type: ignore[attr-defined]
        self.fields["team"].initial = chosen[0] if chosen else None


class PracticeEditForm(PracticeForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class AdoptForm(PortalForm):
    on = forms.DateField(label=_("Since"), widget=forms.DateInput)


def _named(opportunity: Opportunity) -> str:
    return f"{opportunity.account.name}: {opportunity.name}" if opportunity.account else opportunity.name
