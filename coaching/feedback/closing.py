"""Closing a cycle: figures once, then everything that an answer could be found in is destroyed.

Each group of five answers or more has figures of its own. Smaller ones are put together at the team that their
managers' managers manage; what is still too small there goes on to the team above it. So each answer is in one set of
figures at most, and what is too small everywhere is published nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from coaching.feedback import bundle
from coaching.feedback.counting import FEWEST, figure
from coaching.feedback.statements import TEAM
from coaching.feedback.states import CycleState
from coaching.models import FeedbackBox, FeedbackCycle, FeedbackResult
from portal.models import Event, Organisation, Team

EVERYBODY = "a cycle closes for all at once"


@dataclass
class Group:
    """Answers about one manager, or about several that were too few alone."""

    manager: UUID | None
    team: UUID | None
    asked: int
    answers: list[list[int]]
    groups: int = 1

    @property
    def is_shown(self) -> bool:
        return len(self.answers) >= FEWEST


def close_due(*, at: datetime) -> int:
    """Close what had its last day. Says how many there were."""
    due = FeedbackCycle.objects.everything(reason=EVERYBODY).to_close(Organisation.current().today(at))
    for cycle in list(due):
        close_cycle(cycle, at=at)
    return len(due)


@transaction.atomic
def close_cycle(cycle: FeedbackCycle, *, at: datetime) -> None:
    """Publish, once. Called after the last day."""
    cycle.lock()
    if cycle.state != CycleState.OPEN or cycle.closes_on >= Organisation.current().today(at):
        return
    groups = _groups(cycle)
    parents: dict[UUID, UUID | None] = dict(Team.objects.values_list("pk", "parent_id"))
    results = [_result(cycle, one) for one in [*groups, *together(groups, parents)]]
    FeedbackResult.objects.bulk_create(results)
    cycle.empty()
    cycle.state = CycleState.CLOSED
    cycle.keep("state")
    shown = [one for one in results if one.is_shown]
    cycle.note("closed", by=None, at=at, after={"groups": len(groups), "shown": len(shown)})
    for result in shown:
        Event.objects.record(result, "published", by=None, at=at, team=result.team, after={"answers": result.answers})


def together(groups: list[Group], parents: dict[UUID, UUID | None]) -> Iterator[Group]:
    """What is made of the groups that are not shown: from the bottom up, at each team those that are left below it."""
    waiting: dict[UUID, list[Group]] = {}
    for one in groups:
        if not one.is_shown and one.team is not None:
            waiting.setdefault(one.team, []).append(one)
    for team in sorted(waiting.keys() | _line_of(waiting, parents), key=lambda one: -_depth(one, parents)):
        left = waiting.pop(team, [])
        joined = _joined(left, team)
        if joined.is_shown:
            yield joined
        elif parents.get(team) is not None:
            waiting.setdefault(parents[team], []).extend(left)  # type: ignore[arg-type]


def _joined(groups: list[Group], team: UUID) -> Group:
    answers = [answer for one in groups for answer in one.answers]
    return Group(None, team, sum(one.asked for one in groups), answers, len(groups))


def _line_of(teams: Any, parents: dict[UUID, UUID | None]) -> set[UUID]:
    """All teams above."""
    found: set[UUID] = set()
    for team in teams:
        step = parents.get(team)
        while step is not None:
            found.add(step)
            step = parents.get(step)
    return found


def _depth(team: UUID, parents: dict[UUID, UUID | None]) -> int:
    return len(_line_of([team], parents))


def _groups(cycle: FeedbackCycle) -> list[Group]:
    width = len(cycle.statements_of(TEAM))
    boxes = FeedbackBox.objects.everything(reason=EVERYBODY).filter(cycle=cycle).select_for_update().order_by("pk")
    return [Group(one.manager_id, one.seen_from_id, one.asked, bundle.answers(one.answers, width)) for one in boxes]


def _result(cycle: FeedbackCycle, group: Group) -> FeedbackResult:
    figures: dict[str, Any] = {}
    if group.is_shown:
        made = {
            code: figure([answer[place] for answer in group.answers])
            for place, code in enumerate(cycle.statements_of(TEAM))
        }
        figures = {code: asdict(one) if one else None for code, one in made.items()}
    return FeedbackResult(
        cycle=cycle, manager_id=group.manager, team_id=group.team, groups=group.groups, asked=group.asked,
        answers=len(group.answers) if group.is_shown else None, figures=figures,
    )  # fmt: skip
