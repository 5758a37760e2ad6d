"""Figures about coaching that objectives may be bound to: counted of each team, all teams at once.

Each looks at the four weeks that end with a day. A manager's own coaching belongs to the team above, whose managers
coach them; sales functions do not sell and are left out of the minutes, as on the page of coverage.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from charters.figures import Cases, Figure
from coaching.branch import stays
from coaching.choices import CommitmentState
from coaching.covered import EARLY_KINDS, away, took_place
from coaching.expected import Expected, Period, WorkingDays
from coaching.models import CoachedDay, CoachingCommitment, SessionOpportunity
from coaching.standards import enough, said
from portal.models import Membership, Organisation, Team
from portal.models.team import TeamKind
from portal.roles import Role

WINDOW: Final = timedelta(weeks=4)
COUNTED: Final = "cases counted for a figure: nobody's view is shown"


def window(day: date) -> Period:
    return Period(day - WINDOW + timedelta(days=1), day)


def coached_minutes(day: date) -> dict[UUID, Cases]:
    """Confirmed minutes of those expected."""
    period = window(day)
    teams = {one.pk: one for one in Team.objects.all()}
    parents = {one.pk: one.parent_id for one in teams.values()}
    answering: defaultdict[UUID, list[Membership]] = defaultdict(list)
    for one in _memberships(period):
        team = one.team_id if one.role == Role.MEMBER else parents[one.team_id]
        if team is not None and teams[one.team_id].kind != TeamKind.FUNCTION:
            answering[team].append(one)
    minutes, holding = _minutes(period), enough(teams, parents, said())
    working = WorkingDays(Organisation.current().working_days)
    absent = away({one.person_id for those in answering.values() for one in those}, period)
    return {
        team: _cases(those, minutes, Expected(working, holding, stays(those), absent), period)
        for team, those in answering.items()
    }


def _cases(
    memberships: list[Membership], minutes: dict[tuple[UUID, UUID], int], expected: Expected, period: Period
) -> Cases:
    pairs = {(one.person_id, one.team_id) for one in memberships}
    target = sum(expected.minutes(person, period) for person in {person for person, _team in pairs})
    return Cases(sum(minutes.get(pair, 0) for pair in pairs), round(target))


def _memberships(period: Period) -> list[Membership]:
    found = Membership.objects.unended(period.first).filter(starts_on__lte=period.last)
    return list(found.filter(role__in=[Role.MEMBER, Role.MANAGER]))


def _minutes(period: Period) -> dict[tuple[UUID, UUID], int]:
    """Confirmed ones, by person and team."""
    days: Any = CoachedDay.objects.everything(reason=COUNTED).filter(day__range=(period.first, period.last))
    counted = days.order_by().values_list("coachee_id", "team_id").annotate(minutes=Sum("counted"))
    return {(person, team): minutes for person, team, minutes in counted}


def early_coaching(day: date) -> dict[UUID, Cases]:
    """Opportunities in their first two stages, of all that sessions were about. Two sessions about one count twice."""
    period = window(day)
    links = SessionOpportunity.objects.everything(reason=COUNTED).filter(
        took_place("session__"), session__kind__in=EARLY_KINDS, session__held_on__range=(period.first, period.last)
    )
    return _by_team(links, Q(early=True))


def followed_up(day: date) -> dict[UUID, Cases]:
    """Commitments from coaching, of both sides, whose day came: somebody has said by then what became of them."""
    period = window(day)
    due = CoachingCommitment.objects.everything(reason=COUNTED).filter(due_on__range=(period.first, period.last))
    return _by_team(due, ~Q(state=CommitmentState.OPEN) & Q(settled_on__lte=day))


def _by_team(rows: Any, counts: Q) -> dict[UUID, Cases]:
    counted = rows.order_by().values("session__team").annotate(of=Count("pk"), count=Count("pk", filter=counts))
    return {row["session__team"]: Cases(row["count"], row["of"]) for row in counted}


FIGURES: Final = [
    Figure(
        "coached_minutes",
        _("Confirmed coaching minutes, of those expected"),
        _("In the four weeks to %(day)s, %(count)d of %(of)d minutes that people of %(team)s and below were to be "
          "coached had taken place, as they confirm."),
        coached_minutes,
        any_day=True,
    ),
    Figure(
        "early_coaching",
        _("Share of coached opportunities in their first two stages"),
        _("In the four weeks to %(day)s, %(count)d of %(of)d opportunities that people of %(team)s and below were "
          "coached on were in their first two stages."),
        early_coaching,
        any_day=True,
    ),
    Figure(
        "coaching_followed_up",
        _("Share of coaching commitments followed up"),
        _("Of %(of)d commitments from coaching in %(team)s and below whose day came in the four weeks to %(day)s, what "
          "became of %(count)d was said."),
        followed_up,
        any_day=True,
    ),
]  # fmt: skip
