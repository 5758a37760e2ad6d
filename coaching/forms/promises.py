"""New commitments, and what became of earlier ones, as parts of the form of a session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coaching.choices import SETTLED, CommitmentState, Side
from coaching.models import CoachingCommitment
from coaching.models.words import SHORT
from coaching.recording import Promise, Review
from portal import formats
from portal.forms import PortalForm, if_asked
from portal.weeks import coming_friday

NEXT, FRIDAY, WEEK, OWN = "next", "friday", "week", "own"
WITH_REASON = (CommitmentState.MISSED, CommitmentState.DROPPED)


def in_a_week(today: date, working_days: Sequence[int]) -> date:
    """A week from now, or the first working day after it."""
    days = [today + timedelta(days=7 + more) for more in range(7)]
    return next((day for day in days if day.isoweekday() in working_days), days[0])


def following_words(today: date, following: date | None) -> str:
    """ "Next session, Tue 24 Nov"; without its day when none is planned."""
    return str(_("Next session")) + (f", {formats.day(following, today)}" if following else "")


def days_to_choose(today: date, week: date, following: date | None) -> list[tuple[str, str]]:
    """The next session, Friday, a week from now, another day; each with the day it means."""
    friday = coming_friday(today)
    found = [(NEXT, following_words(today, following))]
    if friday != week:
        found.append((FRIDAY, formats.day(friday, today)))
    return [
        *found,
        (WEEK, str(_("In a week, %(day)s") % {"day": formats.day(week, today)})),
        (OWN, str(_("Another day"))),
    ]


class PromiseForm(PortalForm):
    """One commitment; nothing when no words were typed."""

    what = forms.CharField(max_length=SHORT, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    when = forms.ChoiceField(label=_("By when"), widget=forms.RadioSelect, required=False)
    due_on = if_asked(forms.DateField(label=_("Day"), widget=forms.DateInput, required=False))
    side = forms.ChoiceField(label=_("Who will do it?"), choices=Side.choices, widget=forms.RadioSelect, required=False)
    seen_by = forms.CharField(label=_("How you will both see that it is done"), max_length=SHORT, required=False)

    def __init__(self, *args: Any, today: date, week: date, following: date | None, label: str, **options: Any):
        super().__init__(*args, **options)
        self.today, self.week = today, week
        self.fields["what"].label = label
        self.fields["when"].choices = days_to_choose(today, week, following)  # type: ignore[attr-defined]

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("what"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if (
            values.get("what")
            and values.get("when") == OWN
            and not values.get("due_on")
            and "due_on" not in self.errors
        ):
            self.add_error("due_on", _("Enter a date."))
        return values

    def due(self, following: date | None) -> date | None:
        """None for the next session when nobody knows its day."""
        values = self.cleaned_data
        meant = {NEXT: following, FRIDAY: coming_friday(self.today), OWN: values.get("due_on")}
        return meant.get(values.get("when") or WEEK, self.week)

    def promise(self, following: date | None) -> Promise:
        values, due_on = self.cleaned_data, self.due(following)
        assert due_on is not None
        return Promise(values["what"], due_on, values.get("side") or Side.COACHEE, values.get("seen_by", ""))


class ReviewForm(PortalForm):
    """What became of a commitment that was due. `commitment` and its `words` stand beside it."""

    state = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[(state, CommitmentState(state).label) for state in SETTLED],
        widget=forms.RadioSelect,
        required=False,
    )
    reason = if_asked(forms.CharField(label=_("Why"), max_length=SHORT, required=False))
    on = forms.DateField(
        label=_("Seen to be kept on"), widget=forms.DateInput, required=False,
        help_text=_("The day it was due by, unless you know another: what is reviewed late was not kept late."),
    )  # fmt: skip

    def __init__(self, *args: Any, commitment: CoachingCommitment, what: str, today: date, **options: Any):
        start = {"on": min(commitment.due_on, today)}
        super().__init__(*args, prefix=f"review-{commitment.pk}", initial=start, **options)
        self.commitment, self.what, self.today = commitment, what, today
        self.fields["state"].label = what or self.fields["state"].label
        self.hint = _("%(who)s, by %(day)s") % {
            "who": commitment.owner.name,
            "day": formats.day(commitment.due_on, today),
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("state") in WITH_REASON and not values.get("reason"):
            self.add_error("reason", _("Say in a sentence why."))
        if values.get("state") == CommitmentState.KEPT and (values.get("on") or self.today) > self.today:
            self.add_error("on", _("Enter a day that is not in the future."))
        return values

    def review(self) -> Review | None:
        """The day is asked of what was kept alone; the field of the others holds what nobody looked at."""
        values, state = self.cleaned_data, self.cleaned_data.get("state")
        on = values.get("on") if state == CommitmentState.KEPT else None
        return Review(self.commitment, state, values.get("reason", ""), on) if state else None
