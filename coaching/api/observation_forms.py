"""Observation forms: what to look at and what is seen at each level, version by version."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from coaching import rules
from coaching.choices import CallType, FormState
from coaching.defining import begin_form, define
from coaching.models import ObservationForm, ObservationItem
from coaching.models.observation_form import ANCHORS, MOST_ITEMS
from portal.api.briefs import TeamBrief, own_teams
from portal.api.fields import Related
from portal.api.filtering import ChoicesFilter, Filters, IdFilter
from portal.api.resource import Created, Edited, Listed, Retrieved, Values, verb
from portal.api.shapes import Brief, Closed, Shape
from portal.doors import PERSONAL
from portal.verdicts import Verdict


class ItemShape(Brief):
    """`code` stays the same from version to version."""

    class Meta:
        model = ObservationItem
        fields = ["id", "code", "position", "name", *ANCHORS]


class ObservationFormShape(Shape):
    """Versions of the same form share `lineage`."""

    team = Related(TeamBrief)
    items = serializers.ListSerializer(child=ItemShape(), read_only=True)

    class Meta:
        model = ObservationForm
        fields = [
            "id", "version", "name", "call_type", "state", "lineage", "revision", "created_at", "activated_at", "team",
            "items",
        ]  # fmt: skip
        verbs = {"state": _("Use activate/, revise/, retire/ or bring-back/.")}


class ItemEntry(Closed):
    """An item without a code gets one that no version of the form has had."""

    code = serializers.RegexField(r"^[a-z0-9][a-z0-9_-]*$", required=False, max_length=40)
    name = serializers.CharField(max_length=120)
    level_1 = serializers.CharField(max_length=200)
    level_2 = serializers.CharField(max_length=200)
    level_3 = serializers.CharField(max_length=200)
    level_4 = serializers.CharField(max_length=200)


class FormEntry(Closed):
    """`items` are all of them, in their order."""

    name = serializers.CharField(max_length=120)
    call_type = serializers.ChoiceField(choices=CallType.choices, required=False)
    items = serializers.ListField(child=ItemEntry(), required=False, max_length=MOST_ITEMS)

    class Meta:
        verbs = {"state": _("Use activate/, revise/, retire/ or bring-back/.")}


class NewForm(FormEntry):
    """Without `items` it begins with the nine of the scorecard."""

    team = Related(TeamBrief, within=own_teams)


class FormFilters(Filters):
    team = IdFilter("team")
    state = ChoicesFilter("state", choices=FormState.choices)
    call_type = ChoicesFilter("call_type", choices=CallType.choices)
    lineage = django_filters.UUIDFilter("lineage", label=_("All versions of one form"))


class ObservationForms(Listed, Retrieved, Created, Edited):
    """A form serves its team and every team below; drafts are read by their stewards. One in use is never edited."""

    door = PERSONAL
    shape = ObservationFormShape
    entry = NewForm
    changes = FormEntry
    filters = FormFilters
    orderings = {"name": "name", "id": "id", "revision": "revision"}
    usual = "name"

    def rows(self) -> QuerySet[ObservationForm]:
        found: QuerySet[ObservationForm] = ObservationForm.objects.visible_to(self.person)
        return found

    def addressed(self) -> QuerySet[ObservationForm]:
        return super().addressed().select_related("team")

    def may_change(self, record: ObservationForm) -> Verdict:
        return rules.may_edit_form(self.person, record)

    def add(self, values: Values) -> ObservationForm:
        team, items = values.pop("team"), values.pop("items", None)
        rules.may_keep_forms(self.person, team).or_refuse()
        return begin_form(values, team=team, items=items, by=self.person, at=self.now)

    def edit(self, record: ObservationForm, values: Values) -> None:
        items = values.pop("items", None)
        define(record, values, items, by=self.person, at=self.now, version=record.version)

    @verb()
    def activate(self, form: ObservationForm, values: Values) -> None:
        """Puts a draft into use; the version used before retires."""
        form.activate(by=self.person, at=self.now, version=form.version)

    @verb(makes=True)
    def revise(self, form: ObservationForm, values: Values) -> ObservationForm:
        """Drafts the next version, a full copy; answers with the draft."""
        return form.revise(by=self.person, at=self.now, version=form.version)

    @verb()
    def retire(self, form: ObservationForm, values: Values) -> None:
        form.retire(by=self.person, at=self.now, version=form.version)

    @verb()
    def bring_back(self, form: ObservationForm, values: Values) -> None:
        form.bring_back(by=self.person, at=self.now, version=form.version)
