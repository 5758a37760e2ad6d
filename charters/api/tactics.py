"""Tactics: written as parts of a draft; what becomes of them, at an address of their own."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from charters import rules
from charters.api.briefs import CharterBrief, StrategyOfTactic, strategies
from charters.api.living import Because
from charters.api.objectives import HandOver, in_force, with_owner
from charters.api.parts import PART, PartShape, ShiftedParts
from charters.choices import TacticState
from charters.models import Tactic
from portal.api.briefs import PersonBrief, everybody
from portal.api.fields import Day, Related
from portal.api.filtering import ChoicesFilter, DayFilter, Filters, FlagFilter, IdFilter, PersonFilter
from portal.api.resource import Listed, Retrieved, Values, verb
from portal.api.shapes import Closed, Reason
from portal.api.versions import require
from portal.doors import PERSONAL
from portal.models import Person
from portal.verdicts import Verdict

TEXT = [
    "step", "how", "starts_on", "quantity", "resources", "landmark", "adoption", "phase", "strategy", "owner",
]  # fmt: skip


class TacticOfCharter(PartShape):
    """One step, by one person, by a day. `phase` is the number of one of the charter's phases."""

    strategy = Related(StrategyOfTactic, within=strategies, required=False, allow_null=True)
    owner = Related(PersonBrief, within=everybody, required=False, allow_null=True, source="progress.owner")

    class Meta:
        model = Tactic
        fields = [*PART, *TEXT, "due_on"]


class TacticsOfCharter(ShiftedParts):
    model = Tactic
    shape = TacticOfCharter

    def values(self, shape: Any, *, partial: bool = False) -> Values:
        return with_owner(super().values(shape, partial=partial))


class TacticShape(PartShape):
    """`version` is that of its progress. `agreed_on` is the day that the charter says, `due_on` the one that holds now."""

    version = serializers.IntegerField(source="progress.version", read_only=True)
    agreed_on = serializers.DateField(source="due_on", read_only=True, allow_null=True)
    due_on = serializers.DateField(source="progress.due_on", read_only=True, allow_null=True)
    redated = serializers.IntegerField(source="progress.redated", read_only=True)
    state = serializers.ChoiceField(choices=TacticState.choices, source="progress.state", read_only=True)
    settled_on = serializers.DateField(source="progress.settled_on", read_only=True, allow_null=True)
    settled_by = Related(PersonBrief, allow_null=True, source="progress.settled_by")
    owner = Related(PersonBrief, allow_null=True, source="progress.owner")
    strategy = Related(StrategyOfTactic, allow_null=True)
    charter = Related(CharterBrief)

    class Meta:
        model = Tactic
        fields = [*PART, *TEXT, "agreed_on", "due_on", "redated", "state", "settled_on", "settled_by", "charter"]


class TacticFilters(Filters):
    charter = IdFilter("charter")
    team = IdFilter("charter__team")
    lineage = django_filters.UUIDFilter("lineage", label=_("The same tactic in all versions"))
    strategy = IdFilter("strategy")
    owner = PersonFilter("progress__owner", label=_("An id, or “me”"))
    state = ChoicesFilter("progress__state", choices=TacticState.choices)
    due_from = DayFilter("progress__due_on", "gte")
    due_to = DayFilter("progress__due_on", "lte")
    landmark = FlagFilter("landmark")
    overdue = FlagFilter(method="by_overdue")

    def by_overdue(self, rows: Any, name: str, wanted: bool) -> Any:
        late = {"progress__state": TacticState.OPEN, "progress__due_on__lt": self.person.today()}
        return rows.filter(**late) if wanted else rows.exclude(**late)


class Done(Closed):
    on = Day(required=False, help_text="Today when left out; never in the future.")
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)


class Redate(Because):
    due_on = Day()


def may_assign(person: Person, tactic: Tactic) -> Verdict:
    return rules.may_assign(person, tactic.charter)


class Tactics(Listed, Retrieved):
    """A list shows those of charters in force; with `charter` or `lineage`, those of every version that fits."""

    door = PERSONAL
    shape = TacticShape
    filters = TacticFilters
    orderings = {"id": "id", "due_on": "progress__due_on", "step": "step"}
    usual = "due_on"

    def rows(self) -> QuerySet[Tactic]:
        return in_force(self, Tactic.objects.visible_to(self.person))

    def addressed(self) -> QuerySet[Tactic]:
        return super().addressed().select_related("charter", "progress")

    def require_seen(self, record: Tactic) -> None:
        require(record.progress, self.seen)

    def may_change(self, record: Tactic) -> Verdict:
        return rules.may_progress(self.person, record.progress)

    def written(self, tactic: Tactic) -> dict[str, Any]:
        """Who, when, and on which version of the progress."""
        return {"by": self.person, "at": self.now, "version": tactic.progress.version}

    @verb(Done)
    def done(self, tactic: Tactic, values: Values) -> None:
        tactic.progress.done(**values, **self.written(tactic))

    @verb(Because)
    def drop(self, tactic: Tactic, values: Values) -> None:
        """No longer needed, and why."""
        tactic.progress.drop(**values, **self.written(tactic))

    @verb(Reason)
    def reopen(self, tactic: Tactic, values: Values) -> None:
        tactic.progress.reopen(**values, **self.written(tactic))

    @verb(Redate)
    def redate(self, tactic: Tactic, values: Values) -> None:
        """Another day, and why. The day that was agreed stays in the charter."""
        tactic.progress.redate(**values, **self.written(tactic))

    @verb(HandOver, rule=may_assign)
    def hand_over(self, tactic: Tactic, values: Values) -> None:
        """Somebody else does it from now on."""
        tactic.progress.hand_over(**values, **self.written(tactic))
