"""The parts of a draft: one form a kind, its fields named by the model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from charters import figures
from charters.choices import CharterKind, CustomerPhase
from charters.models import (
    Charter,
    Connection,
    Goal,
    Measure,
    Objective,
    SalesMission,
    Service,
    Stakeholder,
    Strategy,
    Tactic,
    Target,
)
from charters.models.part import Part
from charters.people import candidates, colleagues
from portal.choosing import OneOf
from portal.forms import PortalModelForm


class PartForm(PortalModelForm):
    """What it may hang under is offered from the same charter; the domain judges the values."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    beside: ClassVar[tuple[tuple[str, ...], ...]] = ()  # fields that share a line

    def __init__(self, *args: Any, charter: Charter, today: date, part: Part | None = None, **options: Any):
        self.charter, self.today, self.part = charter, today, part
        start = self.start(part) if part else {}
        options["initial"] = start | {"version": charter.version} | options.get("initial", {})
        super().__init__(*args, **options)
        self.offer()

    @classmethod
    def start(cls, part: Part) -> dict[str, Any]:
        """As the form shows it, and as it says now where somebody else was quicker."""
        chosen = [name for name, field in cls.base_fields.items() if isinstance(field, OneOf) and hasattr(part, name)]
        start = model_to_dict(part) | {name: getattr(part, name) for name in chosen}
        start |= {name: getattr(part.progress, name) for name in part.in_progress}
        return {name: _plain(value) if isinstance(value, Decimal) else value for name, value in start.items()}

    @property
    def lines(self) -> Iterator[list[BoundField]]:
        """The visible fields, those that belong side by side together."""
        shown = {bound.name: bound for bound in self.visible_fields()}
        for name in list(shown):
            together = next((names for names in self.beside if name in names), (name,))
            if name in shown:
                yield [shown.pop(one) for one in together if one in shown]

    def offer(self) -> None:
        """Fill the lists to choose from."""

    def choose(self, name: str, records: Iterable[Any], empty: Any, label: Callable[[Any], str] = str) -> None:
        self.fields[name].offer(records, label=label, empty=empty)  # type: ignore[attr-defined]

    def bind(self) -> None:
        """Offer the figures that the portal reckons itself."""
        known = [(one.name, one.label) for one in figures.known().values()]
        self.fields["figure"].choices = [("", _("None: somebody records it")), *known]  # type: ignore[attr-defined]

    def owners(self) -> None:
        self.choose("owner", candidates(self.charter, self.today), _("Nobody yet"))

    def _post_clean(self) -> None:
        """The domain judges the values when its verb is called."""

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def _plain(value: Decimal) -> Decimal:
    """Without the zeros that its column adds."""
    return Decimal(format(value.normalize(), "f"))


class GoalForm(PartForm):
    class Meta:
        model = Goal
        fields = ["statement", "from_state", "to_state"]


class ObjectiveForm(PartForm):
    goal = OneOf(label=_("Goal"), required=False)
    figure = forms.ChoiceField(label=_("Figure that fills it each week"), required=False)
    owner = OneOf(label=_("Owner"), required=False, help_text=_("One person, who is asked to accept it."))
    supports = OneOf(
        label=_("Contributes to"), required=False, help_text=_("An objective of the charter above.")
    )  # fmt: skip

    class Meta:
        model = Objective
        fields = [
            "statement", "kind", "metric", "unit", "direction", "baseline", "baseline_on", "expectation",
        ]  # fmt: skip
        widgets = {"kind": forms.RadioSelect, "direction": forms.RadioSelect}

    field_order = ["statement", "goal", "kind", "metric", "unit", "direction", "baseline", "baseline_on"]
    beside = (("metric", "unit"), ("kind", "direction"), ("baseline", "baseline_on"), ("to", "by"))

    def offer(self) -> None:
        self.choose("goal", self.charter.goals.all(), _("None yet"))
        above = self.charter.parent.objectives.all() if self.charter.parent else []
        self.choose("supports", above, _("None of them"))
        self.owners()
        self.bind()
        if self.charter.is_mission:
            del self.fields["goal"]


class NewObjectiveForm(ObjectiveForm):
    """With the last target at once; others are added to the objective afterwards."""

    to = forms.DecimalField(label=_("To"), max_digits=18, decimal_places=4, required=False)
    by = forms.DateField(label=_("By"), required=False, widget=forms.DateInput)
    field_order = [*ObjectiveForm.field_order, "to", "by"]

    def target(self) -> dict[str, Any] | None:
        """What is to be reached, when both were typed."""
        to, by = self.cleaned_data.get("to"), self.cleaned_data.get("by")
        return {"value": to, "due_on": by} if to is not None and by else None

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name not in ("to", "by")}


class TargetForm(PartForm):
    objective = OneOf(label=_("Objective"))

    class Meta:
        model = Target
        fields = ["due_on", "value", "milestone"]

    field_order = ["objective", "value", "milestone", "due_on"]
    beside = (("value", "due_on"),)

    def offer(self) -> None:
        self.choose("objective", self.charter.objectives.all(), _("Choose an objective"))
        self.fields["value"].help_text = _("For a figure.")
        self.fields["milestone"].help_text = _("For a milestone: what is then the case?")


