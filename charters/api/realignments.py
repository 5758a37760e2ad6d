"""The charter above has a new version: what its children are asked, and the three answers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from charters import rules
from charters.api.briefs import CharterBrief, briefly
from charters.choices import RealignAnswer
from charters.models import Realignment
from portal.api.briefs import PersonBrief
from portal.api.fields import Related
from portal.api.filtering import ChoicesFilter, Filters, FlagFilter, IdFilter, PersonFilter
from portal.api.resource import Listed, Retrieved, Values, verb
from portal.api.shapes import Reason, Shape
from portal.doors import PERSONAL
from portal.verdicts import Verdict

ANSWERS = [(value, label) for value, label in RealignAnswer.choices if value]


class RealignmentShape(Shape):
    """`before` is the version that the charter was written for, `after` the new one; diff/ shows what changed.

    `draft` is the version that is being written after an answer, where there is one.
    """

    charter = Related(CharterBrief)
    before = Related(CharterBrief)
    after = Related(CharterBrief)
    answered_by = Related(PersonBrief, allow_null=True)
    reason = serializers.CharField(source="remark.text", read_only=True, allow_null=True)

    class Meta:
        model = Realignment
        fields = [
            "id", "version", "answer", "answered_at", "created_at", "charter", "before", "after", "answered_by",
            "reason",
        ]  # fmt: skip
        read_only_fields = fields


class RealignmentFilters(Filters):
    charter = IdFilter("charter")
    owner = PersonFilter("charter__owner", label=_("Who answers: an id, or “me”"))
    answer = ChoicesFilter("answer", choices=ANSWERS)
    answered = FlagFilter(method="by_answered")

    def by_answered(self, rows: Any, name: str, wanted: bool) -> Any:
        return rows.exclude(answer=RealignAnswer.OPEN) if wanted else rows.open()


class Settle(Reason):
    """`adapt` drafts the charter's next version; `no_longer_serves` takes a reason."""

    answer = serializers.ChoiceField(choices=ANSWERS)


class Settled(RealignmentShape):
    draft = Related(CharterBrief, allow_null=True)

    class Meta(RealignmentShape.Meta):
        fields = [*RealignmentShape.Meta.fields, "draft"]


class Realignments(Listed, Retrieved):
    door = PERSONAL
    shape = RealignmentShape
    filters = RealignmentFilters
    orderings = {"created_at": "created_at", "id": "id"}
    usual = "-created_at"

    def rows(self) -> QuerySet[Realignment]:
        found: QuerySet[Realignment] = Realignment.objects.visible_to(self.person)
        return found

    def addressed(self) -> QuerySet[Realignment]:
        return super().addressed().select_related("charter", "before", "after")

    def may_change(self, record: Realignment) -> Verdict:
        return rules.may_realign(self.person, record)

    @verb(Settle, answers=Settled)
    def settle(self, task: Realignment, values: Values) -> Values:
        """Still valid, to be adapted, or no longer serving."""
        draft = task.settle(**values, by=self.person, at=self.now, version=task.version)
        return {"draft": briefly(draft) if draft else None}
