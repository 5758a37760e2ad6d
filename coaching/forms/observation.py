"""Beginning an observation, and saying what was seen: a level for each item, with a sentence of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coaching.choices import Setting
from coaching.models import ObservationForm, ObservationItem, ObservationWords
from coaching.models.observation_words import SENTENCE, Mark, odd
from coaching.models.words import LONG
from funnels.models import Opportunity
from portal.choosing import OneOf
from portal.forms import PortalForm, VersionedForm, dress
from portal.models import Person
from portal.refusals import Invalid

NOT_SEEN = ("", _("Not seen this time"))


class ObserveForm(PortalForm):
    coachee = OneOf(label=_("Whom did you observe?"))
    setting = forms.ChoiceField(
        label=_("Where?"), choices=Setting.choices, widget=forms.RadioSelect,
        help_text=_("A role-play helps to practise. It does not count as seen with a customer."),
    )  # fmt: skip
    held_on = forms.DateField(label=_("On"), widget=forms.DateInput)
    form = OneOf(label=_("By which form?"))
    opportunity = OneOf(label=_("Opportunity"), required=False)

    def __init__(
        self,
        *args: Any,
        people: Iterable[Person],
        observation_forms: Iterable[ObservationForm],
        opportunities: Iterable[Opportunity],
        **options: Any,
    ):
        super().__init__(*args, **options)
        self.fields["coachee"].offer(people, empty=_("Choose one"))  # type: ignore[attr-defined]
        self.fields["form"].offer(observation_forms, label=_titled)  # type: ignore[attr-defined]
        self.fields["opportunity"].offer(opportunities, label=_owned, empty=_("None"))  # type: ignore[attr-defined]

    def refuse(self, refusal: Invalid) -> None:
        """The page asks for a day where the domain keeps a moment."""
        super().refuse(
            Invalid({"held_on" if name == "held_at" else name: said for name, said in refusal.errors.items()})
        )

    def facts(self, now: datetime, person: Person) -> dict[str, Any]:
        """Today is now; of an earlier day nobody remembers the hour, so it is noon."""
        told = {name: self.cleaned_data[name] for name in ("setting", "form", "opportunity")}
        day: date = self.cleaned_data["held_on"]
        noon = datetime.combine(day, time(12), tzinfo=person.zone)
        return told | {"held_at": now if day == person.today_at(now) else noon}


def _titled(form: ObservationForm) -> str:
    return f"{form.name} · {form.get_call_type_display()}"


def _owned(opportunity: Opportunity) -> str:
    account = f"{opportunity.account.name}: " if opportunity.account else ""
    return (
        f"{account}{opportunity.name} · {opportunity.owner.name}"
        if opportunity.owner
        else f"{account}{opportunity.name}"
    )


@dataclass(frozen=True)
class Row:
    """An item with its two fields."""

    item: ObservationItem
    level: Any
    evidence: Any


class GiveForm(VersionedForm):
    """A level and a sentence for each item of a form, under the item's place."""

    comment = forms.CharField(
        label=_("In one thought"), required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you would say if there were only one minute."),
    )  # fmt: skip

    def __init__(self, *args: Any, items: Sequence[ObservationItem], **options: Any):
        super().__init__(*args, **options)
        self.items = list(items)
        for number, item in enumerate(self.items):
            for name, field in _fields(item).items():
                dress(field)
                self.fields[f"{name}-{number}"] = field

    @classmethod
    def start(cls, items: Sequence[ObservationItem], words: ObservationWords | None) -> dict[str, Any]:
        """What this side has given before."""
        told = words.told if words else {}
        start: dict[str, Any] = {"comment": words.comment if words else ""}
        for number, item in enumerate(items):
            mark = told.get(item.code, Mark(item.code))
            start |= {f"level-{number}": mark.level or "", f"evidence-{number}": mark.evidence}
        return start

    @property
    def rows(self) -> list[Row]:
        return [
            Row(item, self[f"level-{number}"], self[f"evidence-{number}"]) for number, item in enumerate(self.items)
        ]

    def marks(self) -> list[Mark]:
        return [
            Mark(item.code, int(level) if level else None, self.cleaned_data.get(f"evidence-{number}", ""))
            for number, item in enumerate(self.items)
            for level in [self.cleaned_data.get(f"level-{number}")]
        ]

    def clean(self) -> None:
        """Each item is judged as the domain judges it, so that what is missing stands at its place."""
        codes = {item.code for item in self.items}
        for number, mark in enumerate(self.marks()):
            for name, text in odd(mark, codes):
                self.add_error(f"{name}-{number}", text)


def _fields(item: ObservationItem) -> dict[str, forms.Field]:
    levels = [(str(level), f"{level} · {anchor}") for level, anchor in item.anchors]
    return {
        "level": forms.ChoiceField(label=item.name, choices=[*levels, NOT_SEEN], required=False, widget=forms.RadioSelect),
        "evidence": forms.CharField(
            label=_("What did you see or hear?"), required=False, max_length=SENTENCE,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
    }  # fmt: skip
