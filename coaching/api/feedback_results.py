"""What was published about managers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from coaching.api.feedback import CycleBrief
from coaching.feedback.counting import FEWEST, HIGHEST, LOWEST
from coaching.feedback.statements import TEAM
from coaching.models import FeedbackResult
from portal.api.briefs import PersonBrief, TeamBrief
from portal.api.fields import Derived, Related
from portal.api.filtering import Filters, FlagFilter, IdFilter, PersonFilter
from portal.api.resource import Listed, Retrieved
from portal.api.shapes import Closed, Shape
from portal.doors import PERSONAL


class BandShape(Closed):
    """The mean of the answers but one, drawn by lot, lies from `low` to `high`: null where fewer than five said something."""

    code = serializers.CharField()
    statement = serializers.CharField()
    low = serializers.FloatField(min_value=LOWEST, max_value=HIGHEST, allow_null=True)
    high = serializers.FloatField(min_value=LOWEST, max_value=HIGHEST, allow_null=True)
    answers = serializers.IntegerField(min_value=FEWEST, allow_null=True)


NO_FIGURE: dict[str, Any] = {"low": None, "high": None, "answers": None}


def figures(kept: dict[str, Any], statements: dict[str, Any], answers: int | None) -> list[dict[str, Any]]:
    if answers is None:
        return []
    return [{"code": code, "statement": text, **(kept.get(code) or NO_FIGURE)} for code, text in statements[TEAM]]


class ResultShape(Shape):
    """`manager` is null for small groups together, of `groups` managers. `answers` is null below five: no figures then.

    `team` is where the managers sit who read it beside the manager.
    """

    cycle = Related(CycleBrief)
    manager = Related(PersonBrief, allow_null=True)
    team = Related(TeamBrief, allow_null=True)
    figures = Derived(figures, "figures", "cycle__statements", "answers", of=BandShape(many=True))

    class Meta:
        model = FeedbackResult
        fields = ["id", "groups", "asked", "answers", "cycle", "manager", "team", "figures"]
        read_only_fields = ["groups", "asked", "answers"]


class ResultFilters(Filters):
    manager = PersonFilter("manager", label=_("An id, or “me”"))
    cycle = IdFilter("cycle")
    team = IdFilter("team")
    together = FlagFilter("manager", "isnull", label=_("Small groups together"))


class FeedbackResults(Listed, Retrieved):
    """Published once, when a cycle closes: about you, and about the managers below you."""

    door = PERSONAL
    shape = ResultShape
    filters = ResultFilters
    versioned = False
    orderings = {"closes_on": "cycle__closes_on", "id": "id"}
    usual = "-closes_on"

    def rows(self) -> QuerySet[FeedbackResult]:
        found: QuerySet[FeedbackResult] = FeedbackResult.objects.visible_to(self.person)
        return found
