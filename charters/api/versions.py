"""The versions of a charter, and what one says otherwise than another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request

from charters.api.briefs import CharterBrief, briefly
from charters.api.charter import CharterShape
from charters.api.of_charter import OfCharter
from charters.compared import comparable
from charters.diff import Change, Kind, Span
from charters.models import Charter
from charters.sheet import changes
from portal.api.filtering import refuse_parameter
from portal.api.rendering import answer
from portal.api.resource import Listed

KINDS = [(kind.value, kind.value) for kind in Kind]


class Versions(OfCharter, Listed):
    """Every version that you may read, the newest first."""

    shape = CharterShape
    orderings = {"revision": "revision"}
    usual = "-revision"

    def rows(self) -> QuerySet[Charter]:
        found: QuerySet[Charter] = Charter.objects.visible_to(self.person)
        return found.filter(lineage=self.charter.lineage)


class SpanShape(serializers.Serializer[Any]):
    """A run of words that stayed, went or came."""

    kind = serializers.ChoiceField(choices=KINDS)
    text = serializers.CharField()


class ChangeShape(serializers.Serializer[Any]):
    """`field` is empty where a whole part came, went or moved."""

    kind = serializers.ChoiceField(choices=KINDS)
    section = serializers.CharField()
    label = serializers.CharField()
    field = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    spans = SpanShape(many=True)


class DiffShape(serializers.Serializer[Any]):
    changes = ChangeShape(many=True)

    def get_fields(self) -> Any:
        """`from` is no name for an attribute."""
        return {"from": CharterBrief(allow_null=True), "to": CharterBrief(), **super().get_fields()}


class Diff(OfCharter):
    """In the order of the later version; what is gone comes last in its section."""

    shape = DiffShape
    versioned = False

    def retrieve(self, request: Request, **kwargs: Any) -> HttpResponse:
        former, key = self._former(), self.charter.pk
        versions = {one.pk: one for one in comparable([key, *([former] if former else [])])}
        said = changes(versions[former], versions[key]) if former else []
        return answer(
            {
                "from": briefly(versions[former]) if former else None,
                "to": briefly(versions[key]),
                "changes": [told(one) for one in said],
            }
        )

    retrieve.parameters = frozenset({"from"})  # type: ignore[attr-defined]
    retrieve.described = [  # type: ignore[attr-defined]
        OpenApiParameter("from", UUID, description="Another version of the charter; the one before it when left out."),
    ]

    def _former(self) -> UUID | None:
        """The first version has none before it, and then nothing changed."""
        versions = Charter.objects.visible_to(self.person).filter(lineage=self.charter.lineage)
        asked = self.request.query_params.get("from")
        if asked is None:
            before = versions.filter(revision__lt=self.charter.revision).order_by("-revision")
            return before.values_list("pk", flat=True).first()
        found: UUID | None = versions.filter(pk=_as_id(asked)).values_list("pk", flat=True).first()
        if found is None:
            refuse_parameter("from", _("There is no such version of this charter."))
        return found


def _as_id(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        refuse_parameter("from", _("Give the id of a record, a UUID."))


def told(one: Change) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "section": one.section,
        "label": one.label,
        "field": one.field,
        "before": one.before,
        "after": one.after,
        "spans": [of_span(span) for span in one.spans] if one.field else [],
    }


def of_span(span: Span) -> dict[str, Any]:
    return {"kind": span.kind, "text": span.text}
