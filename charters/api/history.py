"""What happened to a charter: every change of its state, its draft and its progress."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework import serializers

from charters.api.of_charter import OfCharter
from portal.api.briefs import PersonBrief
from portal.api.fields import Derived, Related
from portal.api.resource import Listed
from portal.api.shapes import Shape
from portal.models import Event


class CharterEvent(Shape):
    """`before` and `after` hold ids, codes, numbers and dates; what was written stands in the versions."""

    by = Related(PersonBrief, allow_null=True)
    reason = serializers.CharField(source="remark.text", read_only=True, allow_null=True)
    before = Derived(dict, "before", of=serializers.DictField())
    after = Derived(dict, "after", of=serializers.DictField())

    class Meta:
        model = Event
        fields = ["id", "at", "verb", "by", "reason", "before", "after"]
        read_only_fields = fields


class History(OfCharter, Listed):
    """The newest first."""

    shape = CharterEvent
    orderings = {"at": "at"}
    usual = "-at"
    versioned = False

    def rows(self) -> QuerySet[Event]:
        return Event.objects.about(self.charter)
