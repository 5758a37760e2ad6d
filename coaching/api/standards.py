"""What a team holds for enough coaching; the nearest team above speaks for a team that says nothing itself."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework import serializers

from coaching import rules
from coaching.models import CoachingStandard
from coaching.standards import FIELDS, say, standard_of
from portal.api.briefs import TeamBrief
from portal.api.reading import Answer
from portal.api.resource import Edited, Retrieved, Values
from portal.api.shapes import Shape
from portal.directory import teams_for
from portal.doors import PERSONAL
from portal.models import Team
from portal.refusals import Stale
from portal.verdicts import Verdict

INHERITED = 0


class ChangedStandard(Shape):
    class Meta:
        model = CoachingStandard
        fields = FIELDS


class StandardShape(ChangedStandard):
    """`said_by` is the team that speaks for this one; null where nobody above says anything and the defaults hold.

    What is inherited has version 0: with the first change the team speaks for itself.
    """

    version = serializers.IntegerField(read_only=True)
    team = TeamBrief(read_only=True)
    said_by = TeamBrief(read_only=True, allow_null=True)

    class Meta(ChangedStandard.Meta):
        fields = ("version", *FIELDS, "team", "said_by")
        read_only_fields = fields


class Standards(Retrieved, Edited):
    """Read by whoever is in the team or one below it; changed by managers and stewards of the team or above."""

    door = PERSONAL
    shape = StandardShape
    changes = ChangedStandard

    def opened(self) -> Team:
        team = teams_for(self.person).filter(pk=self.kwargs["team"]).first()
        if team is None:
            raise Http404
        rules.may_see_standard(self.person, team).or_refuse()
        return team

    def found(self) -> Answer:
        return self.shown(self.opened().pk)

    def shown(self, key: Any) -> Answer:
        team = self.opened()
        holding = standard_of(team)
        own = holding.team_id == team.pk
        stored = not holding._state.adding
        return {
            "version": holding.version if own and stored else INHERITED,
            **{name: getattr(holding, name) for name in FIELDS},
            "team": brief(team),
            "said_by": brief(holding.team) if stored else None,
        }

    def may_change(self, record: Team) -> Verdict:
        return rules.may_set_standard(self.person, record)

    def require_seen(self, record: Team) -> None:
        version = self.shown(record.pk)["version"]
        if version not in self.seen:
            raise Stale(CoachingStandard(version=version), self.seen[0] if self.seen else 0)

    def edit(self, record: Team, values: Values) -> None:
        holding = standard_of(record)
        if holding._state.adding or holding.team_id != record.pk:
            say(record, values, by=self.person, at=self.now)
        else:
            holding.change(values, by=self.person, at=self.now, version=holding.version)


def brief(team: Team) -> dict[str, Any]:
    return {"id": team.pk, "name": team.name}
