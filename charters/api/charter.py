"""A charter from outside: what it shows, and what may be written on it while it is a draft."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.fields import empty

from charters import lists
from charters.api.briefs import CharterBrief, charters
from charters.api.sales_missions import SalesMissionBrief
from charters.choices import AudienceGroup
from charters.models import Charter
from charters.models.drafting import TEXTS
from charters.starters import STARTERS
from portal.api.briefs import PersonBrief, TeamBrief, everybody, own_teams
from portal.api.fields import Day, Derived, Related
from portal.api.shapes import Closed, Shape

VERBS = {
    "state": _("Use submit/, send-back/, approve/, activate/, retire/ or bring-back/."),
    "owner": _("Use entrust/."),
    "goals": _("Use goals/ below the charter."),
    "objectives": _("Use objectives/ below the charter."),
    "strategies": _("Use strategies/ below the charter."),
    "tactics": _("Use tactics/ below the charter."),
    "services": _("Use services/ below the charter."),
    "measures": _("Use measures/ below the charter."),
    "sales_mission": _("Use sales-missions/ below the charter."),
}


class DayInList(Day):
    """Lists are kept as JSON, which knows no days."""

    def run_validation(self, data: Any = empty) -> Any:
        return super().run_validation(data).isoformat()


class Sentences(serializers.ListField):
    def __init__(self, **options: Any):
        child = serializers.CharField(max_length=lists.LONGEST)
        super().__init__(**{"child": child, "max_length": lists.MOST, "required": False, **options})


class AudienceShape(Closed):
    """`key` is what services refer to. `none_yet` says that there is no service for them, and that it is known."""

    key = serializers.CharField(max_length=lists.LONGEST)
    name = serializers.CharField(max_length=lists.LONGEST)
    group = serializers.ChoiceField(choices=AudienceGroup.choices)
    gains = serializers.CharField(max_length=lists.LONGEST, allow_blank=True, default="")
    tag_line = serializers.CharField(max_length=lists.LONGEST, allow_blank=True, default="")
    none_yet = serializers.BooleanField(default=False)


class CoreValueShape(Closed):
    """Collaboration, accountability and leadership have a `code`; values of one's own have none."""

    code = serializers.CharField(max_length=lists.LONGEST, allow_blank=True, default="")
    name = serializers.CharField(max_length=lists.LONGEST)
    behaviour = serializers.CharField(max_length=lists.LONGEST, allow_blank=True, default="")


class PhaseShape(Closed):
    name = serializers.CharField(max_length=lists.LONGEST)
    starts_on = DayInList()
    ends_on = DayInList()


class CharterShape(Shape):
    """One version; those of the same charter share `lineage`. Once approved, what it says never changes."""

    team = Related(TeamBrief)
    owner = Related(PersonBrief, allow_null=True)
    sponsor = Related(PersonBrief, allow_null=True)
    parent = Related(CharterBrief, allow_null=True)
    approved_by = Related(PersonBrief, allow_null=True)

    class Meta:
        model = Charter
        fields = [
            "id", "version", "title", "kind", "state", "lineage", "revision", "tag_line", "effective_on", "created_at",
            "submitted_at", "approved_at", "activated_at", "ended_at", "reviewed_on", "review_due_on", "review_days",
            "team", "owner", "sponsor", "parent", "approved_by",
        ]  # fmt: skip
        verbs = VERBS


class CharterInFull(CharterShape):
    """With all its texts. Its parts have addresses of their own below it."""

    in_scope = Sentences()
    later = Sentences()
    not_ours = Sentences()
    principles = Sentences()
    audiences = Derived(list, "audiences", of=AudienceShape(many=True))
    core_values = Derived(list, "core_values", of=CoreValueShape(many=True))
    phases = Derived(list, "phases", of=PhaseShape(many=True))
    sales_mission = Related(SalesMissionBrief, allow_null=True)

    class Meta(CharterShape.Meta):
        fields = [
            *CharterShape.Meta.fields, *(name for name in TEXTS if name != "tag_line"), "in_scope", "later", "not_ours",
            "principles", "audiences", "core_values", "phases", "effectiveness_from", "sales_mission",
        ]  # fmt: skip


class ChangedCharter(CharterInFull):
    """Lists are replaced as a whole."""

    sponsor = Related(PersonBrief, within=everybody, required=False, allow_null=True)
    parent = Related(CharterBrief, within=charters, required=False, allow_null=True)
    audiences = AudienceShape(many=True, required=False, max_length=lists.MOST)
    core_values = CoreValueShape(many=True, required=False, max_length=lists.MOST)
    phases = PhaseShape(many=True, required=False, max_length=lists.MOST)

    class Meta(CharterInFull.Meta):
        read_only_fields = ["kind"]


class NewCharter(ChangedCharter):
    """A draft of the first version. You own it unless you name somebody else."""

    team = Related(TeamBrief, within=own_teams)
    owner = Related(PersonBrief, within=everybody, required=False)
    starter = serializers.ChoiceField(
        choices=[(one.code, one.title) for one in STARTERS],
        required=False,
        write_only=True,
        help_text="A worked charter to begin with; what else is given takes the place of its texts.",
    )

    class Meta(CharterInFull.Meta):
        fields = [*CharterInFull.Meta.fields, "starter"]
        verbs = {name: verb for name, verb in VERBS.items() if name != "owner"}
