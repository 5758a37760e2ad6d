"""Days on which less coaching is expected of somebody: recorded by themselves or a manager."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from coaching import rules
from coaching.choices import AbsenceKind
from coaching.models import Absence
from portal.api.briefs import PersonBrief, TeamBrief, colleagues, own_teams
from portal.api.fields import Day, Related
from portal.api.filtering import ChoicesFilter, DayFilter, Filters, FlagFilter, IdFilter, PersonFilter
from portal.api.resource import Created, Listed, Retrieved, Values, verb
from portal.api.shapes import Closed, Shape
from portal.doors import PERSONAL
from portal.verdicts import Verdict


class AbsenceShape(Shape):
    """Both days belong to it. On leave nothing is expected; of somebody new the team's share for them."""

    person = Related(PersonBrief)
    team = Related(TeamBrief)

    class Meta:
        model = Absence
        fields = ["id", "kind", "starts_on", "ends_on", "withdrawn_at", "person", "team"]
        read_only_fields = fields


class NewAbsence(Closed):
    person = Related(PersonBrief, within=colleagues)
    team = Related(TeamBrief, within=own_teams)
    kind = serializers.ChoiceField(choices=AbsenceKind.choices, default=AbsenceKind.LEAVE)
    starts_on = Day()
    ends_on = Day()


class AbsenceFilters(Filters):
    person = PersonFilter("person")
    team = IdFilter("team")
    kind = ChoicesFilter("kind", choices=AbsenceKind.choices)
    until = DayFilter("starts_on", "lte", label=_("Beginning on this day or before"))
    since = DayFilter("ends_on", "gte", label=_("Ending on this day or after"))
    withdrawn = FlagFilter("withdrawn_at", "isnull", exclude=True)


class Absences(Listed, Retrieved, Created):
    """Known to the person and to managers of the team and above. It says nothing about why."""

    door = PERSONAL
    shape = AbsenceShape
    entry = NewAbsence
    filters = AbsenceFilters
    orderings = {"id": "id", "starts_on": "starts_on"}
    usual = "-starts_on"
    versioned = False

    def rows(self) -> QuerySet[Absence]:
        found: QuerySet[Absence] = Absence.objects.visible_to(self.person)
        return found

    def may_change(self, record: Absence) -> Verdict:
        return rules.may_withdraw_absence(self.person, record)

    def add(self, values: Values) -> Absence:
        absent, team = values.pop("person"), values.pop("team")
        rules.may_record_absence(self.person, absent, team).or_refuse()
        return Absence.add(absent, team, **values, by=self.person, at=self.now)

    @verb()
    def withdraw(self, absence: Absence, values: Any) -> None:
        """Recorded by mistake, or it did not come about."""
        absence.withdraw(by=self.person, at=self.now)
