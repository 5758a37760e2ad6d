"""Funnels: their stages and commitment definitions, one record per version. A version in use is never edited."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from funnels.api.defining import Defined
from funnels.choices import FunnelState
from funnels.definitions import rename
from funnels.migrating import start
from funnels.models import CommitmentDefinition, Funnel, SellerAction, Stage
from funnels.rules import may_define, may_edit_funnel
from funnels.tasks import migrate_opportunities
from funnels.template import copy_template
from portal.api.briefs import TeamBrief, own_teams
from portal.api.fields import Related
from portal.api.filtering import ChoicesFilter, Filters, IdFilter
from portal.api.resource import Created, Edited, Listed, Retrieved, Values, verb
from portal.api.shapes import Brief, Closed, Shape
from portal.background import enqueue
from portal.doors import PERSONAL
from portal.verdicts import Verdict


class DefinitionShape(Brief):
    givers = serializers.ListField(child=serializers.CharField(), read_only=True)
    evidence_kinds = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = CommitmentDefinition
        fields = ["id", "code", "position", "statement", "givers", "required", "evidence_kinds", "lasts_days"]


class ActionShape(Brief):
    class Meta:
        model = SellerAction
        fields = ["id", "text"]


class StageShape(Brief):
    definitions = serializers.ListSerializer(child=DefinitionShape(), read_only=True)
    seller_actions = serializers.ListSerializer(child=ActionShape(), read_only=True)

    class Meta:
        model = Stage
        fields = [
            "id", "code", "position", "name", "short_name", "purpose", "customer_phase", "level", "kind",
            "expected_days", "definitions", "seller_actions",
        ]  # fmt: skip


class FunnelShape(Shape):
    """Versions of the same funnel share `lineage`; at most one is active and at most one a draft."""

    team = Related(TeamBrief)
    stages = serializers.ListSerializer(child=StageShape(), read_only=True)

    class Meta:
        model = Funnel
        fields = [
            "id", "version", "name", "enforcement", "state", "lineage", "revision", "activated_at", "created_at",
            "team", "stages",
        ]  # fmt: skip
        verbs = {
            "state": _("Use activate/ or revise/."),
            "stages": _("Use add-stage/, edit-stage/ and their like on a draft."),
        }


class NewFunnel(FunnelShape):
    """A draft with the stages of the template, to make one's own."""

    team = Related(TeamBrief, within=own_teams)

    class Meta(FunnelShape.Meta):
        read_only_fields = ["enforcement"]


class Migrate(Closed):
    stages = serializers.DictField(
        child=serializers.UUIDField(), required=False, help_text="Where opportunities go whose stage is gone, by code."
    )


class FunnelFilters(Filters):
    team = IdFilter("team")
    state = ChoicesFilter("state", choices=FunnelState.choices)
    lineage = django_filters.UUIDFilter("lineage")


class Funnels(Defined, Listed, Retrieved, Created, Edited):
    door = PERSONAL
    shape = FunnelShape
    entry = NewFunnel
    filters = FunnelFilters
    orderings = {"name": "name", "id": "id", "revision": "revision"}
    usual = "name"

    def rows(self) -> QuerySet[Funnel]:
        found: QuerySet[Funnel] = Funnel.objects.visible_to(self.person)
        return found

    def may_change(self, record: Funnel) -> Verdict:
        return may_edit_funnel(self.person, record)

    def add(self, values: Values) -> Funnel:
        may_define(self.person, values["team"]).or_refuse()
        return copy_template(**values, by=self.person, at=self.now)

    def edit(self, record: Funnel, values: Values) -> None:
        if "name" in values:
            rename(record, values["name"], by=self.person, at=self.now, version=record.version)
        if "enforcement" in values:
            record.set_enforcement(values["enforcement"], by=self.person, at=self.now, version=record.version)

    @verb(makes=True)
    def revise(self, funnel: Funnel, values: Values) -> Funnel:
        """Drafts the next version; answers with the draft."""
        return funnel.revise(by=self.person, at=self.now, version=funnel.version)

    @verb()
    def activate(self, funnel: Funnel, values: Values) -> None:
        """Puts a draft into use; the version used before retires."""
        funnel.activate(by=self.person, at=self.now, version=funnel.version)

    @verb(Migrate)
    def migrate(self, funnel: Funnel, values: Values) -> None:
        """Moves the open opportunities of other versions to this one, in the background; see migrations/."""
        migration = start(funnel, values.get("stages", {}), by=self.person, at=self.now, version=funnel.version)
        enqueue(migrate_opportunities, migration_id=str(migration.pk))
