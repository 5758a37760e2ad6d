"""Who was coached in a team and below it in one month: minutes for each person and week, against the target."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request

from coaching.branch import Branch
from coaching.coverage import Cell, Row, Share, Summary, quiet_first, summary
from coaching.covered import Covered, early_by_pair, lost_by_team, of_pairs
from coaching.expected import Period
from coaching.rules import may_see_coverage
from portal.api.briefs import PersonBrief, TeamBrief
from portal.api.fields import EARLIEST, LATEST
from portal.api.filtering import refuse_parameter
from portal.api.rendering import answer
from portal.api.resource import Resource
from portal.directory import teams_for
from portal.doors import PERSONAL
from portal.models import Team

MONTH: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


class ShareShape(serializers.Serializer[Any]):
    """`count` of `of` cases. `percent` is null without a case; `few` says that there are too few to conclude from."""

    count = serializers.IntegerField()
    of = serializers.IntegerField()
    percent = serializers.DecimalField(max_digits=6, decimal_places=2, allow_null=True)
    few = serializers.BooleanField()


class CoachedWeekShape(serializers.Serializer[Any]):
    """A week from its Monday, as far as it lies in the month. `target` is null outside the person's time in the team."""

    week = serializers.DateField()
    counted = serializers.IntegerField(help_text="Minutes that the coachee confirmed.")
    claimed = serializers.IntegerField(help_text="Minutes of sessions that the coachee has not answered.")
    sessions = serializers.IntegerField(help_text="Confirmed or not answered yet.")
    unanswered = serializers.IntegerField()
    target = serializers.IntegerField(allow_null=True)
    away = serializers.BooleanField(help_text="On leave on every working day.")


class CoveredPersonShape(serializers.Serializer[Any]):
    """`gap_days` is the longest time without a session, `since_days` the one that runs at the end; leave is left out."""

    person = PersonBrief()
    counted = serializers.IntegerField()
    claimed = serializers.IntegerField()
    sessions = serializers.IntegerField()
    target = serializers.IntegerField()
    last_on = serializers.DateField(allow_null=True)
    since_days = serializers.IntegerField(allow_null=True)
    gap_days = serializers.IntegerField(allow_null=True)
    variation = serializers.DecimalField(
        max_digits=6, decimal_places=2, allow_null=True,
        help_text="Deviation of the times between coached weeks, as a share of their mean; null below three.",
    )  # fmt: skip
    covered = serializers.BooleanField(
        allow_null=True, help_text="A confirmed session in the last 30 days; null for who was not there or on leave."
    )
    weeks = CoachedWeekShape(many=True)


class CoachingCoverageShape(serializers.Serializer[Any]):
    """The people of the team and of those below it, managers of the teams below included: they are coached as well.

    Only minutes that the coachee confirmed count; they belong to the day of the session, whenever it was confirmed.
    """

    team = TeamBrief()
    month = serializers.RegexField(MONTH.pattern)
    minutes_a_month = serializers.IntegerField(help_text="What the team holds for enough, for each person.")
    weeks = serializers.ListField(child=serializers.DateField())
    counted = serializers.IntegerField()
    claimed = serializers.IntegerField()
    target = serializers.IntegerField()
    sessions = serializers.IntegerField()
    covered = ShareShape(help_text="People with a confirmed session in the last 30 days.")
    planned = ShareShape(help_text="Planned sessions that took place; excused ones are left out.")
    confirmed_percent = serializers.DecimalField(
        max_digits=7, decimal_places=2, allow_null=True, help_text="Counted minutes, of those that coaches logged."
    )
    early = ShareShape(help_text="Opportunities in their first two stages, of all that sessions were about.")
    early_target = serializers.IntegerField(help_text="In percent.")
    lost_early = ShareShape(help_text="Opportunities lost in their first two stages, of all lost in 52 weeks.")
    people = CoveredPersonShape(many=True, help_text="The longest without a session first.")


class Coverage(Resource):
    """For managers of the team and of those above it."""

    door = PERSONAL
    shape = CoachingCoverageShape
    versioned = False

    def retrieve(self, request: Request, **kwargs: Any) -> HttpResponse:
        teams = list(teams_for(self.person))
        team = self._team(teams)
        today = self.person.organisation.today(self.now)
        period = self._period(today)
        branch = Branch(team, teams, period)
        return answer(told(Covered.read(branch, period, today, self.person.organisation.working_days)))

    retrieve.parameters = frozenset({"month"})  # type: ignore[attr-defined]
    retrieve.described = [  # type: ignore[attr-defined]
        OpenApiParameter(
            "month", {"type": "string", "pattern": f"^{MONTH.pattern}$"}, description="Such as 2026-11; now when left out."
        ),
    ]  # fmt: skip

    def _team(self, teams: Sequence[Team]) -> Team:
        team = next((one for one in teams if one.pk == self.kwargs["team"]), None)
        if team is None:
            raise Http404
        may_see_coverage(self.person, team).or_refuse()
        return team

    def _period(self, today: date) -> Period:
        asked = self.request.query_params.get("month")
        if asked is None:
            return Period.of_month(today)
        found = MONTH.fullmatch(asked)
        if found is None or not EARLIEST.year <= int(found[1]) <= LATEST.year:
            refuse_parameter("month", _("Give a month such as 2026-11."))
        return Period.of_month(date(int(found[1]), int(found[2]), 1))


def told(covered: Covered) -> dict[str, Any]:
    branch, period = covered.branch, covered.period
    memberships = branch.coached_in(branch.top.pk)
    found = covered.rows(memberships, by_week=True)
    enough = covered.enough[branch.top.pk]
    pairs = {(one.person_id, one.team_id) for one in memberships}
    lost = lost_by_team(list(branch.teams), covered.today)
    return {
        "team": {"id": branch.top.pk, "name": branch.top.name},
        "month": f"{period.first:%Y-%m}",
        "minutes_a_month": enough.minutes,
        "weeks": period.weeks,
        **of_summary(summary(found)),
        "early": of_share(of_pairs(early_by_pair(list(branch.teams), period), pairs)),
        "early_target": enough.early_percent,
        "lost_early": of_share(sum(lost.values(), Share())),
        "people": list(of_people(quiet_first(found, branch.names()), branch)),
    }


def of_summary(found: Summary) -> dict[str, Any]:
    return {
        "counted": found.counted,
        "claimed": found.claimed,
        "target": found.target,
        "sessions": found.sessions,
        "covered": of_share(found.covered),
        "planned": of_share(found.kept),
        "confirmed_percent": found.confirmed,
    }


def of_share(share: Share) -> dict[str, Any]:
    return {"count": share.count, "of": share.of, "percent": share.percent, "few": share.few}


def of_people(found: Iterable[Row], branch: Branch) -> Iterable[dict[str, Any]]:
    for one in found:
        person = branch.people[one.person]
        yield {
            "person": {"id": person.pk, "name": person.name},
            "counted": one.counted,
            "claimed": one.claimed,
            "sessions": one.sessions,
            "target": one.target,
            "last_on": one.last,
            "since_days": one.since,
            "gap_days": one.gap,
            "variation": None if one.variation is None else Decimal(one.variation).quantize(Decimal("0.01")),
            "covered": one.covered,
            "weeks": of_weeks(one.cells),
        }


def of_weeks(cells: Sequence[Cell]) -> list[Mapping[str, Any]]:
    return [
        {
            "week": one.week,
            "counted": one.counted,
            "claimed": one.claimed,
            "sessions": one.sessions,
            "unanswered": one.unanswered,
            "target": one.target,
            "away": one.away,
        }
        for one in cells
    ]
