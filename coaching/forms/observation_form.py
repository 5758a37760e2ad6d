"""Writing an observation form: its name, the kind of conversation, and its items as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from coaching.choices import LEVELS, CallType
from coaching.models import ObservationForm, ObservationItem
from coaching.models.observation_form import ANCHORS, MOST_ITEMS
from portal.choosing import OneOf
from portal.forms import PortalForm, VersionedForm, dress
from portal.models import Team
from portal.refusals import Invalid

TEXTS: Final = ("name", *ANCHORS)


class NewFormForm(PortalForm):
    team = OneOf(label=_("For the team"), help_text=_("It serves this team and every team below."))
    name = forms.CharField(label=_("Name"), max_length=120)
    call_type = forms.ChoiceField(label=_("Kind of conversation"), choices=CallType.choices)

    def __init__(self, *args: Any, teams: Iterable[Team], **options: Any):
        super().__init__(*args, **options)
        self.fields["team"].offer(teams)  # type: ignore[attr-defined]


class FormForm(VersionedForm):
    """Rows in their order, and one empty one. A row whose name is cleared is left out."""

    name = forms.CharField(label=_("Name"), max_length=120)
    call_type = forms.ChoiceField(label=_("Kind of conversation"), choices=CallType.choices)

    def __init__(self, *args: Any, items: Sequence[ObservationItem], **options: Any):
        super().__init__(*args, **options)
        self.items = list(items)
        self.count = min(len(self.items) + 1, MOST_ITEMS)
        for number in range(self.count):
            for name, field in _columns().items():
                dress(field)
                field.in_draft = True  # type: ignore[attr-defined]
                self.fields[f"{name}-{number}"] = field

    @classmethod
    def start(cls, form: ObservationForm, items: Sequence[ObservationItem]) -> dict[str, Any]:
        start: dict[str, Any] = {"name": form.name, "call_type": form.call_type, "version": form.version}
        for number, item in enumerate(items):
            start |= {f"{name}-{number}": getattr(item, name) for name in TEXTS} | {f"place-{number}": number + 1}
        return start

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {name: self[f"{name}-{number}"] for name in ("name", "place")}
            | {"levels": [self[f"{name}-{number}"] for name in ANCHORS]}
            for number in range(self.count)
        ]

    def kept(self) -> list[int]:
        """The rows that stay, in the order that their places say."""
        named = [number for number in range(self.count) if self.cleaned_data.get(f"name-{number}")]
        return sorted(named, key=lambda number: (self.cleaned_data.get(f"place-{number}") or MOST_ITEMS + 1, number))

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "call_type")}

    def told(self) -> list[dict[str, str]]:
        """The items as the domain takes them; those that were there keep their codes."""
        return [
            {name: self.cleaned_data.get(f"{name}-{number}", "") for name in TEXTS}
            | {"code": self.items[number].code if number < len(self.items) else ""}
            for number in self.kept()
        ]

    def refuse(self, refusal: Invalid) -> None:
        """What the domain says of its n-th item stands at the row that became it."""
        kept, renamed = self.kept(), {}
        for name, said in refusal.errors.items():
            step, _dot, rest = name.partition(".")
            number, _dot, field = rest.partition(".")
            at_row = step == "items" and number.isdecimal()
            renamed[f"{field}-{kept[int(number)]}" if at_row else name] = said
        super().refuse(Invalid(renamed))


def _columns() -> dict[str, forms.Field]:
    at = {
        f"level_{level}": forms.CharField(
            label=_("At level %(level)d") % {"level": level}, required=False, max_length=200
        )
        for level in LEVELS
    }
    return {
        "place": forms.IntegerField(label=_("Place"), required=False, min_value=1, max_value=MOST_ITEMS + 1),
        "name": forms.CharField(label=_("What to look at"), required=False, max_length=120),
        **at,
    }
