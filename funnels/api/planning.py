"""The verbs that change an opportunity and leave its stage alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from funnels.api.briefs import ProductBrief, products
from funnels.models import Opportunity
from funnels.rules import may_reassign
from portal.api.briefs import PersonBrief, TeamBrief, everybody, managed_people, managed_teams
from portal.api.fields import Day, Related
from portal.api.resource import Resource, Values, verb
from portal.api.shapes import Closed


class Park(Closed):
    until = Day(help_text="A day in the future that the customer named.")
    reason = serializers.CharField(max_length=500)


class Reassign(Closed):
    owner = Related(PersonBrief, within=managed_people)
    team = Related(
        TeamBrief, within=managed_teams, required=False, allow_null=True, help_text="Stays in its team when left out."
    )
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500)


class LineInput(Closed):
    product = Related(ProductBrief, within=products)
    share = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=0, max_value=100)


class Split(Closed):
    lines = LineInput(many=True, allow_empty=True, max_length=100, help_text="Shares in percent; they add up to 100.")

    def validate_lines(self, lines: list[Values]) -> list[Values]:
        if len({line["product"].pk for line in lines}) < len(lines):
            raise ValidationError(_("Name each product line once."), code="repeated")
        return lines


class Invite(Closed):
    people = serializers.ListField(child=Related(PersonBrief, within=everybody), max_length=50)


class Planned(Resource):
    @verb(Park)
    def park(self, opportunity: Opportunity, values: Values) -> None:
        opportunity.park(**values, by=self.person, at=self.now, version=opportunity.version)

    @verb()
    def unpark(self, opportunity: Opportunity, values: Values) -> None:
        opportunity.unpark(by=self.person, at=self.now, version=opportunity.version)

    @verb(Reassign, rule=may_reassign)
    def reassign(self, opportunity: Opportunity, values: Values) -> None:
        to = values.pop("owner")
        opportunity.reassign(to=to, **values, by=self.person, at=self.now, version=opportunity.version)

    @verb(Split)
    def split(self, opportunity: Opportunity, values: Values) -> None:
        """Says which product lines make up the amount."""
        shares = {line["product"]: line["share"] for line in values["lines"]}
        opportunity.split(shares, by=self.person, at=self.now, version=opportunity.version)

    @verb(Invite)
    def invite(self, opportunity: Opportunity, values: Values) -> None:
        """Sets who from other teams collaborates: reads it and records commitments."""
        opportunity.invite(values["people"], by=self.person, at=self.now, version=opportunity.version)

    @verb()
    def archive(self, opportunity: Opportunity, values: Values) -> None:
        opportunity.archive(by=self.person, at=self.now, version=opportunity.version)

    @verb()
    def restore(self, opportunity: Opportunity, values: Values) -> None:
        opportunity.restore(by=self.person, at=self.now, version=opportunity.version)
