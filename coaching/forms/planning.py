"""Planning a session, once or in a rhythm."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coaching.choices import MAX_MINUTES, Kind
from coaching.forms.log import MomentField
from coaching.models.cadence import RHYTHMS
from funnels.models import Opportunity
from portal.choosing import OneOf
from portal.forms import PortalForm
from portal.models import Person

ONCE = "0"


class PlanForm(PortalForm):
    coachee = OneOf(label=_("With whom?"))
    held_at = MomentField(label=_("When"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=MAX_MINUTES)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=forms.RadioSelect)
    every = forms.ChoiceField(
        label=_("How often?"),
        choices=[(ONCE, _("Once")), *((str(days), words) for days, words in RHYTHMS)],
        widget=forms.RadioSelect,
        help_text=_(
            "In a rhythm, the next session is planned as soon as none lies ahead; days of leave are passed over."
        ),
    )
    opportunity = OneOf(label=_("Opportunity"), required=False)

    def __init__(self, *args: Any, coachees: Iterable[Person], opportunity: Opportunity | None, **options: Any):
        super().__init__(*args, **options)
        choose: Any = self.fields["coachee"]
        choose.offer(coachees, label=lambda one: one.name, empty=_("Choose somebody"))
        choose.error_messages["required"] = _("Choose with whom.")
        if opportunity is None:
            del self.fields["opportunity"]
        else:
            self.fields["opportunity"].offer([opportunity], empty=_("None"))  # type: ignore[attr-defined]

    @property
    def is_rhythm(self) -> bool:
        return bool(self.cleaned_data["every"] != ONCE)

    def rhythm(self) -> dict[str, Any]:
        values = self.cleaned_data
        told = {name: values[name] for name in ("minutes", "kind")}
        return told | {"every_days": int(values["every"]), "first_at": values["held_at"]}

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("held_at", "minutes", "kind")}
