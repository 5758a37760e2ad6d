"""The moves of an opportunity. Each locks the row, asks the gate, leaves a StageEvent, all in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from funnels.choices import CLOSE_REASONS, MoveKind, Status
from funnels.models.funnel import outline_of
from funnels.models.overriding import Overriding
from funnels.refusals import CommitmentsMissing, WrongState
from funnels.standing import Criterion, Outline, StageFact, read_criteria, reckon, unmet
from portal.models import Person, Remark
from portal.refusals import Invalid

if TYPE_CHECKING:
    from funnels.models.opportunity import Opportunity
    from funnels.models.stage_event import Override, StageEvent

UNDO_SECONDS = 30
FINAL = (MoveKind.UNDONE, MoveKind.OPENED, MoveKind.IMPORTED, MoveKind.MIGRATED)


@dataclass(frozen=True)
class Moved:
    """What a move did. `missing` is what an advisory funnel let pass, or a manager answered for."""

    event: StageEvent
    missing: Sequence[Criterion] = ()


class Moving(Overriding):
    class Meta:
        abstract = True

    @transaction.atomic
    def advance(
        self: Opportunity,
        *,
        by: Person,
        at: datetime,
        to: UUID | None = None,
        override: str = "",
        version: int | None = None,
    ) -> Moved:
        """Move on to stage `to`, by default the next. Leaving the deciding stage wins the opportunity.

        Raises CommitmentsMissing when the funnel is enforced and a required commitment of the current
        or a skipped stage lacks evidence; a manager's `override` (a reason) lets it pass for 14 days.
        """
        self.lock(version=version)
        prefetch_related_objects([self], "commitments")  # for the gate and the standing
        outline = outline_of(self.funnel_id)
        here = outline.stage(self.stage_id)
        target = self._target_ahead(outline, here, to)
        won = self._wins(outline, here, target)
        criteria = self._pass_gate(outline.between(here, target), by=by, override=override, at=at)
        decided = self._answer_for(unmet(criteria), target or here, by=by, at=at, reason=override)
        status = Status.WON if won else self.status
        if won:
            self.closed_on, self.close_reasons = by.organisation.today(at), []
        event = self._move(
            MoveKind.ADVANCED,
            target or here,
            status,
            by=by,
            at=at,
            override=decided,
            criteria=criteria,
            reason=override,
        )
        return Moved(event, unmet(criteria))

    def _target_ahead(self: Opportunity, outline: Outline, here: StageFact, to: UUID | None) -> StageFact | None:
        """The stage to move to; None when the last stage is left, which only the deciding one can be."""
        if self.status not in (Status.OPEN, Status.WON):
            raise WrongState(_("This opportunity is closed. Reopen it to move it."))
        if to is None:
            target = outline.after(here)
            if target is None and (here != outline.deciding or not self.is_open):
                raise WrongState(_("This is the last stage."))
            return target
        if not outline.has(to):
            raise Invalid({"to": _("Choose a stage of this opportunity's funnel.")})
        target = outline.stage(to)
        if target.position <= here.position:
            raise WrongState(_("This stage does not lie ahead. Move the opportunity back to it with a reason."))
        return target

    def _wins(self: Opportunity, outline: Outline, here: StageFact, target: StageFact | None) -> bool:
        last = outline.deciding.position
        return self.is_open and here.position <= last and (target is None or target.position > last)

    def criteria_to_leave(self: Opportunity, stages: Sequence[StageFact], today: date) -> list[Criterion]:
        """The required commitments of the stages, and whatever expired overrides still owe, as they stand today."""
        wanted = {one.id for stage in stages for one in stage.required} | self._owed_by_expired_overrides(today)
        criteria = read_criteria(outline_of(self.funnel_id).stages, list(self.commitments.all()), today)
        return [one for one in criteria if one.definition.id in wanted]

    def _pass_gate(
        self: Opportunity, stages: Sequence[StageFact], *, by: Person, override: str, at: datetime
    ) -> list[Criterion]:
        """The one gate: page, API, import, admin and shell all come through here, and the database checks the row."""
        criteria = self.criteria_to_leave(stages, by.today_at(at))
        if unmet(criteria) and self.funnel.enforced and not override.strip():
            raise CommitmentsMissing(unmet(criteria))
        return criteria

    @transaction.atomic
    def regress(
        self: Opportunity, *, to: UUID, reason: str, by: Person, at: datetime, version: int | None = None
    ) -> Moved:
        """Move back to an earlier stage. Normal, always allowed while open, and loses nothing."""
        self.lock(version=version)
        outline = outline_of(self.funnel_id)
        if not self.is_open:
            raise WrongState(_("This opportunity is closed. Reopen it to move it."))
        if not reason.strip():
            raise Invalid({"reason": _("Say in a sentence why it moves back.")})
        if not outline.has(to) or outline.stage(to).position >= outline.stage(self.stage_id).position:
            raise Invalid({"to": _("Choose an earlier stage.")})
        self._end_overrides("moved", at, since=outline.stage(to).position)
        return Moved(self._move(MoveKind.REGRESSED, outline.stage(to), self.status, by=by, at=at, reason=reason))

    @transaction.atomic
    def close(
        self: Opportunity,
        *,
        outcome: str,
        reasons: Sequence[str],
        by: Person,
        at: datetime,
        note: str = "",
        wake_on: date | None = None,
        override: str = "",
        version: int | None = None,
    ) -> Moved:
        """Close as won, lost, no decision, walked away or postponed. Winning passes the same gate as advancing."""
        self.lock(version=version)
        self._refuse_bad_outcome(outcome, reasons, wake_on, by.today_at(at))
        outline = outline_of(self.funnel_id)
        here = outline.stage(self.stage_id)
        criteria: list[Criterion] = []
        target, decided = here, None
        if outcome == Status.WON:
            last = outline.deciding
            criteria = self._pass_gate(outline.between(here, outline.after(last)), by=by, override=override, at=at)
            target = outline.after(last) or last
            decided = self._answer_for(unmet(criteria), target, by=by, at=at, reason=override)
        else:
            self._end_overrides("closed", at)
        self.closed_on = by.organisation.today(at)
        self.close_reasons, self.wake_on = list(reasons), wake_on
        event = self._move(
            MoveKind.CLOSED, target, outcome, by=by, at=at, override=decided, criteria=criteria, reason=override or note
        )
        return Moved(event, unmet(criteria))

    def _refuse_bad_outcome(
        self: Opportunity, outcome: str, reasons: Sequence[str], wake_on: date | None, today: date
    ) -> None:
        if not self.is_open:
            raise WrongState(_("This opportunity is closed already."))
        if outcome not in CLOSE_REASONS:
            raise Invalid({"outcome": _("Choose how it ended.")})
        if not reasons or not set(reasons) <= set(CLOSE_REASONS[outcome]):
            raise Invalid({"reasons": _("Choose at least one reason for this outcome.")})
        if (outcome == Status.POSTPONED) != (wake_on is not None):
            raise Invalid({"wake_on": _("A postponed opportunity needs the day it comes back; no other has one.")})
        if wake_on is not None and wake_on <= today:
            raise Invalid({"wake_on": _("Enter a day in the future.")})

    @transaction.atomic
    def reopen(self: Opportunity, *, reason: str, by: Person, at: datetime, version: int | None = None) -> Moved:
        """Open again in the stage that was left; commitments keep their states, expiry is reckoned anew."""
        self.lock(version=version)
        if self.is_open:
            raise WrongState(_("This opportunity is open."))
        if not reason.strip():
            raise Invalid({"reason": _("Say in a sentence why it opens again.")})
        self.closed_on, self.close_reasons, self.wake_on, self.closed_per_crm = None, [], None, False
        self.parked_until = None
        closing = self.moves.filter(from_status=Status.OPEN).exclude(to_status=Status.OPEN).first()
        if closing:
            self._revive_overrides(closing.at)
        stage = outline_of(self.funnel_id).stage(closing.from_stage_id if closing else self.stage_id)
        self._end_overrides("moved", at, since=stage.position)
        return Moved(self._move(MoveKind.REOPENED, stage, Status.OPEN, by=by, at=at, reason=reason))

    @transaction.atomic
    def undo_move(self: Opportunity, *, by: Person, at: datetime, version: int | None = None) -> Moved:
        """Take back the move one has just made oneself, within some seconds. It leaves a row of its own."""
        self.lock(version=version)
        last = self.last_move
        late = at - last.at > timedelta(seconds=UNDO_SECONDS)
        if last.by_id != by.pk or late or last.kind in FINAL:
            raise WrongState(_("There is no move of yours to undo any more. Move it back with a reason."))
        stage = outline_of(self.funnel_id).stage(last.from_stage_id)  # type: ignore[arg-type]
        self._restore_closing(last)
        self._revive_overrides(last.at)
        if last.override and last.override.ended_at is None:
            last.override.end("undone", at=at)
        return Moved(self._move(MoveKind.UNDONE, stage, last.from_status, by=by, at=at))

    def _restore_closing(self: Opportunity, undone: StageEvent) -> None:
        """Undoing a close opens again; undoing a reopening is refused, since its close date is gone."""
        if undone.kind == MoveKind.REOPENED:
            raise WrongState(_("Close it again instead."))
        if undone.from_status == Status.OPEN:
            self.closed_on, self.close_reasons, self.wake_on = None, [], None

    def _move(
        self: Opportunity,
        kind: MoveKind,
        stage: StageFact,
        status: str,
        *,
        by: Person,
        at: datetime,
        override: Override | None = None,
        criteria: Sequence[Criterion] = (),
        reason: str = "",
        stays: bool = False,
    ) -> StageEvent:
        """`stays` says that the stage is the same one in another version of the funnel."""
        event = self.moves.create(
            kind=kind,
            from_stage_id=self.stage_id,
            to_stage_id=stage.id,
            from_status=self.status,
            to_status=status,
            by=by,
            at=at,
            team_id=self.team_id,
            supported=not unmet(criteria),
            criteria=[{"code": one.definition.code, "state": str(one.state)} for one in criteria],
            reasons=[] if status == self.status else list(self.close_reasons),
            override=override,
            remark=Remark.objects.create(text=reason) if reason else None,
        )
        if stage.id != self.stage_id and not stays:
            self.stage_entered_at = at
        self.stage_id, self.status, self.last_move = stage.id, status, event
        self.reckon_standing(by.today_at(at))
        self.keep(
            "funnel", "stage", "status", "last_move", "stage_entered_at", "closed_on", "close_reasons", "closed_per_crm",
            "wake_on", "parked_until", *STANDING,
        )  # fmt: skip
        return event

    def reckon_standing(self: Opportunity, today: date) -> None:
        """Set the standing fields from the commitments as they are now; the caller saves."""
        standing = reckon(outline_of(self.funnel_id), self.stage_id, list(self.commitments.all()), today)
        self.required_total, self.required_met = standing.required_total, standing.required_met
        self.ready_until, self.support_until = standing.ready_until, standing.support_until
        self.supported_stage_id = standing.supported_stage
        self.next_commitment_id, self.next_due_on = standing.next_commitment, standing.next_due_on


STANDING = (
    "required_total",
    "required_met",
    "ready_until",
    "supported_stage",
    "support_until",
    "next_commitment",
    "next_due_on",
)
