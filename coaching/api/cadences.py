"""How often two people meet: begun, changed and ended by the coach."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework import serializers

from coaching import rhythm, rules
from coaching.api.session import minutes
from coaching.choices import Kind
from coaching.models import Cadence
from coaching.models.cadence import RHYTHMS
from portal.api.briefs import PersonBrief, TeamBrief, everybody
from portal.api.fields import Moment, Related
from portal.api.filtering import Filters, FlagFilter, IdFilter, PersonFilter
from portal.api.resource import Created, Edited, Listed, Retrieved, Values, verb
from portal.api.shapes import Closed, Shape
from portal.doors import PERSONAL
from portal.verdicts import Verdict


class CadenceShape(Shape):
    coach = Related(PersonBrief)
    coachee = Related(PersonBrief)
    team = Related(TeamBrief)

    class Meta:
        model = Cadence
        fields = [
            "id", "version", "every_days", "first_at", "minutes", "kind", "ended_on", "created_at", "coach", "coachee",
            "team",
        ]  # fmt: skip
        read_only_fields = fields


class ChangedCadence(Closed):
    every_days = serializers.ChoiceField(choices=RHYTHMS)
    first_at = Moment(help_text="The others repeat its time of day, where the coach is.")
    minutes = minutes()
    kind = serializers.ChoiceField(choices=Kind.choices)


class NewCadence(ChangedCadence):
    coachee = Related(PersonBrief, within=everybody)
    minutes = minutes(default=45)
    kind = serializers.ChoiceField(choices=Kind.choices, default=Kind.OPPORTUNITY)


class CadenceFilters(Filters):
    coach = PersonFilter("coach")
    coachee = PersonFilter("coachee")
    team = IdFilter("team")
    running = FlagFilter("ended_on", "isnull")


class Cadences(Listed, Retrieved, Created, Edited):
    """The next session of the two is planned as soon as none lies ahead, on a day when both are there."""

    door = PERSONAL
    shape = CadenceShape
    entry = NewCadence
    changes = ChangedCadence
    filters = CadenceFilters

    def rows(self) -> QuerySet[Cadence]:
        found: QuerySet[Cadence] = Cadence.objects.visible_to(self.person)
        return found

    def may_add(self) -> Verdict:
        return rules.may_log(self.person)

    def may_change(self, record: Cadence) -> Verdict:
        return rules.may_pace(self.person, record)

    def add(self, values: Values) -> Cadence:
        coachee = values.pop("coachee")
        rules.may_coach(self.person, coachee).or_refuse()
        return rhythm.begin(values, coach=self.person, coachee=coachee, by=self.person, at=self.now)

    def edit(self, record: Cadence, values: Values) -> None:
        record.change(values, by=self.person, at=self.now, version=record.version)

    @verb()
    def end(self, cadence: Cadence, values: Values) -> None:
        """No more sessions are planned from it; those that are planned stay."""
        cadence.end(by=self.person, at=self.now, version=cadence.version)
