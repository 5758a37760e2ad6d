"""The small forms of coaching's verbs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coaching.choices import MAX_MINUTES, SETTLED, CommitmentState, Excuse
from coaching.forms.log import MomentField, SessionForm, about, long_text, titled
from coaching.forms.promises import WITH_REASON
from coaching.models.words import LONG, SHORT
from funnels.models import Opportunity
from portal.forms import PortalForm, VersionedForm

USEFUL = [(str(one), str(one)) for one in range(1, 6)]


class AnswerForm(VersionedForm):
    """What the coachee says of a session: one tap, or a word where something is not right."""

    took_place = forms.BooleanField(required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=MAX_MINUTES, required=False)
    useful = forms.TypedChoiceField(choices=[("", ""), *USEFUL], coerce=int, empty_value=None, required=False)
    differs = forms.BooleanField(label=_("I see it differently from what is written"), required=False)
    comment = forms.CharField(
        label=_("Your comment"), max_length=LONG, required=False, widget=forms.Textarea,
        help_text=_("Read by the two of you and by nobody else."),
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        values = self.cleaned_data
        kept = {name: values[name] for name in ("minutes", "useful", "comment", "version")}
        return kept | {"agrees": not values["differs"], "took_place": self.data.get("answer") != "no"}


class SettleForm(VersionedForm):
    state = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[(state, CommitmentState(state).label) for state in SETTLED],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"), max_length=SHORT, required=False, help_text=_("Read by the two of you and by nobody else.")
    )
    on = forms.DateField(
        label=_("When that was seen"), widget=forms.DateInput, required=False,
        help_text=_("Today when left empty. What was kept by the day agreed at first counts as kept on time."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("state") in WITH_REASON and not values.get("reason"):
            self.add_error("reason", _("Say in a sentence why."))
        return values


class RedateForm(VersionedForm):
    due_on = forms.DateField(label=_("New day"), widget=forms.DateInput)
    reason = forms.CharField(label=_("Why"), max_length=SHORT, required=False)


class MoveForm(VersionedForm):
    held_at = MomentField(label=_("New time"))


class ExcuseForm(VersionedForm):
    excuse = forms.ChoiceField(label=_("Why"), choices=Excuse.choices, widget=forms.RadioSelect)


class CallOffForm(VersionedForm):
    """Nothing but the version."""


class CorrectForm(SessionForm):
    opportunities = about()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, opportunities: Iterable[Opportunity], **options: Any):
        super().__init__(*args, **options)
        self.fields["opportunities"].offer(opportunities, label=titled)  # type: ignore[attr-defined]


class PrepareForm(VersionedForm):
    own_view = long_text(_("What went well, what did not, what you want to work on"))


class NoteForm(PortalForm):
    text = long_text(_("Note for yourself"))
