"""What a leader sees of each team below: people and managers, hours, coverage, and how early it is coached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from coaching.coverage import Share, Summary, summary
from coaching.covered import Covered, Pair, of_pairs
from portal.models import Team

TENTH: Final = Decimal("0.1")


@dataclass(frozen=True)
class TeamLine:
    """`span` is how many people each manager has, None without a manager; their nearest manager may sit above."""

    team: Team
    found: Summary
    early: Share
    lost_early: Share
    people: int
    managers: int

    @property
    def span(self) -> Decimal | None:
        return (Decimal(self.people) / self.managers).quantize(TENTH) if self.managers else None


def lines(covered: Covered, early: Mapping[Pair, Share], lost: Mapping[UUID, Share]) -> list[TeamLine]:
    return [line(covered, team, early, lost) for team in covered.branch.below()]


def line(covered: Covered, team: Team, early: Mapping[Pair, Share], lost: Mapping[UUID, Share]) -> TeamLine:
    """The team and all below it, as the team's own page counts them."""
    branch = covered.branch
    memberships = branch.coached_in(team.pk)
    pairs = {(one.person_id, one.team_id) for one in memberships}
    return TeamLine(
        team,
        summary(covered.rows(memberships)),
        of_pairs(early, pairs),
        sum((lost[one] for one in branch.tree.branch(team.pk) if one in lost), Share()),
        len({one.person_id for one in branch.coached_by_managers_of(team.pk, covered.until)}),
        len({one.person_id for one in branch.managers_of(team.pk, covered.until)}),
    )
