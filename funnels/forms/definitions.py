"""Funnels, their stages, and what the customer commits to in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from funnels.choices import CustomerPhase, Enforcement, EvidenceKind, Level, StageKind
from funnels.models.funnel import GIVERS
from funnels.standing import StageFact
from portal.choosing import OneOf
from portal.forms import PortalForm, VersionedForm
from portal.models import Team

AT_ONCE, LOOK_FIRST = "at_once", "look_first"


class TemplateForm(PortalForm):
    team = OneOf(label=_("Team"), help_text=_("It serves this team and every team below."))
    name = forms.CharField(label=_("Name"), max_length=120)
    start = forms.ChoiceField(
        label=_("Begin"),
        choices=[
            (LOOK_FIRST, _("Look through it and change it first")),
            (AT_ONCE, _("Put it into use as it is")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, teams: Iterable[Team], **options: Any):
        super().__init__(*args, **options)
        self.fields["team"].offer(teams)  # type: ignore[attr-defined]


class NameForm(VersionedForm):
    name = forms.CharField(label=_("Name"), max_length=120)


class EnforcementForm(VersionedForm):
    enforcement = forms.ChoiceField(label=_("Rule"), choices=Enforcement.choices, widget=forms.RadioSelect)


class StageForm(VersionedForm):
    name = forms.CharField(
        label=_("What the customer does"),
        max_length=120,
        help_text=_("Begin with the customer's verb: “Evaluates options”."),
    )
    short_name = forms.CharField(
        label=_("Short name"),
        max_length=40,
        required=False,
        help_text=_("One word for boards and buttons: “Evaluate”."),
    )
    purpose = forms.CharField(
        label=_("Purpose"), max_length=300, required=False, help_text=_("One sentence."), widget=forms.Textarea
    )
    expected_days = forms.IntegerField(
        label=_("Expected days"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=_("Longer than this counts as a stall."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=StageKind.choices, widget=forms.RadioSelect)
    customer_phase = forms.ChoiceField(label=_("Customer's phase"), choices=CustomerPhase.choices)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    actions = forms.CharField(
        label=_("What we may do"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Suggested seller actions, one a line. Never a condition for leaving the stage."),
    )

    def clean_actions(self) -> list[str]:
        lines = [line.strip() for line in str(self.cleaned_data["actions"]).splitlines() if line.strip()]
        if any(len(line) > 200 for line in lines):
            raise forms.ValidationError(_("Keep each action under 200 characters."))
        return lines

    def values(self) -> dict[str, Any]:
        """The stage's own fields, without its actions."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "actions")}

    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("version", "actions")}


class DefinitionForm(VersionedForm):
    statement = forms.CharField(
        label=_("The customer …"),
        max_length=300,
        widget=forms.Textarea,
        help_text=_("“Confirms our written recap”: something one can see and answer with yes or no."),
    )
    required = forms.TypedChoiceField(
        label=_("Weight"),
        choices=[("yes", _("Required: without it no opportunity leaves the stage")), ("no", _("Helpful"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    givers = forms.MultipleChoiceField(
        label=_("Given by"), choices=list(GIVERS.items()), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who gives this commitment.")},
    )  # fmt: skip
    evidence_kinds = forms.MultipleChoiceField(
        label=_("Accepted evidence"), choices=EvidenceKind.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of evidence.")},
    )  # fmt: skip
    lasts_days = forms.IntegerField(
        label=_("Evidence lasts, in days"),
        min_value=1,
        max_value=3650,
        required=False,
        help_text=_("For what depends on people or dates, such as 90. Empty: it does not age."),
    )

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ShiftForm(VersionedForm):
    step = forms.TypedChoiceField(choices=[("-1", "-1"), ("1", "1")], coerce=int)


class MigrationForm(VersionedForm):
    """One question for each stage that is gone."""

    def __init__(
        self,
        *args: Any,
        asked: Mapping[str, Sequence[StageFact]],
        names: Mapping[str, str],
        suggested: Mapping[str, StageFact],
        **options: Any,
    ):
        super().__init__(*args, **options)
        for code, landings in asked.items():
            self.fields[f"to_{code}"] = forms.UUIDField(
                label=_("From “%(stage)s” to") % {"stage": names[code]},
                initial=str(suggested[code].id),
                widget=forms.RadioSelect(choices=[(str(stage.id), stage.name) for stage in landings]),
                error_messages={"required": _("Choose where these opportunities go.")},
            )

    def chosen(self) -> dict[str, Any]:
        return {name.removeprefix("to_"): value for name, value in self.cleaned_data.items() if name.startswith("to_")}
