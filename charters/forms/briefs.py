"""The strategy brief, its priorities with their mix targets, and who was trained for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from charters.models import Objective, StrategicPriority, StrategyBrief
from charters.models.brief import ANSWERS
from portal.choosing import OneOf, SeveralOf
from portal.forms import PortalForm, PortalModelForm, dress
from portal.models import Person, Team

MIX: Final = ("starts_on", "ends_on", "baseline", "share")


class NewBriefForm(PortalForm):
    team = OneOf(label=_("For the team"), help_text=_("It serves this team and every team below."))
    title = forms.CharField(label=_("Title"), max_length=200)

    def __init__(self, *args: Any, teams: Iterable[Team], **options: Any):
        super().__init__(*args, **options)
        self.fields["team"].offer(teams)  # type: ignore[attr-defined]


class BriefForm(PortalModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = StrategyBrief
        fields = ["title", *ANSWERS]

    @classmethod
    def start(cls, brief: StrategyBrief) -> dict[str, Any]:
        return {name: getattr(brief, name) for name in (*cls.Meta.fields, "version")}

    def _post_clean(self) -> None:
        """The domain judges the values when its verb is called."""

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PriorityForm(PortalModelForm):
    """Each row of the mix is one period; a row without a share is left out."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    objective = OneOf(
        label=_("Objective that reinforces it"), required=False, help_text=_("Of a charter that is approved or in force.")
    )  # fmt: skip

    class Meta:
        model = StrategicPriority
        fields = ["kind", "name", "words"]
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, brief: StrategyBrief, objectives: Iterable[Objective], **options: Any):
        self.priority: StrategicPriority | None = options.pop("priority", None)
        self.held = (
            [{name: getattr(one, name) for name in MIX} for one in self.priority.mix_targets.all()]
            if self.priority
            else []
        )
        options.setdefault("initial", self._start(brief))
        super().__init__(*args, **options)
        self.fields["objective"].offer(objectives, label=_titled, empty=_("None yet"))  # type: ignore[attr-defined]
        for row in range(len(self.held) + 1):
            for name, field in _columns().items():
                dress(field)
                self.fields[f"{row}-{name}"] = field

    def _start(self, brief: StrategyBrief) -> dict[str, Any]:
        start: dict[str, Any] = {"version": brief.version}
        if self.priority:
            start |= {name: getattr(self.priority, name) for name in ("kind", "name", "words", "objective")}
        return start | {f"{row}-{name}": value for row, one in enumerate(self.held) for name, value in one.items()}

    def _post_clean(self) -> None:
        """The domain judges the values when its verb is called."""

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("kind", "name", "words", "objective")}

    def mix(self) -> list[Mapping[str, Any]]:
        rows = [{name: self.cleaned_data.get(f"{row}-{name}") for name in MIX} for row in range(len(self.held) + 1)]
        return [row for row in rows if row["share"] is not None]

    @property
    def asked(self) -> list[Any]:
        return [self[name] for name in ("kind", "name", "words", "objective")]

    @property
    def rows(self) -> list[list[Any]]:
        return [[self[f"{row}-{name}"] for name in MIX] for row in range(len(self.held) + 1)]


def _columns() -> dict[str, forms.Field]:
    return {
        "starts_on": forms.DateField(label=_("From"), required=False, widget=forms.DateInput),
        "ends_on": forms.DateField(label=_("Until"), required=False, widget=forms.DateInput),
        "baseline": forms.DecimalField(label=_("Share before, %"), required=False),
        "share": forms.DecimalField(label=_("Share to reach, %"), required=False),
    }


def _titled(objective: Objective) -> str:
    return f"{objective.charter.title}: {objective}"


class TrainingForm(PortalForm):
    held_on = forms.DateField(label=_("Held on"), widget=forms.DateInput)
    people = SeveralOf(label=_("Who took part"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: Iterable[Person], **options: Any):
        super().__init__(*args, **options)
        self.fields["people"].offer(people)  # type: ignore[attr-defined]


class PhrasesForm(PortalForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    checked = forms.BooleanField(label=_("Check statements in this language"), required=False)
    weak = forms.CharField(
        label=_("Weak phrases"), required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One a line. A statement that holds one is told that it can mean anything; nothing is blocked."),
    )  # fmt: skip

    def clean_weak(self) -> list[str]:
        return [line.strip() for line in str(self.cleaned_data["weak"]).splitlines() if line.strip()]