class StrategyForm(PartForm):
    objective = OneOf(label=_("Objective"), required=False)

    class Meta:
        model = Strategy
        fields = [
            "statement", "kind", "how", "expected_outcome", "starts_on", "ends_on", "stakeholders", "involved_on",
            "decided_on",
        ]  # fmt: skip

    field_order = ["statement", "objective", "kind"]
    beside = (("objective", "kind"), ("starts_on", "ends_on"), ("involved_on", "decided_on"))

    def offer(self) -> None:
        self.choose("objective", self.charter.objectives.all(), _("None yet"))
        self.fields["stakeholders"].help_text = _(
            "For technology: who of the business was asked before it was decided?"
        )


class TacticForm(PartForm):
    strategy = OneOf(label=_("Strategy"), required=False)
    owner = OneOf(label=_("Who"), required=False, help_text=_("One person."))
    phase = forms.TypedChoiceField(label=_("Phase"), coerce=int, empty_value=None, required=False)

    class Meta:
        model = Tactic
        fields = ["step", "how", "starts_on", "due_on", "quantity", "resources", "landmark", "adoption"]

    field_order = ["step", "strategy", "owner", "due_on", "quantity", "resources", "starts_on", "phase"]
    beside = (("owner", "due_on"), ("quantity", "resources"), ("starts_on", "phase"), ("landmark", "adoption"))

    def offer(self) -> None:
        self.choose("strategy", self.charter.strategies.all(), _("None yet"))
        phases = [(number, one["name"]) for number, one in enumerate(self.charter.phases, start=1)]
        self.fields["phase"].choices = [("", _("None")), *phases]  # type: ignore[attr-defined]
        self.owners()


class ServiceForm(PartForm):
    audiences = forms.MultipleChoiceField(label=_("For whom"), required=False, widget=forms.CheckboxSelectMultiple)
    customer_phases = forms.MultipleChoiceField(
        label=_("Phases of the customer's path"), required=False, choices=CustomerPhase.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = Service
        fields = [
            "name", "kind", "description", "first_time", "live_from", "live_until", "adoption_measure", "how_to_ask",
            "promise",
        ]  # fmt: skip

    field_order = ["name", "kind", "audiences"]
    beside = (("live_from", "live_until"),)

    def offer(self) -> None:
        known = [(one["key"], one["name"]) for one in self.charter.audiences]
        self.fields["audiences"].choices = known  # type: ignore[attr-defined]


class MeasureForm(PartForm):
    objective = OneOf(label=_("Objective"), required=False)
    figure = forms.ChoiceField(label=_("Figure that fills it each week"), required=False)

    class Meta:
        model = Measure
        fields = ["name", "dimension", "level", "leading", "proves", "unit", "direction", "rhythm"]
        widgets = {"level": forms.RadioSelect, "direction": forms.RadioSelect}

    field_order = ["name", "dimension", "objective", "level", "direction", "unit", "rhythm"]
    beside = (("dimension", "objective"), ("level", "direction"), ("unit", "rhythm"), ("leading", "proves"))

    def offer(self) -> None:
        self.choose("objective", self.charter.objectives.all(), _("The charter as a whole"))
        self.bind()


class ConnectionForm(PartForm):
    other = OneOf(label=_("Charter"))

    class Meta:
        model = Connection
        fields = ["kind", "words"]

    field_order = ["other", "kind", "words"]

    def offer(self) -> None:
        known = Charter.objects.everything(reason="published charters are everybody's to read").active()
        others = known.exclude(lineage=self.charter.lineage).exclude(kind=CharterKind.MISSION).order_by("title")
        self.choose("other", others, _("Choose a charter"))


class StakeholderForm(PartForm):
    person = OneOf(label=_("Person"))

    class Meta:
        model = Stakeholder
        fields = ["role"]

    field_order = ["person", "role"]

    def offer(self) -> None:
        self.choose("person", colleagues(), _("Choose a person"))


class SalesMissionForm(PartForm):
    organisation_goal = OneOf(label=_("Goal of the organisation that it serves"), required=False)

    class Meta:
        model = SalesMission
        fields = [
            "statement", "comparison", "what_changes", "starts_on", "ends_on", "forecast", "attainable", "confidence",
            "pledge",
        ]  # fmt: skip

    field_order = ["statement", "comparison", "what_changes", "starts_on", "ends_on", "organisation_goal"]
    beside = (("starts_on", "ends_on"), ("attainable", "confidence"))

    def offer(self) -> None:
        known = Charter.objects.everything(reason="published charters are everybody's to read").published()
        tops = known.filter(kind__in=[CharterKind.ORGANISATION, CharterKind.SALES])
        goals = Goal.objects.everything(reason="goals of published charters").filter(charter__in=tops)
        self.choose("organisation_goal", goals.order_by("statement"), _("None yet"))
