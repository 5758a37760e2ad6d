"""The form in which a coach writes a session down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charters.models import StrategicPriority
from coaching.choices import MAX_MINUTES, Channel, Kind
from coaching.forms.promises import PromiseForm, ReviewForm, following_words
from coaching.models.words import LONG, SHORT
from coaching.recording import Log
from funnels.models import Opportunity
from portal.choosing import OneOf, SeveralOf
from portal.forms import PortalForm, if_asked
from portal.models import Person
from portal.refusals import Invalid

USUAL_MINUTES = (15, 30, 45, 60)
OTHER = "other"
FACTS = ("held_at", "channel", "kind", "next_on")
WORDS = ("focus", "observed", "own_view", "strengths", "goal", "reality", "options", "way_forward")
MOMENT = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """Day and hour in the person's time zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    default_error_messages = {"required": _("Enter a day and a time."), "invalid": _("Enter a day and a time.")}

    def __init__(self, **options: Any):
        super().__init__(input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **options)


def long_text(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONG, required=False, widget=forms.Textarea)


class SessionForm(PortalForm):
    """When, how long, of what kind, and what was said."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=forms.RadioSelect)
    minutes = forms.ChoiceField(
        label=_("Minutes"),
        choices=[*((str(one), str(one)) for one in USUAL_MINUTES), (OTHER, _("Other"))],
        widget=forms.RadioSelect,
    )
    other_minutes = if_asked(
        forms.IntegerField(label=_("How many minutes?"), min_value=1, max_value=MAX_MINUTES, required=False)
    )
    focus = forms.CharField(
        label=_("What was it about?"), max_length=SHORT, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    observed = long_text(_("What you saw"))
    own_view = long_text(_("How they saw it themselves"))
    strengths = long_text(_("Strengths seen"))
    goal = long_text(_("Goal"))
    reality = long_text(_("Where they stand"))
    options = long_text(_("What could be done"))
    way_forward = long_text(_("Way forward"))
    held_at = MomentField(label=_("When"))
    channel = forms.ChoiceField(label=_("How you met"), choices=Channel.choices, widget=forms.RadioSelect)
    next_on = forms.DateField(label=_("Next session"), widget=forms.DateInput, required=False)
    priorities = SeveralOf(
        label=_("Which of our priorities was it about?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, priorities: Iterable[StrategicPriority], **options: Any):
        super().__init__(*args, **options)
        self.fields["priorities"].offer(priorities)  # type: ignore[attr-defined]
        self.fields["focus"].error_messages["required"] = _("Say in a few words what the session was about.")
        self.fields["minutes"].error_messages["required"] = _("Choose how long it took.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("minutes") == OTHER and not values.get("other_minutes") and "other_minutes" not in self.errors:
            self.add_error("other_minutes", _("Enter how many minutes it took."))
        return values

    def facts(self) -> dict[str, Any]:
        values = self.cleaned_data
        minutes = values["other_minutes"] if values["minutes"] == OTHER else int(values["minutes"])
        return {name: values[name] for name in FACTS} | {"minutes": minutes}

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in WORDS}

    @property
    def is_told_in_full(self) -> bool:
        """Whether one of the texts that lie folded away holds something."""
        return any(self[name].value() or self[name].errors for name in WORDS[2:])


def about() -> SeveralOf:
    """`titled` says what each is called."""
    label = _("Which opportunities was it about?")
    return SeveralOf(label=label, required=False, widget=forms.CheckboxSelectMultiple)


class LogForm(SessionForm):
    """With whom, on which opportunities; `reviews` and `promises` are forms of its own within it."""

    coachee = OneOf(label=_("Who did you coach?"), widget=forms.RadioSelect)
    opportunities = about()
    private_note = long_text(_("Note for yourself"))
    sent_as = forms.UUIDField(widget=forms.HiddenInput, required=False)
    plan = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ["coachee", "opportunities"]

    def __init__(
        self,
        *args: Any,
        coachees: Iterable[Person],
        opportunities: Iterable[Opportunity],
        reviews: Sequence[ReviewForm],
        promises: Sequence[PromiseForm],
        following: date | None,
        **options: Any,
    ):
        super().__init__(*args, **options)
        self.fields["coachee"].offer(coachees, label=lambda one: one.name)  # type: ignore[attr-defined]
        self.fields["coachee"].error_messages["required"] = _("Choose who you coached.")
        self.fields["opportunities"].offer(opportunities, label=titled)  # type: ignore[attr-defined]
        self.reviews, self.promises, self.following = list(reviews), list(promises), following

    @property
    def following_words(self) -> str:
        return following_words(self.promises[0].today, self.following)

    @property
    def parts(self) -> list[PortalForm]:
        return [*self.reviews, self, *self.promises]

    def is_valid(self) -> bool:
        """All parts are asked, so that everything that is missing is said at once."""
        if not self.is_bound:
            return False
        fine = [part.is_valid() for part in (*self.reviews, *self.promises)]
        fine.append(super().is_valid())
        self._ask_for_reviews()
        self._ask_for_days()
        return all(fine) and not any(part.errors for part in self.parts)

    def _ask_for_reviews(self) -> None:
        if not any(one.is_filled for one in self.promises):
            return
        for one in self.reviews:
            if not one.cleaned_data.get("state") and not one.errors:
                one.add_error("state", _("Say first what became of it."))

    def _ask_for_days(self) -> None:
        if "next_on" in self.errors:
            return
        for one in self.promises:
            if one.is_filled and not one.errors and one.due(self.next_day) is None:
                one.add_error("when", _("The next session has no day yet. Choose another day."))

    @property
    def next_day(self) -> date | None:
        """The day typed, else the one that is planned."""
        typed: date | None = self.cleaned_data.get("next_on")
        return typed or self.following

    def log(self) -> Log:
        reviews = [one.review() for one in self.reviews]
        return Log(
            self.facts(),
            self.words(),
            note=self.cleaned_data["private_note"],
            opportunities=self.cleaned_data["opportunities"],
            priorities=self.cleaned_data["priorities"],
            reviews=[one for one in reviews if one is not None],
            promises=[one.promise(self.next_day) for one in self.promises if one.is_filled],
        )

    def refuse(self, refusal: Invalid) -> None:
        """What the domain says of a commitment stands at that commitment."""
        filled = [one for one in self.promises if one.is_filled]
        rest: dict[str, Any] = {}
        for name, messages in refusal.errors.items():
            place, _dot, field = name.rpartition(".")
            number = place.removeprefix("commitments.")
            if number.isdigit() and int(number) < len(filled) and field in filled[int(number)].fields:
                filled[int(number)].add_error(field, [str(one) for one in messages])
            else:
                rest[name] = messages
        super().refuse(Invalid(rest))


def titled(opportunity: Opportunity) -> str:
    """ "Halden Shipping · Define"."""
    name = opportunity.account.name if opportunity.account else opportunity.name
    return f"{name} · {opportunity.stage.label}"
