"""An open opportunity passes from one version of its funnel to another, and takes its commitments with it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from funnels.choices import CommitmentState, FunnelState, MoveKind
from funnels.models.funnel import outline_of
from funnels.models.moving import Moved, Moving
from funnels.refusals import WrongState
from funnels.standing import DefinitionFact, Outline, StageFact, expiry
from portal.models import Person
from portal.refusals import Invalid

if TYPE_CHECKING:
    from funnels.models.funnel import Funnel
    from funnels.models.opportunity import Opportunity


class Migrating(Moving):
    class Meta:
        abstract = True

    @transaction.atomic
    def migrate(
        self: Opportunity,
        *,
        to: Funnel,
        by: Person,
        at: datetime,
        stage: UUID | None = None,
        version: int | None = None,
    ) -> Moved:
        """Go on in the version in use. The stage is the one of the same code; where that is gone, `stage`.

        Commitments pass to the definitions of the same code; one whose definition is gone keeps its old
        one and counts no more. Age in the stage, dates and evidence stay.
        """
        self.lock(version=version)
        self._refuse_migration(to)
        former, outline = outline_of(self.funnel_id), outline_of(to.pk)
        here = former.stage(self.stage_id)
        same = outline.coded(here.code)
        target = same or self._chosen(landings(former, outline, here), stage)
        self._repoint_commitments(outline)
        self._repoint_overrides(former, outline, target, at)
        self.funnel = to
        event = self._move(MoveKind.MIGRATED, target, self.status, by=by, at=at, stays=same is not None)
        return Moved(event)

    def _refuse_migration(self: Opportunity, to: Funnel) -> None:
        if not self.is_open:
            raise WrongState(_("Only open opportunities move to another version of their funnel."))
        if to.pk == self.funnel_id or to.lineage != self.funnel.lineage or to.state != FunnelState.ACTIVE:
            raise WrongState(_("Choose the version in use of the same funnel."))

    def _chosen(self: Opportunity, allowed: list[StageFact], stage: UUID | None) -> StageFact:
        found = next((one for one in allowed if one.id == stage), None)
        if found is None:
            raise Invalid({"stage": _("Choose where opportunities go whose stage is no longer there.")})
        return found

    def _repoint_commitments(self: Opportunity, outline: Outline) -> None:
        heirs = Heirs(outline)
        for commitment in self.commitments.exclude(definition=None).select_related("definition__stage"):
            heir = heirs.of(commitment.definition.code, commitment.definition.stage.code)
            if heir is None:
                continue
            commitment.definition_id = heir.id
            if commitment.state == CommitmentState.FULFILLED:
                commitment.expires_on = expiry(
                    commitment.fulfilled_on,
                    commitment.evidence_kind,
                    heir.lasts_days,
                    confirmed=commitment.confirmed_by_id is not None,
                )
            commitment.keep("definition", "expires_on")

    def _repoint_overrides(
        self: Opportunity, former: Outline, outline: Outline, target: StageFact, at: datetime
    ) -> None:
        """A running override goes on for what the new version still asks for; one with nothing left ends."""
        heirs = Heirs(outline)
        for override in self.overrides.filter(ended_at=None):
            owed = [heir for one in override.missing if (heir := heirs.of(one["code"]))]
            override.missing = [{"definition": str(one.id), "code": one.code} for one in owed]
            for end in ("from_stage_id", "to_stage_id"):
                place = outline.coded(former.stage(getattr(override, end)).code)
                setattr(override, end, (place or target).id)
            override.keep("missing", "from_stage", "to_stage")
            if not owed:
                override.end("dropped", at=at)


class Heirs:
    """The definitions of another version by their codes."""

    def __init__(self, outline: Outline) -> None:
        self.by_stage = {(stage.code, one.code): one for stage in outline.stages for one in stage.definitions}
        self.anywhere = {code: one for (_stage, code), one in self.by_stage.items()}

    def of(self, code: str, stage: str = "") -> DefinitionFact | None:
        """The one in the same stage, or else the one that moved to another."""
        return self.by_stage.get((stage, code), self.anywhere.get(code))


def landings(former: Outline, outline: Outline, here: StageFact) -> list[StageFact]:
    """Where opportunities of a stage that is gone may go: not beyond the next stage that is still there."""
    later = [stage for stage in former.selling if stage.position > here.position]
    limit = next(filter(None, (outline.coded(stage.code) for stage in later)), outline.selling[-1])
    return [stage for stage in outline.selling if stage.position <= limit.position]


def nearest(former: Outline, outline: Outline, here: StageFact) -> StageFact:
    """The last stage before `here` that is still there, or the first of all."""
    earlier = [outline.coded(stage.code) for stage in former.selling if stage.position < here.position]
    return next(filter(None, reversed(earlier)), outline.selling[0])
