"""The verbs that edit a draft. The funnel is the versioned record: each answers with the whole of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from funnels import definitions
from funnels.choices import CustomerPhase, EvidenceKind, Level, StageKind
from funnels.models import CommitmentDefinition, Funnel, Stage
from funnels.models.funnel import GIVERS
from portal.api.resource import Resource, Values, verb
from portal.api.shapes import Closed


class StageChange(Closed):
    name = serializers.CharField(max_length=120, required=False, help_text="What the customer does.")
    short_name = serializers.CharField(max_length=40, required=False, allow_blank=True)
    purpose = serializers.CharField(max_length=300, required=False, allow_blank=True)
    customer_phase = serializers.ChoiceField(choices=CustomerPhase.choices, required=False)
    level = serializers.ChoiceField(choices=Level.choices, required=False)
    kind = serializers.ChoiceField(choices=StageKind.choices, required=False)
    expected_days = serializers.IntegerField(min_value=1, max_value=3650, required=False, allow_null=True)


class AddStage(StageChange):
    name = serializers.CharField(max_length=120, help_text="What the customer does.")
    customer_phase = serializers.ChoiceField(choices=CustomerPhase.choices)


class NamedStage(Closed):
    stage = serializers.UUIDField()


class EditStage(StageChange, NamedStage):
    pass


class ShiftStage(NamedStage):
    step = serializers.ChoiceField(choices=[-1, 1], help_text="One place earlier or later.")


class SetActions(NamedStage):
    actions = serializers.ListField(child=serializers.CharField(max_length=200), max_length=30)


class CommitmentChange(Closed):
    statement = serializers.CharField(max_length=300, required=False)
    givers = serializers.ListField(
        child=serializers.ChoiceField(choices=list(GIVERS.items())),
        min_length=1,
        max_length=len(GIVERS),
        required=False,
    )
    required = serializers.BooleanField(required=False)
    evidence_kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=EvidenceKind.choices), min_length=1, max_length=7, required=False
    )
    lasts_days = serializers.IntegerField(min_value=1, max_value=3650, required=False, allow_null=True)


class AddCommitment(CommitmentChange, NamedStage):
    statement = serializers.CharField(max_length=300, help_text="With the customer as its subject.")
    givers = serializers.ListField(
        child=serializers.ChoiceField(choices=list(GIVERS.items())), min_length=1, max_length=len(GIVERS)
    )
    evidence_kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=EvidenceKind.choices), min_length=1, max_length=7
    )


class NamedDefinition(Closed):
    definition = serializers.UUIDField()


class EditCommitment(CommitmentChange, NamedDefinition):
    pass


class ShiftCommitment(NamedDefinition):
    step = serializers.ChoiceField(choices=[-1, 1], help_text="One place earlier or later.")


def stage_of(funnel: Funnel, pk: UUID) -> Stage:
    stage = funnel.stages.filter(pk=pk).first()
    if stage is None:
        raise ValidationError({"stage": [_("Choose a stage of this funnel.")]}, code="unknown-id")
    return stage


def definition_of(funnel: Funnel, pk: UUID) -> CommitmentDefinition:
    found = CommitmentDefinition.objects.everything(reason="definitions of a funnel that was read in scope")
    definition = found.filter(pk=pk, stage__funnel=funnel).first()
    if definition is None:
        raise ValidationError({"definition": [_("Choose a commitment of this funnel.")]}, code="unknown-id")
    return definition


class Defined(Resource):
    def _by(self, funnel: Funnel) -> dict[str, Any]:
        """Who, when, and on which version of the draft."""
        return {"by": self.person, "at": self.now, "version": funnel.version}

    @verb(AddStage)
    def add_stage(self, funnel: Funnel, values: Values) -> None:
        definitions.add_stage(funnel, values, **self._by(funnel))

    @verb(EditStage)
    def edit_stage(self, funnel: Funnel, values: Values) -> None:
        definitions.edit_stage(stage_of(funnel, values.pop("stage")), values, **self._by(funnel))

    @verb(ShiftStage)
    def shift_stage(self, funnel: Funnel, values: Values) -> None:
        definitions.shift_stage(stage_of(funnel, values["stage"]), values["step"], **self._by(funnel))

    @verb(NamedStage)
    def remove_stage(self, funnel: Funnel, values: Values) -> None:
        definitions.remove_stage(stage_of(funnel, values["stage"]), **self._by(funnel))

    @verb(SetActions)
    def set_actions(self, funnel: Funnel, values: Values) -> None:
        """Sets what we may do in the stage; never a condition for leaving it."""
        definitions.set_actions(stage_of(funnel, values["stage"]), values["actions"], **self._by(funnel))

    @verb(AddCommitment)
    def add_commitment(self, funnel: Funnel, values: Values) -> None:
        definitions.add_commitment(stage_of(funnel, values.pop("stage")), values, **self._by(funnel))

    @verb(EditCommitment)
    def edit_commitment(self, funnel: Funnel, values: Values) -> None:
        definitions.edit_commitment(definition_of(funnel, values.pop("definition")), values, **self._by(funnel))

    @verb(ShiftCommitment)
    def shift_commitment(self, funnel: Funnel, values: Values) -> None:
        definitions.shift_commitment(definition_of(funnel, values["definition"]), values["step"], **self._by(funnel))

    @verb(NamedDefinition)
    def remove_commitment(self, funnel: Funnel, values: Values) -> None:
        definitions.remove_commitment(definition_of(funnel, values["definition"]), **self._by(funnel))
