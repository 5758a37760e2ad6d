"""What the verbs ask for: a reason, a day, a person, a value, an answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charters.choices import Confidence, FeedbackTopic, RealignAnswer
from portal.choosing import OneOf
from portal.forms import PortalForm, VersionedForm
from portal.models import Person


class VerbForm(VersionedForm):
    def values(self) -> dict[str, Any]:
        """The verb's own words, the version among them."""
        return dict(self.cleaned_data)


class ReasonForm(VerbForm):
    reason = forms.CharField(max_length=2000, widget=forms.Textarea)

    def __init__(self, *args: Any, label: Any, optional: bool = False, **options: Any):
        super().__init__(*args, **options)
        self.fields["reason"].label = label
        self.fields["reason"].required = not optional


class NoteForm(VerbForm):
    note = forms.CharField(label=_("What did you find?"), max_length=2000, required=False, widget=forms.Textarea)


class EntrustForm(VerbForm):
    to = OneOf(label=_("New owner"))

    def __init__(self, *args: Any, people: Iterable[Person], **options: Any):
        super().__init__(*args, **options)
        self.fields["to"].offer(people, empty=_("Choose a person"))  # type: ignore[attr-defined]


class HandOverForm(EntrustForm):
    to = OneOf(label=_("To whom"))
    reason = forms.CharField(label=_("Why"), max_length=2000, required=False, widget=forms.Textarea)


class DoneForm(VerbForm):
    on = forms.DateField(label=_("Done on"), widget=forms.DateInput)
    note = forms.CharField(label=_("What came of it"), max_length=2000, required=False, widget=forms.Textarea)


class RedateForm(VerbForm):
    due_on = forms.DateField(label=_("New day"), widget=forms.DateInput)
    reason = forms.CharField(label=_("Why another day"), max_length=2000, widget=forms.Textarea)


class MeasurementForm(PortalForm):
    value = forms.DecimalField(label=_("Value"), max_digits=18, decimal_places=4)
    measured_on = forms.DateField(label=_("Measured on"), widget=forms.DateInput)
    confidence = forms.ChoiceField(label=_("How sure are you?"), choices=Confidence.choices, widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("A sentence on what lies behind the number."),
    )

    def __init__(self, *args: Any, label: Any = None, hint: Any = "", **options: Any):
        super().__init__(*args, **options)
        if label:
            self.fields["value"].label = label
        self.fields["value"].help_text = hint


class QuestionForm(PortalForm):
    text = forms.CharField(label=_("Your question"), max_length=2000, widget=forms.Textarea)


class AnswerForm(VerbForm):
    answer = forms.CharField(label=_("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class FeedbackForm(PortalForm):
    topic = forms.ChoiceField(label=_("What is it about?"), choices=FeedbackTopic.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What you see in the field"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What customers say and do. One observation says more than a judgement."),
    )  # fmt: skip
    team = OneOf(label=_("As somebody of"))
    owner = OneOf(label=_("Who should answer"))

    def __init__(self, *args: Any, teams: Iterable[Any], owners: Iterable[Person], **options: Any):
        super().__init__(*args, **options)
        self.fields["team"].offer(teams)  # type: ignore[attr-defined]
        self.fields["owner"].offer(owners, empty=_("Choose a person"))  # type: ignore[attr-defined]


class RealignForm(VerbForm):
    answer = forms.ChoiceField(
        label=_("Does your charter still serve the new version?"), widget=forms.RadioSelect,
        choices=[
            (RealignAnswer.STILL_VALID, _("Still valid: it serves the new version as it is")),
            (RealignAnswer.ADAPT, _("Adapt: draft the next version of my charter")),
            (RealignAnswer.NO_LONGER_SERVES, _("No longer serves: something has to be settled first")),
        ],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("In your words"), max_length=2000, required=False, widget=forms.Textarea,
        help_text=_("Needed when it no longer serves: what does not fit any more?"),
    )  # fmt: skip
