"""A funnel in use is never edited: it is revised as its next version, then activated."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from funnels.choices import Enforcement, FunnelState, StageKind
from funnels.refusals import WrongState
from portal.models import Event, Person
from portal.refusals import Invalid

if TYPE_CHECKING:
    from funnels.models.funnel import Funnel, Stage


ORDER = {StageKind.SELLING: 0, StageKind.DECIDING: 1, StageKind.AFTER_ORDER: 2}


class Revising(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def revise(self: Funnel, *, by: Person | None, at: datetime, version: int | None = None) -> Funnel:
        """A draft of the next version: a full copy to edit. There is at most one draft per funnel."""
        self.lock(version=version)
        if not self.in_use:
            raise WrongState(_("This version is still a draft. Edit it as it is."))
        if self.versions().filter(state=FunnelState.DRAFT).exists():
            raise WrongState(_("A draft of the next version exists already. Edit that one."))
        last = self.versions().latest("revision")
        draft = type(self)._default_manager.create(
            team=self.team,
            name=self.name,
            enforcement=self.enforcement,
            lineage=self.lineage,
            revision=last.revision + 1,
            created_at=at,
        )
        for stage in self.stages.all():
            copy_stage(stage, draft)
        Event.objects.record(draft, "revised", by=by, at=at, team=self.team, before={"funnel": self.pk})
        return draft

    @transaction.atomic
    def activate(self: Funnel, *, by: Person | None, at: datetime, version: int | None = None) -> None:
        """Put a draft into use; the version used before retires, its opportunities stay on it until migrated."""
        self.lock(version=version)
        if self.in_use:
            raise WrongState(_("This version is in use already, or retired."))
        self._refuse_incomplete()
        for former in self.versions().filter(state=FunnelState.ACTIVE).select_for_update():
            former._become(FunnelState.RETIRED, "retired", by=by, at=at)
        self.state, self.activated_at = FunnelState.ACTIVE, at
        self.keep("state", "activated_at")
        Event.objects.record(self, "activated", by=by, at=at, team=self.team)

    def _refuse_incomplete(self: Funnel) -> None:
        stages = list(self.stages.prefetch_related("definitions"))
        if len([stage for stage in stages if stage.kind != StageKind.AFTER_ORDER]) < 2:
            raise WrongState(_("A funnel needs at least two stages before the order."))
        if [ORDER[stage.kind] for stage in stages] != sorted(ORDER[stage.kind] for stage in stages):
            raise WrongState(
                _(
                    "Put the stages in order: before the decision, the one in which the customer decides, after the order."
                )
            )
        bare = [stage.name for stage in stages if not any(one.required for one in stage.definitions.all())]
        if bare:
            raise WrongState(
                _("Each stage needs at least one required customer commitment. Missing in: %(stages)s.")
                % {"stages": ", ".join(bare)}
            )

    @transaction.atomic
    def retire(self: Funnel, *, by: Person | None, at: datetime, version: int | None = None) -> None:
        """Put a draft away, or take the version in use out of use: new opportunities no longer start in it.

        Its open opportunities go on in it.
        """
        self.lock(version=version)
        if self.state == FunnelState.RETIRED:
            raise WrongState(_("This version is retired already."))
        self._become(FunnelState.RETIRED, "retired", by=by, at=at)

    @transaction.atomic
    def bring_back(self: Funnel, *, by: Person | None, at: datetime, version: int | None = None) -> None:
        """What was in use is in use again, a draft that was put away is a draft again."""
        self.lock(version=version)
        if self.state != FunnelState.RETIRED:
            raise WrongState(_("This version is not retired."))
        former = FunnelState.DRAFT if self.activated_at is None else FunnelState.ACTIVE
        if self.versions().filter(state=former).exists():
            raise WrongState(
                _("Another version is in use. Retire that one first.")
                if former == FunnelState.ACTIVE
                else _("There is another draft. Put that one away first.")
            )
        self._become(former, "brought_back", by=by, at=at)

    def _become(self: Funnel, state: FunnelState, verb: str, *, by: Person | None, at: datetime) -> None:
        before = self.assign({"state": state})
        self.keep("state")
        Event.objects.record(self, verb, by=by, at=at, team=self.team, before=before, after={"state": state})

    def versions(self: Funnel) -> models.QuerySet[Funnel]:
        """All versions of this funnel, this one included."""
        return type(self)._default_manager.everything(reason="versions of the same funnel").filter(lineage=self.lineage)

    @transaction.atomic
    def set_enforcement(
        self: Funnel, enforcement: str, *, by: Person | None, at: datetime, version: int | None = None
    ) -> None:
        """Switch between enforced and advisory; the definitions stay."""
        self.lock(version=version)
        if enforcement not in Enforcement.values:
            raise Invalid({"enforcement": _("Choose whether the rule is enforced.")})
        before = self.assign({"enforcement": enforcement})
        if before:
            self.keep("enforcement")
            Event.objects.record(
                self,
                "enforcement_changed",
                by=by,
                at=at,
                team=self.team,
                before=before,
                after={"enforcement": enforcement},
            )


def copy_stage(stage: Stage, funnel: Funnel) -> Stage:
    """The stage with its definitions and seller actions in another version."""
    definitions, actions = list(stage.definitions.all()), list(stage.seller_actions.all())
    copy = _copy(stage, funnel=funnel)
    for part in [*definitions, *actions]:
        _copy(part, stage=copy)
    return copy


def _copy(row: models.Model, **changes: Any) -> Any:
    values = {field.name: getattr(row, field.name) for field in row._meta.fields if not field.primary_key}
    return type(row)._default_manager.create(**{**values, **changes})
