"""The organisation's settings: read by everybody who works here, changed by administrators."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework import serializers

from portal.api.resource import Edited, Retrieved, Values
from portal.api.shapes import Shape
from portal.doors import PERSONAL
from portal.models import Organisation
from portal.organising import change_organisation
from portal.rules import may_change_organisation
from portal.verdicts import Verdict


class OrganisationShape(Shape):
    working_days = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=7), min_length=1, max_length=7
    )

    class Meta:
        model = Organisation
        fields = [
            "id", "version", "name", "product_name", "currency", "time_zone", "language", "fiscal_start_month",
            "fiscal_pattern", "working_days",
        ]  # fmt: skip


class TheOrganisation(Retrieved, Edited):
    door = PERSONAL
    shape = OrganisationShape

    def rows(self) -> QuerySet[Organisation]:
        return Organisation.objects.filter(pk=Organisation.current().pk)

    def may_change(self, record: Organisation) -> Verdict:
        return may_change_organisation(self.person)

    def edit(self, record: Organisation, values: Values) -> None:
        change_organisation(record, values, by=self.person, at=self.now, version=record.version)
