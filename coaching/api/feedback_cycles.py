"""Cycles of upward feedback, and the statements that they ask."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from coaching.feedback import rules
from coaching.feedback.opening import plan_cycle
from coaching.feedback.statements import FORMS, LONGEST, worded
from coaching.feedback.states import CycleState
from coaching.models import FeedbackCycle, FeedbackTemplate
from portal.api.briefs import TeamBrief
from portal.api.fields import Related
from portal.api.filtering import ChoicesFilter, Filters, IdFilter
from portal.api.reading import Answer
from portal.api.resource import Created, Edited, Listed, Retrieved, Values, verb
from portal.api.shapes import Shape
from portal.doors import PERSONAL
from portal.models import Person, Team
from portal.roles import Role
from portal.verdicts import Verdict


class CycleShape(Shape):
    """`asked` are people. How many have answered is told by the results, once it has closed."""

    team = Related(TeamBrief)

    class Meta:
        model = FeedbackCycle
        fields = ["id", "version", "state", "opens_on", "closes_on", "asked", "team"]
        read_only_fields = ["state", "asked"]
        verbs = {"state": _("A cycle opens and closes by its days; use call-off/ to end it without results.")}


def kept_teams(person: Person) -> QuerySet[Team]:
    teams: QuerySet[Team] = Team.objects.current()
    return teams if person.is_administrator else teams.filter(pk__in=person.reach.teams(Role.STEWARD))


class NewCycle(CycleShape):
    """Everybody in the team and below is asked about their own manager. The last day is a whole day."""

    team = Related(TeamBrief, within=kept_teams)

    class Meta(CycleShape.Meta):
        pass


class CycleFilters(Filters):
    team = IdFilter("team")
    state = ChoicesFilter("state", choices=CycleState.choices)


class FeedbackCycles(Listed, Retrieved, Created):
    """For stewards and administrators, who read no answers because of that."""

    door = PERSONAL
    shape = CycleShape
    entry = NewCycle
    filters = CycleFilters
    orderings = {"opens_on": "opens_on", "id": "id"}
    usual = "-opens_on"

    def rows(self) -> QuerySet[FeedbackCycle]:
        found: QuerySet[FeedbackCycle] = FeedbackCycle.objects.visible_to(self.person)
        return found

    def may_add(self) -> Verdict:
        return rules.may_keep_cycles(self.person)

    def add(self, values: Values) -> FeedbackCycle:
        return plan_cycle(**values, by=self.person, at=self.now)

    @verb(rule=rules.may_change_cycle)
    def call_off(self, cycle: FeedbackCycle, values: Values) -> None:
        """Nothing is published, and what was answered is destroyed unread."""
        cycle.call_off(by=self.person, at=self.now, version=cycle.version)


def texts(words: str) -> serializers.DictField:
    return serializers.DictField(
        child=serializers.CharField(max_length=LONGEST, allow_blank=True), required=False, help_text=words
    )


class StatementsShape(Shape):
    """By code, in the organisation's words; an empty one is not asked. A trend goes by codes: keep what they ask."""

    team = texts(_("Asked of the team, without names"))
    above = texts(_("Asked of the manager's own manager, by name"))

    class Meta:
        model = FeedbackTemplate
        fields = ["version", "team", "above"]


class FeedbackStatements(Retrieved, Edited):
    """Kept by stewards of the whole organisation. Cycles that are open keep the statements of their first day."""

    door = PERSONAL
    shape = StatementsShape

    def opened(self) -> FeedbackTemplate:
        return FeedbackTemplate.current()

    def found(self) -> Answer:
        return self.shown(None)

    def shown(self, key: Any) -> Answer:
        template = self.opened()
        return {"version": template.version} | {form: worded(template.statements, form) for form in FORMS}

    def may_change(self, record: FeedbackTemplate) -> Verdict:
        return rules.may_word(self.person)

    def edit(self, record: FeedbackTemplate, values: Values) -> None:
        wanted = {form: worded(record.statements, form) | values.get(form, {}) for form in FORMS}
        FeedbackTemplate.word(wanted, by=self.person, at=self.now, version=record.version)
