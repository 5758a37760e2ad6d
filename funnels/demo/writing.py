"""Writes the demonstration's lives into the database, in bulk and by the database's own rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from funnels.choices import CommitmentState, InfluenceRole, Kind, MeetingResult, Status
from funnels.demo import names
from funnels.demo.lives import Deed, Life, Step, live
from funnels.demo.setting import BATCH, Setting, set_up
from funnels.models import (
    BuyingInfluence,
    Contact,
    CustomerCommitment,
    CustomerMeeting,
    Opportunity,
    OpportunityLine,
    Override,
    StageEvent,
)
from funnels.models.funnel import ANY_GIVER
from funnels.models.overriding import OVERRIDE_DAYS
from funnels.standing import reckon
from portal.demo import Demo
from portal.models import Event, Person, Remark, Team

CLIMBING = ["stage", "status", "last_move", "closed_on"]


@dataclass
class Rows:
    """Rows waiting to be written, in the order in which they must go."""

    remarks: list[Remark] = field(default_factory=list)
    overrides: list[Override] = field(default_factory=list)
    moves: list[StageEvent] = field(default_factory=list)
    opportunities: list[Opportunity] = field(default_factory=list)
    lines: list[OpportunityLine] = field(default_factory=list)
    influences: list[BuyingInfluence] = field(default_factory=list)
    commitments: list[CustomerCommitment] = field(default_factory=list)
    meetings: list[CustomerMeeting] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def write(self) -> None:
        """Moves go before opportunities, which begin in the first stage and move on when their commitments are there.

        The database's rules want it so; foreign keys are checked at the end of the transaction.
        """
        climbs = climbs_of(self.moves, self.opportunities)
        for climb in climbs:
            climb.step(0)
        for rows in vars(self).values():
            if rows:
                type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)
        for number in range(1, max((len(climb.moves) for climb in climbs), default=1)):
            moving = [climb.step(number) for climb in climbs if len(climb.moves) > number]
            Opportunity.objects.everything(reason="the demonstration's own").bulk_update(moving, CLIMBING, BATCH // 4)
        self.__init__()  # type: ignore[misc]


@dataclass
class Climb:
    """An opportunity's moves in order, and the day on which it closed, if it did."""

    opportunity: Opportunity
    moves: list[StageEvent]
    closed_on: date | None

    def step(self, number: int) -> Opportunity:
        """The opportunity as this move leaves it."""
        move, one = self.moves[number], self.opportunity
        one.last_move, one.stage_id, one.status = move, move.to_stage_id, move.to_status
        one.closed_on = None if move.to_status == Status.OPEN else self.closed_on
        return one


def climbs_of(moves: list[StageEvent], opportunities: list[Opportunity]) -> list[Climb]:
    by_opportunity: dict[UUID, list[StageEvent]] = {}
    for move in moves:
        by_opportunity.setdefault(move.opportunity_id, []).append(move)
    return [Climb(one, by_opportunity[one.pk], one.closed_on) for one in opportunities]


def seed(demo: Demo) -> None:
    setting = set_up(demo)
    rows = Rows()
    places = [(demo.teams[team], seller) for team, sellers in demo.sellers.items() for seller in sellers]
    for number in range(demo.opportunities):
        team, owner = places[number % len(places)]
        life = live(setting.outline, setting.chance, setting.today, fresh=number % 5 < 2)
        _add(rows, setting, life, team, owner, demo.managers[team.name])
        if len(rows.opportunities) >= BATCH:
            rows.write()
    rows.write()


def _add(rows: Rows, setting: Setting, life: Life, team: Team, owner: Person, manager: Person) -> None:
    opportunity = _opportunity(setting, life, team, owner)
    moves = [_move(rows, setting, opportunity, life, index, owner, manager) for index in range(len(life.steps))]
    people = setting.contacts[opportunity.account] if opportunity.account else {}
    commitments = [_commitment(setting, opportunity, deed, people, owner) for deed in life.deeds]
    _set_standing(opportunity, setting, commitments)
    rows.moves += moves
    rows.opportunities.append(opportunity)
    rows.commitments += commitments
    rows.events += [event for one in commitments for event in _events(setting, opportunity, one, owner)]
    rows.influences += [
        BuyingInfluence(opportunity=opportunity, contact=contact, role=role)
        for role, contact in people.items()
        if setting.chance.random() < 0.75
    ]
    product = setting.chance.choice(setting.products)
    rows.lines.append(OpportunityLine(opportunity=opportunity, product=product, share=Decimal(100)))
    rows.meetings += _meetings(setting, opportunity, life)


def _opportunity(setting: Setting, life: Life, team: Team, owner: Person) -> Opportunity:
    chance = setting.chance
    account = chance.choice(setting.accounts)
    concept = chance.choice(("fix", "accomplish", "avoid", ""))
    closed = life.status != Status.OPEN
    decided = next((step.on for step in life.steps if step.status != Status.OPEN), None)
    entered = next(step.on for step in life.steps if step.stage == life.stage)
    return Opportunity(
        name=chance.choice(names.INDUSTRIES[account.industry][1:]),
        account=account,
        owner=owner,
        team=team,
        funnel=setting.funnel,
        stage_id=life.stage.id,
        status=life.status,
        stage_entered_at=setting.moment(entered),
        created_at=setting.moment(life.opened_on),
        opened_on=life.opened_on,
        amount=Decimal(round(chance.lognormvariate(11.3, 0.8), -3)) if chance.random() > 0.04 else None,
        currency=setting.demo.organisation.currency,
        expected_close=decided if closed else setting.today + timedelta(days=chance.randrange(-6, 150)),
        push_count=chance.choice((0, 0, 0, 1, 1, 2, 3)),
        kind=chance.choices(list(Kind), (60, 15, 15, 10))[0],
        segment=chance.choice(names.SEGMENTS),
        concept=concept,
        concept_words=chance.choice(names.CONCEPTS[concept]) if concept else "",
        closed_on=decided,
        close_reasons=life.reasons,
        wake_on=life.wake_on,
        parked_until=setting.today + timedelta(days=40) if not closed and chance.random() < 0.03 else None,
    )


