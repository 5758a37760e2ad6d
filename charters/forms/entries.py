"""The short lists with several fields an entry: audiences, core values, phases. Two empty rows are always there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from charters.choices import FIXED_VALUES, AudienceGroup
from charters.models import Charter
from portal.forms import VersionedForm, dress

SPARE, MOST = 2, 50


class EntriesForm(VersionedForm):
    """`name` is the charter's field, `key` what no entry lacks; a row whose key is emptied leaves the list."""

    name: ClassVar[str]
    key: ClassVar[str] = "name"
    hint: ClassVar[Any] = ""

    def __init__(self, *args: Any, charter: Charter, today: date, **options: Any):
        self.held = self.read(charter)
        options.setdefault("initial", self.start(charter))
        sent: Mapping[str, Any] = (args[0] if args else None) or {}
        known = len(self.held) + SPARE
        self.count = min(max([known, *(int(one.partition("-")[0]) + 1 for one in sent if one[:1].isdigit())]), MOST)
        super().__init__(*args, **options)
        for row in range(self.count):
            for name, field in self.columns(row).items():
                dress(field)
                field.in_draft = True  # type: ignore[attr-defined]
                self.fields[f"{row}-{name}"] = field

    @classmethod
    def read(cls, charter: Charter) -> list[dict[str, Any]]:
        return list(getattr(charter, cls.name))

    @classmethod
    def start(cls, charter: Charter) -> dict[str, Any]:
        held = {f"{row}-{name}": value for row, one in enumerate(cls.read(charter)) for name, value in one.items()}
        return held | {"version": charter.version}

    def columns(self, row: int) -> dict[str, forms.Field]:
        raise NotImplementedError

    @property
    def rows(self) -> Iterator[list[BoundField]]:
        for row in range(self.count):
            yield [self[name] for name in self.fields if name.startswith(f"{row}-")]

    def values(self) -> dict[str, Any]:
        return {self.name: [entry for row in range(self.count) if (entry := self.entry(row))]}

    def entry(self, row: int) -> dict[str, Any] | None:
        typed = {
            name.partition("-")[2]: value for name, value in self.cleaned_data.items() if name.startswith(f"{row}-")
        }
        return typed if typed.get(self.key) else None


def _text(label: Any, most: int = 500, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, **options)


class AudiencesForm(EntriesForm):
    name = "audiences"
    hint = _("Who it is for. Services name these roles, so that nobody is forgotten. Empty a name to remove its row.")

    def columns(self, row: int) -> dict[str, forms.Field]:
        return {
            "key": forms.CharField(required=False, widget=forms.HiddenInput),
            "name": _text(_("Role"), 120),
            "group": forms.ChoiceField(label=_("Kind of role"), choices=AudienceGroup.choices, required=False),
            "gains": _text(_("What they gain")),
            "tag_line": _text(_("Tag line for them"), 200),
            "none_yet": forms.BooleanField(label=_("No service for them yet, and we know"), required=False),
        }

    def entry(self, row: int) -> dict[str, Any] | None:
        typed = super().entry(row)
        if typed:
            typed["key"] = typed["key"] or str(uuid4())[:8]
            typed["group"] = typed["group"] or AudienceGroup.SALES
        return typed


class CoreValuesForm(EntriesForm):
    name = "core_values"
    hint = _(
        "Three always belong: collaboration, accountability and leadership. Say what each looks like when one watches."
    )

    def columns(self, row: int) -> dict[str, forms.Field]:
        fixed = row < len(self.held) and self.held[row]["code"] in FIXED_VALUES
        return {
            "code": forms.CharField(required=False, widget=forms.HiddenInput),
            "name": _text(_("Value"), 120, disabled=fixed),
            "behaviour": _text(_("In behaviour"), widget=forms.Textarea),
        }


class PhasesForm(EntriesForm):
    name = "phases"
    hint = _("The roadmap in a few phases, in order; each tactic can name one.")

    @classmethod
    def read(cls, charter: Charter) -> list[dict[str, Any]]:
        return [one | {day: date.fromisoformat(one[day]) for day in ("starts_on", "ends_on")} for one in charter.phases]

    def columns(self, row: int) -> dict[str, forms.Field]:
        return {
            "name": _text(_("Phase"), 120),
            "starts_on": forms.DateField(label=_("From"), required=False, widget=forms.DateInput),
            "ends_on": forms.DateField(label=_("Until"), required=False, widget=forms.DateInput),
        }

    def entry(self, row: int) -> dict[str, Any] | None:
        typed = super().entry(row)
        return typed and {name: _iso(value) for name, value in typed.items()}


def _iso(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""
