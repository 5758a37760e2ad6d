"""Opportunities from another system, up to a thousand at a time, told apart by source and external id."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from funnels.importing.judging import What
from funnels.importing.upserting import AT_MOST, upsert
from portal.api.briefs import TeamBrief, own_teams
from portal.api.fields import Day, Related
from portal.api.rendering import answer
from portal.api.resource import Resource, writing
from portal.api.shapes import Closed
from portal.doors import PERSONAL
from portal.models import Person, Team
from portal.roles import Role


class Word(serializers.CharField):
    def __init__(self, longest: int = 200, **options: Any):
        super().__init__(max_length=longest, required=False, allow_null=True, allow_blank=True, **options)


class UpsertRow(Closed):
    """What the other system says. A field left out stays as it is; null or empty says that it is unknown there."""

    external_id = serializers.CharField(max_length=120)
    name = Word()
    account = Word(help_text="Its name.")
    owner = Word(254, help_text="An e-mail address or a name.")
    stage = Word(80, help_text="The other system's own word; kept beside the stage that the evidence supports.")
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0, required=False, allow_null=True)
    currency = Word(3)
    expected_close = Day(required=False, allow_null=True)
    closed_on = Day(required=False, allow_null=True)
    opened_on = Day(required=False, allow_null=True)
    product = Word(120)
    kind = Word()
    segment = Word(120)


class UpsertEntry(Closed):
    """`team` is who keeps the source; left out, the team that you are steward of."""

    source = serializers.CharField(max_length=60)
    team = Related(TeamBrief, within=own_teams, required=False)
    opportunities = UpsertRow(many=True, allow_empty=False, max_length=AT_MOST)


class UpsertOutcome(serializers.Serializer[Any]):
    external_id = serializers.CharField()
    what = serializers.ChoiceField(choices=[(what.value, what.value) for what in What])
    id = serializers.UUIDField(allow_null=True)
    version = serializers.IntegerField(allow_null=True)
    reasons = serializers.ListField(child=serializers.CharField())


class UpsertAnswer(serializers.Serializer[Any]):
    created = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = UpsertOutcome(many=True)


class Upsert(Resource):
    """Judged and written like the rows of an imported file: creates no evidence; a refused row leaves the others alone."""

    door = PERSONAL
    shape = UpsertAnswer
    entry = UpsertEntry
    versioned = False

    @writing
    def create(self, request: Request, **kwargs: Any) -> HttpResponse:
        values = self.values(UpsertEntry)
        team = values.get("team") or kept_by(self.person)
        rows = [{name: as_text(value) for name, value in row.items()} for row in values["opportunities"]]
        outcomes = upsert(rows, source=values["source"], team=team, by=self.person, at=self.now)
        counts = Counter(str(outcome.what) for outcome in outcomes)
        results = [
            {
                "external_id": outcome.external_id,
                "what": str(outcome.what),
                "id": outcome.id,
                "version": outcome.version,
                "reasons": [str(reason) for reason in outcome.reasons],
            }
            for outcome in outcomes
        ]
        return answer({**{what.value: counts[what.value] for what in What}, "results": results})

    create.makes = False  # type: ignore[attr-defined]


def as_text(value: Any) -> str | None:
    """As a file would hold it."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def kept_by(person: Person) -> Team:
    """The team that the person is steward of, with those below; whoever keeps several says which."""
    kept = person.reach.teams(Role.STEWARD)
    teams: list[Team] = list(Team.objects.current().with_ids(kept).exclude(parent_id__in=kept)[:2])
    if len(teams) != 1:
        raise ValidationError({"team": [_("Say which team keeps this source.")]}, code="required")
    return teams[0]
