"""The board of a team and every team below: columns with counts, sums and the first cards of each, in one answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request

from funnels.api.briefs import AccountBrief, NextCommitment
from funnels.boards import Column, columns, fill
from funnels.choices import FunnelState
from funnels.models import Funnel, Opportunity
from funnels.opening import funnel_for
from funnels.rules import may_read_board
from portal.api.briefs import PersonBrief, TeamBrief
from portal.api.fields import Related
from portal.api.filtering import refuse_parameter
from portal.api.reading import Answer, reading_of
from portal.api.rendering import answer
from portal.api.resource import Resource
from portal.api.shapes import Brief, Shape
from portal.directory import teams_for
from portal.doors import PERSONAL
from portal.models import Team
from portal.teamtree import TeamTree

USUAL, MOST = 20, 100
CENT = Decimal("0.01")


class CardShape(Shape):
    account = Related(AccountBrief, allow_null=True)
    owner = Related(PersonBrief, allow_null=True)
    next_commitment = Related(NextCommitment, allow_null=True)

    class Meta:
        model = Opportunity
        fields = [
            "id", "version", "name", "amount", "currency", "expected_close", "stage_entered_at", "parked_until",
            "required_total", "required_met", "ready_until", "next_due_on", "account", "owner", "next_commitment",
        ]  # fmt: skip
        read_only_fields = fields


class SumShape(serializers.Serializer[Any]):
    currency = serializers.CharField()
    amount = serializers.DecimalField(max_digits=20, decimal_places=2)


class ColumnShape(serializers.Serializer[Any]):
    """One stage in all versions of the funnel, whose ids are `stages`. `label` is its short name."""

    code = serializers.CharField()
    name = serializers.CharField()
    position = serializers.IntegerField()
    stages = serializers.ListField(child=serializers.UUIDField())
    exit_test = serializers.ListField(child=serializers.CharField(), help_text="What the customer must do to leave it.")
    count = serializers.IntegerField()
    sums = SumShape(many=True)
    cards = CardShape(many=True, help_text="The most urgent first.")


class FunnelBrief(Brief):
    class Meta:
        model = Funnel
        fields = ["id", "name", "revision"]


class BoardShape(serializers.Serializer[Any]):
    team = TeamBrief()
    funnel = FunnelBrief()
    columns = ColumnShape(many=True)


class Board(Resource):
    door = PERSONAL
    shape = BoardShape
    versioned = False

    def retrieve(self, request: Request, **kwargs: Any) -> HttpResponse:
        team = self._team()
        funnel = self._funnel(team)
        found = columns(funnel)
        rows = self._rows(team)
        fill(found, rows, cards=0)
        cards = first_cards(rows, found, self._cards())
        shown = [told(column, cards) for column in found]
        return answer(
            {
                "team": {"id": team.pk, "name": team.name},
                "funnel": {"id": funnel.pk, "name": funnel.name, "revision": funnel.revision},
                "columns": shown,
            }
        )

    retrieve.parameters = frozenset({"funnel", "cards", "owner"})  # type: ignore[attr-defined]
    retrieve.described = [  # type: ignore[attr-defined]
        OpenApiParameter("funnel", UUID, description="The funnel that serves the team when left out."),
        OpenApiParameter(
            "cards",
            {"type": "integer", "minimum": 0, "maximum": MOST, "default": USUAL},
            description="Cards in each column.",
        ),
        OpenApiParameter("owner", {"type": "string"}, description="An id, or `me`."),
    ]

    def _team(self) -> Team:
        team = teams_for(self.person).filter(pk=self.kwargs["team"]).first()
        if team is None:
            raise Http404
        may_read_board(self.person, team).or_refuse()
        return team

    def _funnel(self, team: Team) -> Funnel:
        chosen = self.request.query_params.get("funnel")
        if chosen is None:
            return funnel_for(team)
        found = Funnel.objects.visible_to(self.person).exclude(state=FunnelState.DRAFT)
        funnel = found.filter(pk=as_id("funnel", chosen)).first()
        if funnel is None:
            refuse_parameter("funnel", _("There is no such funnel in use."))
        return funnel

    def _rows(self, team: Team) -> QuerySet[Opportunity]:
        """Whoever reads the board reaches the team; of the teams below, those that they reach too."""
        teams = [below for below in TeamTree.read().branch(team.pk) if self.person.reach.holds(below)]
        rows = Opportunity.objects.of_teams(teams).open()
        owner = self.request.query_params.get("owner")
        if owner is None:
            return rows
        return rows.filter(owner_id=self.person.pk if owner == "me" else as_id("owner", owner))

    def _cards(self) -> int:
        chosen = self.request.query_params.get("cards", str(USUAL))
        if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 4 and int(chosen) <= MOST):
            refuse_parameter("cards", _("Give a whole number from 0 to %(most)s.") % {"most": MOST})
        return int(chosen)


def as_id(name: str, value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        refuse_parameter(name, _("Give the id of a record, a UUID."))


def told(column: Column, cards: dict[UUID, list[Answer]]) -> Answer:
    return {
        "code": column.code,
        "name": column.name,
        "position": column.position,
        "stages": column.stages,
        "exit_test": column.exit_test,
        "count": column.count,
        "sums": [
            {"currency": currency, "amount": amount.quantize(CENT)} for currency, amount in sorted(column.sums.items())
        ],
        "cards": cards[column.stages[0]],
    }


def first_cards(rows: QuerySet[Opportunity], found: Iterable[Column], most: int) -> dict[UUID, list[Answer]]:
    """The first cards of every column, by the id of its first stage: which they are, then what they show."""
    home = {stage: column.stages[0] for column in found for stage in column.stages}
    urgent = rows.order_by(F("next_due_on").asc(nulls_last=True), "-id").values_list("id", "stage_id")
    tops = [urgent.filter(stage_id__in=column.stages)[:most] for column in found if most and column.count]
    places = {str(pk): home[stage] for pk, stage in together(tops)}
    by_column: dict[UUID, list[Answer]] = defaultdict(list)
    for card in reading_of(CardShape).chosen(list(places)):
        by_column[places[str(card["id"])]].append(card)
    return by_column


def together(tops: list[Any]) -> Iterable[Any]:
    """One statement where the database can; SQLite cannot limit the parts of a compound one."""
    if len(tops) > 1 and connection.features.supports_slicing_ordering_in_compound:
        return tops[0].union(*tops[1:], all=True)
    return [row for top in tops for row in top]