def _move(
    rows: Rows, setting: Setting, opportunity: Opportunity, life: Life, index: int, owner: Person, manager: Person
) -> StageEvent:
    step = life.steps[index]
    before = life.steps[index - 1] if index else None
    at = setting.moment(step.on)
    override = _override(rows, setting, opportunity, step, before, manager, at) if step.overridden and before else None
    lacking = {one.id for one in step.overridden}
    return StageEvent(
        opportunity=opportunity,
        kind=step.kind,
        from_stage_id=before.stage.id if before else None,
        to_stage_id=step.stage.id,
        from_status=before.status if before else "",
        to_status=step.status,
        by=manager if override else owner,
        at=at,
        team=opportunity.team,
        supported=override is None,
        override=override,
        remark=override.remark if override else None,
        criteria=[
            {"code": one.code, "state": "unknown" if one.id in lacking else CommitmentState.FULFILLED}
            for one in (before.stage.required if before and step.kind == "advanced" else ())
        ],
        reasons=life.reasons if before and before.status != step.status else [],
    )


def _override(
    rows: Rows, setting: Setting, opportunity: Opportunity, step: Step, before: Step, manager: Person, at: datetime
) -> Override:
    remark = Remark(text=setting.chance.choice(names.REASONS_OVERRIDE))
    override = Override(
        opportunity=opportunity,
        from_stage_id=before.stage.id,
        to_stage_id=step.stage.id,
        by=manager,
        at=at,
        created_at=at,
        remark=remark,
        expires_on=step.on + timedelta(days=OVERRIDE_DAYS),
        missing=[{"definition": str(one.id), "code": one.code} for one in step.overridden],
        ended_at=setting.demo.now if opportunity.status != Status.OPEN else None,
        ended_how="closed" if opportunity.status != Status.OPEN else "",
    )
    rows.remarks.append(remark)
    rows.overrides.append(override)
    return override


def _commitment(
    setting: Setting, opportunity: Opportunity, deed: Deed, people: dict[str, Contact], owner: Person
) -> CustomerCommitment:
    giver = next((role for role in deed.definition.givers if role != ANY_GIVER), InfluenceRole.USER)
    fulfilled = deed.state == CommitmentState.FULFILLED
    return CustomerCommitment(
        opportunity=opportunity,
        definition_id=deed.definition.id,
        statement=deed.definition.statement,
        state=deed.state,
        given_by=people[giver],
        asked_on=deed.asked_on,
        asked_by=owner,
        promised_for=deed.promised_for,
        settled_on=deed.settled_on,
        fulfilled_on=deed.settled_on if fulfilled else None,
        recorded_by=owner if fulfilled else None,
        evidence_kind=deed.kind,
        evidence_note=setting.chance.choice(names.SAID[deed.kind]) if fulfilled else "",
        expires_on=deed.expires_on,
        created_at=setting.moment(deed.asked_on),
    )


def _events(
    setting: Setting, opportunity: Opportunity, commitment: CustomerCommitment, owner: Person
) -> Iterator[Event]:
    """What recording the commitment would have left in the opportunity's history."""
    begun = CommitmentState.PROMISED if commitment.promised_for else CommitmentState.ASKED
    days = [(begun, commitment.asked_on), (commitment.state, commitment.settled_on)]
    for state, on in days:
        if on is not None:
            yield Event(
                subject_kind="opportunity",
                subject_id=opportunity.pk,
                verb=f"commitment_{state}",
                by=owner,
                at=setting.moment(on),
                team=opportunity.team,
                after={"commitment": str(commitment.pk), "definition": str(commitment.definition_id)},
            )


def _set_standing(opportunity: Opportunity, setting: Setting, commitments: list[CustomerCommitment]) -> None:
    newest_first = sorted(commitments, key=lambda one: one.pk, reverse=True)
    standing = reckon(setting.outline, opportunity.stage_id, newest_first, setting.today)
    opportunity.required_total, opportunity.required_met = standing.required_total, standing.required_met
    opportunity.ready_until, opportunity.support_until = standing.ready_until, standing.support_until
    opportunity.supported_stage_id = standing.supported_stage
    opportunity.next_commitment_id, opportunity.next_due_on = standing.next_commitment, standing.next_due_on
    opportunity.last_customer_act = max((one.settled_on for one in commitments if one.settled_on), default=None)


def _meetings(setting: Setting, opportunity: Opportunity, life: Life) -> list[CustomerMeeting]:
    """One for about every third commitment that was kept, most of them with a commitment asked for."""
    results = (MeetingResult.BEST, MeetingResult.LEAST, MeetingResult.NONE, MeetingResult.NOT_ASKED)
    return [
        CustomerMeeting(
            opportunity=opportunity,
            held_on=deed.settled_on,
            best_commitment=deed.definition.statement,
            result=setting.chance.choices(results, (45, 30, 15, 10))[0],
            planned_by=opportunity.owner,
        )
        for deed in life.deeds[::3]
        if deed.settled_on
    ]
