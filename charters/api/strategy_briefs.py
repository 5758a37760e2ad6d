"""The strategy brief: what leadership answers for those who sell, version by version."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from charters import rules
from charters.api.briefs import ObjectiveBrief
from charters.choices import BriefState
from charters.models import MixTarget, StrategicPriority, StrategyBrief
from charters.models.brief import ANSWERS
from charters.opening import open_brief
from portal.api.briefs import PersonBrief, TeamBrief, own_teams
from portal.api.fields import Derived, Related
from portal.api.filtering import ChoicesFilter, Filters, IdFilter
from portal.api.resource import Created, Edited, Listed, Retrieved, Values, verb
from portal.api.shapes import Brief, Shape
from portal.doors import PERSONAL
from portal.verdicts import Verdict


class MixShape(Brief):
    class Meta:
        model = MixTarget
        fields = ["id", "starts_on", "ends_on", "baseline", "share"]


class PriorityOfBrief(Brief):
    objective = Related(ObjectiveBrief, allow_null=True)
    mix = serializers.ListSerializer(child=MixShape(), source="mix_targets", read_only=True)

    class Meta:
        model = StrategicPriority
        fields = ["id", "lineage", "position", "kind", "name", "words", "objective", "mix"]


def unanswered(*answers: str) -> list[str]:
    return [name for name, answer in zip(ANSWERS, answers, strict=True) if not answer.strip()]


class StrategyBriefShape(Shape):
    """Versions of the same brief share `lineage`. `unanswered` are the questions that leadership still owes."""

    team = Related(TeamBrief)
    published_by = Related(PersonBrief, allow_null=True)
    unanswered = Derived(unanswered, *ANSWERS, of=serializers.ListField(child=serializers.CharField()))

    class Meta:
        model = StrategyBrief
        fields = [
            "id", "version", "title", "state", "lineage", "revision", "created_at", "published_at", "ended_at",
            "team", "published_by", "unanswered",
        ]  # fmt: skip
        verbs = {
            "state": _("Use publish/, revise/ or retire/."),
            "priorities": _("Use priorities/ below the brief."),
        }


class StrategyBriefInFull(StrategyBriefShape):
    """With the seven questions, the sixth in two parts, and what the mix of what is sold has to show."""

    priorities = serializers.ListSerializer(child=PriorityOfBrief(), read_only=True)

    class Meta(StrategyBriefShape.Meta):
        fields = [*StrategyBriefShape.Meta.fields, *ANSWERS, "priorities"]


class NewStrategyBrief(StrategyBriefInFull):
    team = Related(TeamBrief, within=own_teams)

    class Meta(StrategyBriefInFull.Meta):
        pass


class StrategyBriefFilters(Filters):
    team = IdFilter("team")
    state = ChoicesFilter("state", choices=BriefState.choices)
    lineage = django_filters.UUIDFilter("lineage", label=_("All versions of one brief"))


class StrategyBriefs(Listed, Retrieved, Created, Edited):
    """Published ones are read by everybody, drafts by managers and stewards of the team and above."""

    door = PERSONAL
    shape = StrategyBriefShape
    in_full = StrategyBriefInFull
    entry = NewStrategyBrief
    changes = StrategyBriefInFull
    filters = StrategyBriefFilters
    orderings = {"title": "title", "published_at": "published_at", "id": "id", "revision": "revision"}
    usual = "title"

    def rows(self) -> QuerySet[StrategyBrief]:
        found: QuerySet[StrategyBrief] = StrategyBrief.objects.visible_to(self.person)
        return found

    def addressed(self) -> QuerySet[StrategyBrief]:
        return super().addressed().select_related("team")

    def may_change(self, record: StrategyBrief) -> Verdict:
        return rules.may_keep_brief(self.person, record.team)

    def add(self, values: Values) -> StrategyBrief:
        team = values.pop("team")
        rules.may_keep_brief(self.person, team).or_refuse()
        return open_brief(values, team=team, by=self.person, at=self.now)

    def edit(self, record: StrategyBrief, values: Values) -> None:
        record.edit(values, by=self.person, at=self.now, version=record.version)

    @verb()
    def publish(self, brief: StrategyBrief, values: Values) -> None:
        """Puts it before everybody; the version published before is superseded."""
        brief.publish(by=self.person, at=self.now, version=brief.version)

    @verb(makes=True)
    def revise(self, brief: StrategyBrief, values: Values) -> StrategyBrief:
        """Drafts the next version with its priorities; answers with the draft."""
        return brief.revise(by=self.person, at=self.now, version=brief.version)

    @verb()
    def retire(self, brief: StrategyBrief, values: Values) -> None:
        brief.retire(by=self.person, at=self.now, version=brief.version)

    @verb(rule=rules.may_acknowledge_brief)
    def acknowledge(self, brief: StrategyBrief, values: Values) -> None:
        """Read, and heard; once per version."""
        brief.acknowledge(by=self.person, at=self.now)
