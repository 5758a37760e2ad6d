"""The catalogue of product lines, kept by stewards."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from funnels import customers
from funnels.api.accounts import Keeping, KeptFilters
from funnels.api.briefs import SourceBrief
from funnels.models import Product
from funnels.rules import may_keep_catalogue
from portal.api.fields import Related
from portal.api.resource import Created, Edited, Listed, Retrieved, Values
from portal.api.shapes import Shape
from portal.doors import PERSONAL
from portal.verdicts import Verdict


class ProductShape(Shape):
    source = Related(SourceBrief, allow_null=True)

    class Meta:
        model = Product
        fields = [
            "id", "version", "name", "series", "list_price", "external_id", "synced_at", "created_at", "archived_at",
            "source",
        ]  # fmt: skip
        read_only_fields = ["external_id"]
        verbs = {"archived_at": _("Use archive/ or restore/.")}


class Products(Keeping, Listed, Retrieved, Created, Edited):
    door = PERSONAL
    shape = ProductShape
    filters = KeptFilters
    orderings = {"id": "id", "name": "name", "list_price": "list_price"}
    usual = "name"

    def rows(self) -> QuerySet[Product]:
        found = Product.objects.all() if self.person.reach.roles else Product.objects.none()
        return self.current(found)

    def may_add(self) -> Verdict:
        return may_keep_catalogue(self.person)

    def add(self, values: Values) -> Product:
        return customers.add(Product(**values), by=self.person, at=self.now)
