"""The gate of one opportunity as a person sees it: what the customer still owes, what it gave. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from funnels.choices import StageKind, Status
from funnels.models import CustomerCommitment, Opportunity, Override
from funnels.models.funnel import GIVERS, outline_of
from funnels.standing import EXPIRED, UNKNOWN, Criterion, DefinitionFact, StageFact, next_pending, read_criteria

NEVER_ASKED = (UNKNOWN, "withdrawn")


@dataclass(frozen=True)
class Item:
    """One commitment on the page: a definition as it stands here, or one that only this opportunity asks for."""

    statement: str
    state: str
    commitment: CustomerCommitment | None
    definition: DefinitionFact | None = None
    stage: StageFact | None = None

    @property
    def met(self) -> bool:
        return self.state == "fulfilled"

    @property
    def refused(self) -> bool:
        return self.state in ("declined", "broken")

    @property
    def expired(self) -> bool:
        return self.state == EXPIRED

    @property
    def pending(self) -> bool:
        return self.state in ("asked", "promised")

    @property
    def untouched(self) -> bool:
        return self.state in NEVER_ASKED

    @property
    def due(self) -> date | None:
        """The day that the customer named."""
        return self.commitment.promised_for if self.commitment else None

    @property
    def givers(self) -> str:
        """Who can give it, in words; nothing when anyone can."""
        roles = self.definition.givers if self.definition else ()
        return "" if "any" in roles else _(" or ").join(str(GIVERS[role]).lower() for role in roles)

    @property
    def kinds(self) -> tuple[str, ...]:
        return self.definition.evidence_kinds if self.definition else ()


@dataclass(frozen=True)
class Gate:
    """`required` is what leaving the stage takes, the missing first; `owed` is what expired overrides still owe.

    `elsewhere` is what the customer was asked for already though another stage takes it.
    """

    stage: StageFact
    following: str
    required: Sequence[Item]
    owed: Sequence[Item]
    helpful: Sequence[Item]
    own: Sequence[Item]
    elsewhere: Sequence[Item] = ()

    @property
    def shown(self) -> list[Item]:
        """What stands open on the page beside `owed`: the missing, then what was asked for by its day, then the rest."""
        asked_for = [*(one for one in self.helpful if not one.untouched), *self.elsewhere, *self.own]
        pending = sorted((one for one in asked_for if one.pending), key=lambda item: item.due or date.max)
        return [
            *(one for one in self.required if not one.met),
            *pending,
            *(one for one in self.required if one.met),
            *(one for one in asked_for if not one.pending),
        ]

    @property
    def unasked(self) -> list[Item]:
        """What would help here and nobody asked for: it may stay folded."""
        return [one for one in self.helpful if one.untouched]

    @property
    def defined(self) -> tuple[Item, ...]:
        """Everything that may be recorded here by its definition."""
        return (*self.owed, *self.required, *self.helpful, *self.elsewhere)

    @property
    def missing(self) -> list[Item]:
        return [item for item in (*self.owed, *self.required) if not item.met]

    @property
    def met(self) -> int:
        return sum(item.met for item in self.required)

    @property
    def total(self) -> int:
        return len(self.required)

    @property
    def ready(self) -> bool:
        return not self.missing

    def item_of(self, definition: UUID) -> Item | None:
        return next((one for one in self.defined if one.definition and one.definition.id == definition), None)


def gate_of(
    opportunity: Opportunity,
    commitments: Sequence[CustomerCommitment],
    overrides: Iterable[Override],
    today: date,
) -> Gate:
    """`commitments` come newest first; `overrides` are the running ones."""
    outline = outline_of(opportunity.funnel_id)
    here = outline.stage(opportunity.stage_id)
    criteria = read_criteria(outline.stages, commitments, today)
    behind = set() if opportunity.supported_stage_id == opportunity.stage_id else owed_by(overrides, today)
    required = [one for one in criteria if one.stage == here and one.definition.required]
    others = [_item(one) for one in criteria if one.stage != here and one.definition.id not in behind]
    return Gate(
        stage=here,
        following=following_of(opportunity),
        required=sorted(map(_item, required), key=lambda item: item.met),
        owed=[_item(one) for one in criteria if one.definition.id in behind and one.stage != here],
        helpful=[_item(one) for one in criteria if one.stage == here and not one.definition.required],
        own=[Item(one.statement, one.state, one) for one in commitments if one.definition_id is None],
        elsewhere=[one for one in others if one.pending],
    )


def owed_by(overrides: Iterable[Override], today: date) -> set[UUID]:
    return {definition for override in overrides if override.has_expired(today) for definition in override.owed}


def _item(criterion: Criterion) -> Item:
    commitment = criterion.commitment
    assert commitment is None or isinstance(commitment, CustomerCommitment)
    return Item(criterion.definition.statement, str(criterion.state), commitment, criterion.definition, criterion.stage)


def following_of(opportunity: Opportunity) -> str:
    """The name of what lies behind the gate: the next stage, or winning; nothing when there is nowhere to go."""
    outline = outline_of(opportunity.funnel_id)
    here = outline.stage(opportunity.stage_id)
    if opportunity.is_open and here.kind == StageKind.DECIDING:
        return str(Status.WON.label)
    if opportunity.status not in (Status.OPEN, Status.WON):
        return ""
    after = outline.after(here)
    return after.label if after else ""


def asked_next(gate: Gate) -> Item | None:
    """The missing commitment whose form stands open: the one that is due first, else the first that is missing."""
    due = next_pending(one.commitment for one in gate.missing if one.commitment and one.pending)
    return next((item for item in gate.missing if due and item.commitment is due), next(iter(gate.missing), None))
