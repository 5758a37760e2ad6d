"""What the customer's commitments say about an opportunity. Values in, values out; no web, no clock, no database.

A criterion is a commitment definition read on one opportunity and day. It answers yes (fulfilled by
evidence that holds), no (declined or broken) or unknown (everything else, expired evidence included).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from funnels.choices import CommitmentState, EvidenceKind, StageKind

VERBAL_DAYS = 14
UNKNOWN = "unknown"
EXPIRED = "expired"
PENDING = (CommitmentState.PROMISED, CommitmentState.ASKED)


@dataclass(frozen=True)
class DefinitionFact:
    id: UUID
    code: str
    statement: str
    required: bool
    givers: tuple[str, ...]
    evidence_kinds: tuple[str, ...]
    lasts_days: int | None


@dataclass(frozen=True)
class StageFact:
    id: UUID
    code: str
    position: int
    name: str
    label: str
    kind: str
    definitions: tuple[DefinitionFact, ...]

    @property
    def required(self) -> tuple[DefinitionFact, ...]:
        return tuple(definition for definition in self.definitions if definition.required)


@dataclass(frozen=True)
class Outline:
    """A funnel's stages in order, with their definitions. Never changes once a funnel is in use."""

    stages: tuple[StageFact, ...]

    def stage(self, stage_id: UUID) -> StageFact:
        return next(stage for stage in self.stages if stage.id == stage_id)

    def has(self, stage_id: UUID) -> bool:
        return any(stage.id == stage_id for stage in self.stages)

    def after(self, stage: StageFact) -> StageFact | None:
        return next((other for other in self.stages if other.position > stage.position), None)

    def between(self, start: StageFact, end: StageFact | None) -> tuple[StageFact, ...]:
        """Stages from `start` up to, not including, `end` (to the last when there is none)."""
        return tuple(
            stage
            for stage in self.stages
            if stage.position >= start.position and (end is None or stage.position < end.position)
        )

    @property
    def deciding(self) -> StageFact:
        """Leaving it wins. Where no stage is marked as the one in which the customer decides, the last before the order."""
        return next((stage for stage in self.stages if stage.kind == StageKind.DECIDING), self.selling[-1])

    @property
    def selling(self) -> tuple[StageFact, ...]:
        """The stages of an open opportunity."""
        return tuple(stage for stage in self.stages if stage.kind != StageKind.AFTER_ORDER)

    def coded(self, code: str) -> StageFact | None:
        """The stage of an open opportunity that other versions of the funnel know by this code."""
        return next((stage for stage in self.selling if stage.code == code), None)


class CommitmentFact(Protocol):
    """What the reckoning reads of a commitment; CustomerCommitment is one."""

    @property
    def pk(self) -> UUID: ...

    definition_id: UUID | None
    state: str
    expires_on: date | None
    promised_for: date | None


@dataclass(frozen=True)
class Criterion:
    """A definition on one opportunity. `commitment` is the one that decides its state, if any."""

    stage: StageFact
    definition: DefinitionFact
    state: str
    commitment: CommitmentFact | None

    @property
    def met(self) -> bool:
        return self.state == CommitmentState.FULFILLED

    @property
    def answer(self) -> bool | None:
        """True, False, or None for unknown."""
        if self.met:
            return True
        return False if self.state in (CommitmentState.DECLINED, CommitmentState.BROKEN) else None


@dataclass(frozen=True)
class Standing:
    """`required_*` count the current stage; `ready_until` and `support_until` are the last days the evidence holds."""

    required_total: int
    required_met: int
    ready_until: date | None
    supported_stage: UUID
    support_until: date | None
    next_commitment: UUID | None
    next_due_on: date | None


def expiry(fulfilled_on: date, kind: str, lasts_days: int | None, *, confirmed: bool) -> date | None:
    """The last day on which the evidence holds; None when it does not age.

    Something merely said aloud holds 14 days unless a second person heard it.
    """
    spans = [lasts_days] if lasts_days is not None else []
    if kind == EvidenceKind.VERBAL and not confirmed:
        spans.append(VERBAL_DAYS)
    return fulfilled_on + timedelta(days=min(spans)) if spans else None


def holds(commitment: CommitmentFact, today: date) -> bool:
    return commitment.state == CommitmentState.FULFILLED and (
        commitment.expires_on is None or commitment.expires_on >= today
    )


def read_criterion(
    stage: StageFact, definition: DefinitionFact, commitments: Sequence[CommitmentFact], today: date
) -> Criterion:
    """`commitments` are those of this definition, the newest first."""
    valid = [one for one in commitments if holds(one, today)]
    if valid:
        longest = max(valid, key=lambda one: one.expires_on or date.max)
        return Criterion(stage, definition, CommitmentState.FULFILLED, longest)
    for state in PENDING:
        for one in commitments:
            if one.state == state:
                return Criterion(stage, definition, state, one)
    if not commitments:
        return Criterion(stage, definition, UNKNOWN, None)
    newest = commitments[0]
    last = EXPIRED if newest.state == CommitmentState.FULFILLED else newest.state
    return Criterion(stage, definition, last, newest)


def read_criteria(stages: Iterable[StageFact], commitments: Iterable[CommitmentFact], today: date) -> list[Criterion]:
    """Every definition of the stages, in order. `commitments` come newest first."""
    by_definition: dict[UUID | None, list[CommitmentFact]] = {}
    for one in commitments:
        by_definition.setdefault(one.definition_id, []).append(one)
    return [
        read_criterion(stage, definition, by_definition.get(definition.id, []), today)
        for stage in stages
        for definition in stage.definitions
    ]


def unmet(criteria: Iterable[Criterion]) -> list[Criterion]:
    return [one for one in criteria if not one.met]


def reckon(outline: Outline, stage_id: UUID, commitments: Sequence[CommitmentFact], today: date) -> Standing:
    criteria = [one for one in read_criteria(outline.stages, commitments, today) if one.definition.required]
    here = [one for one in criteria if one.stage.id == stage_id]
    position = outline.stage(stage_id).position
    before = [one for one in criteria if one.stage.position < position]
    following = next_pending(commitments)
    return Standing(
        required_total=len(here),
        required_met=sum(one.met for one in here),
        ready_until=_last_day(here),
        supported_stage=supported(outline, criteria).id,
        support_until=_last_day(before),
        next_commitment=following.pk if following else None,
        next_due_on=following.promised_for if following else None,
    )


def supported(outline: Outline, criteria: Sequence[Criterion]) -> StageFact:
    """The furthest stage whose earlier stages all have their required commitments."""
    lacking = {one.stage.position for one in criteria if one.definition.required and not one.met}
    return next((stage for stage in outline.stages if stage.position in lacking), outline.stages[-1])


def next_pending(commitments: Iterable[CommitmentFact]) -> CommitmentFact | None:
    """The open commitment due first; one without a date only when there is no other."""
    pending = [one for one in commitments if one.state in PENDING]
    return min(pending, key=lambda one: one.promised_for or date.max, default=None)


def _last_day(criteria: Iterable[Criterion]) -> date | None:
    days = [one.commitment.expires_on for one in criteria if one.met and one.commitment and one.commitment.expires_on]
    return min(days, default=None)
