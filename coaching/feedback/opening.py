"""Opening a cycle: who is asked about whom is fixed on its first day, and nobody is added later."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coaching.feedback import bundle
from coaching.feedback.rosters import Roster, rosters
from coaching.feedback.statements import ABOVE, TEAM, asked
from coaching.feedback.states import CycleState
from coaching.models import (
    FeedbackBallot,
    FeedbackBox,
    FeedbackCycle,
    FeedbackFromAbove,
    FeedbackResult,
    FeedbackTemplate,
)
from coaching.models.feedback.box import UNUSED
from coaching.models.feedback.cycle import LONGEST, REST, SHORTEST
from portal.models import Membership, Organisation, Person, Team
from portal.refusals import Invalid, WrongState

EVERYBODY = "who is asked is decided by memberships alone"


@transaction.atomic
def plan_cycle(team: Team, *, opens_on: date, closes_on: date, by: Person, at: datetime) -> FeedbackCycle:
    """A cycle in a branch of teams; one that begins today is opened at once."""
    today = by.organisation.today(at)
    _refuse_odd_days(opens_on, closes_on, today)
    _refuse_crowding(team, opens_on, closes_on)
    cycle = FeedbackCycle(team=team, opens_on=opens_on, closes_on=closes_on)
    cycle.save()
    cycle.note("planned", by=by, at=at, after={"opens_on": opens_on, "closes_on": closes_on})
    if opens_on == today:
        open_cycle(cycle, by=by, at=at)
    return cycle


def open_due(*, at: datetime) -> int:
    """Open what is due today. Says how many there were."""
    due = FeedbackCycle.objects.everything(reason=EVERYBODY).to_open(Organisation.current().today(at))
    for cycle in list(due):
        open_cycle(cycle, by=None, at=at)
    return len(due)


@transaction.atomic
def open_cycle(cycle: FeedbackCycle, *, by: Person | None, at: datetime) -> None:
    """Hand out the ballots to whoever is in a manager's team on the first day."""
    cycle.lock()
    if cycle.state != CycleState.PLANNED:
        return
    cycle.statements = asked(FeedbackTemplate.current().statements)
    busy = _asked_about_lately(cycle)
    wanted = [one for one in _rosters(cycle) if one.manager not in busy]
    for roster in wanted:
        _hand_out(cycle, roster)
    cycle.state, cycle.asked = CycleState.OPEN, len(set().union(*(one.people for one in wanted)))
    cycle.keep("state", "statements", "asked")
    cycle.note("opened", by=by, at=at, after={"managers": len(wanted), "asked": cycle.asked})


def _rosters(cycle: FeedbackCycle) -> list[Roster]:
    here = Membership.objects.on(cycle.opens_on).filter(person__is_active=True, team__archived_at=None)
    parents: dict[UUID, UUID | None] = dict(Team.objects.values_list("pk", "parent_id"))
    return rosters(cycle.team_id, parents, here.values_list("person_id", "team_id", "role"))


def _asked_about_lately(cycle: FeedbackCycle) -> set[Any]:
    """Managers of another branch's cycle that runs or has just closed: two sets of figures could be compared."""
    near = FeedbackCycle.objects.everything(reason=EVERYBODY).near(cycle.opens_on, cycle.closes_on).exclude(pk=cycle.pk)
    boxes = FeedbackBox.objects.everything(reason=EVERYBODY).filter(cycle__in=near)
    told = FeedbackResult.objects.everything(reason=EVERYBODY).filter(cycle__in=near)
    return {*boxes.values_list("manager_id", flat=True), *told.values_list("manager_id", flat=True)}


def _hand_out(cycle: FeedbackCycle, roster: Roster) -> None:
    """Ballots in an order that the lot draws, under numbers that it draws too."""
    people = list(roster.people)
    box = FeedbackBox.objects.create(
        cycle=cycle, manager_id=roster.manager, seen_from_id=roster.seen_from, asked=len(people),
        answers=bundle.empty(len(people), len(cycle.statements_of(TEAM))), used=UNUSED * len(people),
    )  # fmt: skip
    bundle.RANDOM.shuffle(people)
    numbers = list(range(len(people)))
    bundle.RANDOM.shuffle(numbers)
    FeedbackBallot.objects.bulk_create(
        FeedbackBallot(box=box, person_id=person, number=number)
        for person, number in zip(people, numbers, strict=True)
    )  # fmt: skip
    if cycle.statements_of(ABOVE) and roster.seen_from:
        _ask_above(cycle, roster, roster.seen_from)


def _ask_above(cycle: FeedbackCycle, roster: Roster, team: UUID) -> None:
    FeedbackFromAbove.objects.bulk_create(
        FeedbackFromAbove(cycle=cycle, manager_id=roster.manager, author_id=author, team_id=team)
        for author in roster.above
    )


def _refuse_odd_days(opens_on: date, closes_on: date, today: date) -> None:
    if opens_on < today:
        raise Invalid({"opens_on": _("Enter today or a later day.")})
    if not SHORTEST <= closes_on - opens_on <= LONGEST:
        told = {"least": SHORTEST.days, "most": LONGEST.days}
        raise Invalid({"closes_on": _("Enter a day %(least)d to %(most)d days after the first.") % told})


def _refuse_crowding(team: Team, opens_on: date, closes_on: date) -> None:
    """Whoever plans at the same time in this line waits here."""
    list(Team.objects.select_for_update().filter(pk__in=team.line()).order_by("pk"))
    branch = team.branch().values_list("pk", flat=True)
    cycles = FeedbackCycle.objects.everything(reason=EVERYBODY).near(opens_on, closes_on)
    if cycles.in_line_with(team, branch).exists():
        raise WrongState(
            _("People of this branch are asked around these days already. Leave %(weeks)d weeks between two cycles.")
            % {"weeks": REST.days // 7}
        )
