"""An opportunity from outside: what it shows, and what may be written on it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from funnels.api.briefs import (
    AccountBrief,
    NextCommitment,
    ProductBrief,
    SourceBrief,
    StageBrief,
    accounts,
    stage_shown,
)
from funnels.models import Collaboration, Opportunity, OpportunityLine, Override
from portal.api.briefs import PersonBrief, TeamBrief, colleagues, own_teams
from portal.api.fields import Derived, Related
from portal.api.shapes import Brief, Shape

CRITERION_STATES = [
    ("unknown", _("Unknown")),
    ("asked", _("Asked")),
    ("promised", _("Promised")),
    ("declined", _("Declined")),
    ("broken", _("Broken")),
    ("withdrawn", _("Withdrawn")),
    ("expired", _("Expired")),
]

VERBS = {
    "stage": _("A stage is never typed. Use advance/ or regress/."),
    "status": _("Use advance/, close/ or reopen/."),
    "owner": _("Use reassign/."),
    "team": _("Use reassign/."),
    "funnel": _("A funnel's own migration moves its opportunities."),
    "close_reasons": _("Use close/."),
    "closed_on": _("Use close/."),
    "wake_on": _("Use close/."),
    "parked_until": _("Use park/ or unpark/."),
    "archived_at": _("Use archive/ or restore/."),
    "lines": _("Use split/."),
    "collaborators": _("Use invite/."),
    "source": _("Use upsert/."),
    "external_id": _("Use upsert/."),
}


class RunningOverride(Brief):
    """A manager's override that still runs; it is shown wherever the opportunity is."""

    by = Related(PersonBrief)
    reason = serializers.CharField(source="remark.text", read_only=True)

    class Meta:
        model = Override
        fields = ["id", "at", "expires_on", "by", "reason"]
        only = {"ended_at": None}


class LineShape(Brief):
    product = Related(ProductBrief)

    class Meta:
        model = OpportunityLine
        fields = ["id", "share", "product"]


class CollaboratorShape(Brief):
    person = Related(PersonBrief)

    class Meta:
        model = Collaboration
        fields = ["id", "person"]


class OpportunityShape(Shape):
    """`stage` and `status` change by verbs only. `supported_stage` is how far the customer's evidence reaches."""

    account = Related(AccountBrief, within=accounts, allow_null=True, required=False)
    owner = Related(PersonBrief, allow_null=True)
    team = Related(TeamBrief)
    stage = Derived(stage_shown, "funnel_id", "stage_id", of=StageBrief())
    supported_stage = Derived(stage_shown, "funnel_id", "supported_stage_id", of=StageBrief(), allow_null=True)
    next_commitment = Related(NextCommitment, allow_null=True)
    source = Related(SourceBrief, allow_null=True)
    missing_count = Derived(
        lambda total, met: total - met, "required_total", "required_met", of=serializers.IntegerField()
    )
    overrides = serializers.ListSerializer(child=RunningOverride(), read_only=True)

    class Meta:
        model = Opportunity
        fields = [
            "id", "version", "name", "status", "amount", "currency", "expected_close", "push_count", "kind", "segment",
            "concept", "concept_words", "close_reasons", "closed_on", "closed_per_crm", "wake_on", "parked_until",
            "crm_stage", "external_id", "synced_at", "opened_on", "stage_entered_at", "last_customer_act",
            "required_total", "required_met", "ready_until", "support_until", "next_due_on", "created_at",
            "archived_at", "funnel", "account", "owner", "team", "stage", "supported_stage", "next_commitment",
            "source", "missing_count", "overrides",
        ]  # fmt: skip
        read_only_fields = ["external_id", "funnel"]
        extra_kwargs = {"close_reasons": {"help_text": "Codes; see close/."}}
        verbs = VERBS


class OpportunityInFull(OpportunityShape):
    """One opportunity with its product lines and collaborators."""

    lines = serializers.ListSerializer(child=LineShape(), read_only=True)
    collaborators = serializers.ListSerializer(child=CollaboratorShape(), source="collaborations", read_only=True)

    class Meta(OpportunityShape.Meta):
        fields = [*OpportunityShape.Meta.fields, "lines", "collaborators"]


class NewOpportunity(OpportunityShape):
    """Begins in the first stage of the funnel that serves its team. Owner and team are yours when left out."""

    owner = Related(PersonBrief, within=colleagues, allow_null=True, required=False)
    team = Related(TeamBrief, within=own_teams, required=False)

    class Meta(OpportunityShape.Meta):
        extra_kwargs = {"currency": {"required": False}}


class ChangedOpportunity(OpportunityShape):
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500, write_only=True)

    class Meta(OpportunityShape.Meta):
        fields = [*OpportunityShape.Meta.fields, "reason"]


class MissingCommitment(serializers.Serializer[dict[str, object]]):
    """A required commitment without valid evidence, and who can give it."""

    definition = serializers.UUIDField()
    code = serializers.CharField()
    statement = serializers.CharField()
    stage = serializers.UUIDField()
    state = serializers.ChoiceField(choices=CRITERION_STATES)
    givers = serializers.ListField(child=serializers.CharField())


class AdvancedOpportunity(OpportunityInFull):
    """`missing` is what an advisory funnel let pass, or a manager answered for."""

    missing = MissingCommitment(many=True, read_only=True)

    class Meta(OpportunityInFull.Meta):
        fields = [*OpportunityInFull.Meta.fields, "missing"]
