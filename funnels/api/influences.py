"""Buying influences: who at the customer bears on this one decision."""

from __future__ import annotations

from django.db.models import QuerySet

from funnels.api.briefs import ContactBrief, contacts
from funnels.api.parts import PartOfOpportunity
from funnels.influences import add_influence, edit_influence
from funnels.models import BuyingInfluence
from portal.api.fields import Related
from portal.api.resource import Created, Edited, Listed, Retrieved, Values
from portal.api.shapes import Shape


class InfluenceShape(Shape):
    """Degree, mode and rating may stay unknown."""

    contact = Related(ContactBrief)

    class Meta:
        model = BuyingInfluence
        fields = ["id", "version", "role", "degree", "mode", "rating", "created_at", "contact"]


class NewInfluence(InfluenceShape):
    contact = Related(ContactBrief, within=contacts)

    class Meta(InfluenceShape.Meta):
        pass


class Influences(PartOfOpportunity, Listed, Retrieved, Created, Edited):
    shape = InfluenceShape
    entry = NewInfluence

    def rows(self) -> QuerySet[BuyingInfluence]:
        found: QuerySet[BuyingInfluence] = self.opportunity.influences.all()
        return found

    def add(self, values: Values) -> BuyingInfluence:
        return add_influence(self.opportunity, **values, by=self.person, at=self.now)

    def edit(self, record: BuyingInfluence, values: Values) -> None:
        edit_influence(record, values, by=self.person, at=self.now, version=record.version)
