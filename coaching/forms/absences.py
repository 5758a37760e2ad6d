"""Leave, and time in which somebody is new in the role."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coaching.choices import AbsenceKind
from portal.choosing import OneOf
from portal.forms import PortalForm
from portal.models import Membership


class AbsenceForm(PortalForm):
    """`who` is a membership: the person, and the team whose manager expects less."""

    who = OneOf(label=_("Who"))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=AbsenceKind.choices, widget=forms.RadioSelect, initial=AbsenceKind.LEAVE
    )
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput)
    ends_on = forms.DateField(
        label=_("To"), widget=forms.DateInput, help_text=_("Both days belong to it. Nobody is asked why.")
    )  # fmt: skip

    def __init__(self, *args: Any, memberships: Iterable[Membership], **options: Any):
        super().__init__(*args, **options)
        self.fields["who"].offer(memberships, label=lambda one: f"{one.person} · {one.team}", empty=_("Choose who"))  # type: ignore[attr-defined]
