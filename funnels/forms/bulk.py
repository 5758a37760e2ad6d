"""What is to become of several opportunities at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.choosing import OneOf
from portal.forms import PortalForm
from portal.models import Person

REASSIGN, REDATE, PUT_AWAY = "reassign", "redate", "put_away"
WHAT = {REASSIGN: _("Pass on to somebody"), REDATE: _("Give another close date"), PUT_AWAY: _("Put away")}


class BulkForm(PortalForm):
    """Which change, and what it needs. Fields of the other changes are left alone."""

    what = forms.ChoiceField(label=_("What to do"), choices=list(WHAT.items()), widget=forms.RadioSelect)
    owner = OneOf(label=_("New owner"), required=False)
    expected_close = forms.DateField(label=_("Expected close"), widget=forms.DateInput, required=False)
    reason = forms.CharField(label=_("Why"), max_length=500, required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, people: Iterable[Person], **options: Any):
        """Who manages nobody passes nothing on."""
        super().__init__(*args, **options)
        people = list(people)
        self.fields["owner"].offer(people, empty="–")  # type: ignore[attr-defined]
        if not people:
            del self.fields["owner"]
            self.fields["what"].choices = [one for one in WHAT.items() if one[0] != REASSIGN]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        what = values.get("what")
        if what == REASSIGN and not values.get("owner"):
            self.add_error("owner", _("Choose who takes them over."))
        if what == REDATE and not values.get("expected_close"):
            self.add_error("expected_close", _("Enter the day on which you expect them to close."))
        if what == REDATE and not str(values.get("reason", "")).strip():
            self.add_error("reason", _("Say in a sentence why the date changes."))
        return values


def read_chosen(values: Iterable[str]) -> dict[UUID, int | None]:
    """The chosen opportunities as `id` or, once previewed, `id:version`; anything else is left out."""
    seen: dict[UUID, int | None] = {}
    for value in values:
        key, _colon, version = value.partition(":")
        try:
            seen[UUID(key)] = int(version) if version else None
        except ValueError:
            continue
    return seen
