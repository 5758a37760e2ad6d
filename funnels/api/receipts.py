"""What imports and their undoing did to one's own opportunities."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from funnels.api.briefs import SourceBrief
from funnels.importing.receipts import WORDS
from funnels.models import ImportReceipt
from portal.api.fields import Derived, Related
from portal.api.filtering import Filters, FlagFilter
from portal.api.resource import Listed, Retrieved, Values, verb
from portal.api.shapes import Shape
from portal.doors import PERSONAL


class ReceiptLine(serializers.Serializer[Any]):
    """One opportunity by its id, also of those that are out of the person's sight by now."""

    id = serializers.UUIDField()
    what = serializers.ChoiceField(choices=list(WORDS.items()))
    fields = serializers.ListField(child=serializers.CharField())


class ReceiptShape(Shape):
    """Of an undo, `created` counts what was put away again, `changed` what was put back, `kept` what stayed."""

    source = Related(SourceBrief, source="batch.source")
    lines = Derived(list, "lines", of=ReceiptLine(many=True))

    class Meta:
        model = ImportReceipt
        fields = ["id", "at", "undoes", "created", "changed", "taken", "kept", "read_at", "source", "lines"]


class ReceiptFilters(Filters):
    unread = FlagFilter(method="by_unread")

    def by_unread(self, rows: QuerySet[ImportReceipt], name: str, wanted: bool) -> QuerySet[ImportReceipt]:
        return rows.filter(read_at__isnull=wanted)


class Receipts(Listed, Retrieved):
    """One for each import, and one for its undo, by owner. Nobody else reads it."""

    door = PERSONAL
    shape = ReceiptShape
    filters = ReceiptFilters
    orderings = {"at": "at"}
    usual = "-at"
    versioned = False

    def rows(self) -> QuerySet[ImportReceipt]:
        return ImportReceipt.objects.of(self.person)

    @verb()
    def read(self, receipt: ImportReceipt, values: Values) -> None:
        """Mark it as seen."""
        ImportReceipt.objects.of(self.person).filter(pk=receipt.pk).mark_read(at=self.now)
