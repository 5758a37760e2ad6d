"""A new charter: for which team, of which kind, from a blank page or a worked example."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from charters.choices import CharterKind
from charters.forms.sections import titled
from charters.models import Charter
from charters.starters import STARTERS
from portal.choosing import OneOf
from portal.forms import PortalForm
from portal.models import Team

BLANK: Final = "blank"


class StartForm(PortalForm):
    team = OneOf(label=_("For the team"))
    kind = forms.ChoiceField(label=_("Kind"), choices=CharterKind.choices)
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Empty: named after its team.")
    )
    start = forms.ChoiceField(label=_("Begin with"), widget=forms.RadioSelect, initial=BLANK)
    parent = OneOf(
        label=_("Serves the charter"), required=False, help_text=_("What it serves can be changed while it is a draft.")
    )  # fmt: skip

    def __init__(self, *args: Any, teams: Iterable[Team], above: Iterable[Charter], **options: Any):
        super().__init__(*args, **options)
        self.fields["team"].offer(teams)  # type: ignore[attr-defined]
        self.fields["parent"].offer(above, label=titled, empty=_("The nearest one above, as proposed"))  # type: ignore[attr-defined]
        worked = [(one.code, f"{translated(one.title)}: {translated(one.summary)}") for one in STARTERS]
        self.fields["start"].choices = [(BLANK, _("A blank page, section by section")), *worked]  # type: ignore[attr-defined]
