"""What holds for enough in a team: what it says itself, or the nearest team above that says something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Func, IntegerField
from django.utils.translation import gettext_lazy as _

from coaching.expected import Enough
from coaching.models import CoachingStandard
from portal.models import Event, Person, Team
from portal.refusals import WrongState

FIELDS: Final = ("minutes_a_month", "early_share", "ramp_share", "longest_gap_days", "kept_months")
ALREADY: Final = _("%(team)s says already how much is enough. Change that.")
INHERITED: Final = "what a team inherits from those above it"
NEAREST: Final = """COALESCE((
    WITH RECURSIVE above(team_id, level) AS (
        SELECT %(expressions)s, 0
        UNION ALL
        SELECT team.parent_id, above.level + 1 FROM portal_team AS team JOIN above ON team.id = above.team_id
         WHERE team.parent_id IS NOT NULL
    )
    SELECT standard.longest_gap_days FROM coaching_coachingstandard AS standard
      JOIN above ON standard.team_id = above.team_id ORDER BY above.level LIMIT 1
), %(usual)s)"""


class LongestGap(Func):
    """Days without a session that the team holds for too long, told within a statement: what `enough` says of it."""

    template, output_field = NEAREST, IntegerField()

    def __init__(self, team: Any):
        super().__init__(team, usual=Enough().gap_days)


def said() -> dict[UUID, CoachingStandard]:
    """All that teams say themselves, by team."""
    found = CoachingStandard.objects.everything(reason=INHERITED)
    return {one.team_id: one for one in found}


def holding(
    team: UUID, parents: Mapping[UUID, UUID | None], known: Mapping[UUID, CoachingStandard]
) -> CoachingStandard | None:
    """The standard that speaks for the team; None where nobody above says anything and the defaults hold."""
    at: UUID | None = team
    while at is not None and at not in known:
        at = parents.get(at)
    return known.get(at) if at else None


def enough(
    teams: Iterable[UUID], parents: Mapping[UUID, UUID | None], known: Mapping[UUID, CoachingStandard]
) -> dict[UUID, Enough]:
    """Of each of the teams."""
    return {team: measured(holding(team, parents, known)) for team in teams}


def measured(standard: CoachingStandard | None) -> Enough:
    if standard is None:
        return Enough()
    return Enough(standard.minutes_a_month, standard.early_share, standard.ramp_share, standard.longest_gap_days)


def standard_of(team: Team) -> CoachingStandard:
    """What holds in the team: a stored standard, or an unsaved one with the defaults."""
    parents = dict(Team.objects.values_list("id", "parent_id"))
    return holding(team.pk, parents, said()) or CoachingStandard(team=team)


@transaction.atomic
def say(team: Team, values: Mapping[str, int], *, by: Person, at: datetime) -> CoachingStandard:
    """The team speaks for itself and for those below it from now on. What is not said stays as inherited."""
    Team.objects.select_for_update().get(pk=team.pk)
    if team.pk in (known := said()):
        raise WrongState(ALREADY % {"team": team})
    above = holding(team.pk, dict(Team.objects.values_list("id", "parent_id")), known) or CoachingStandard()
    standard = CoachingStandard(team=team, **{name: values.get(name, getattr(above, name)) for name in FIELDS})
    standard.full_clean(exclude=["team"])
    standard.save()
    told = {name: getattr(standard, name) for name in FIELDS}
    Event.objects.record(standard, "said", by=by, at=at, team=team, after=told)
    return standard
