"""What happened to an opportunity: its moves and every other change, newest first."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from funnels.models import Opportunity
from portal.api.briefs import PersonBrief
from portal.api.paging import Cursor, Order, Page
from portal.api.rendering import answer
from portal.api.resource import Resource
from portal.models import Event

BY = ("by_id", "by__name")
MOVE = (
    *BY,
    "id",
    "at",
    "kind",
    "remark__text",
    "from_stage_id",
    "from_status",
    "to_stage_id",
    "to_status",
    "supported",
    "criteria",
    "reasons",
)
EVENT = (*BY, "id", "at", "verb", "remark__text", "before", "after")


class HistoryShape(serializers.Serializer[dict[str, Any]]):
    """`from` and `to` hold ids, codes, numbers and dates; of a move, its stage and
    status, and why it closed."""

    id = serializers.UUIDField()
    at = serializers.DateTimeField()
    by = PersonBrief(allow_null=True)
    what = serializers.CharField(
        help_text="For example opened, advanced, regressed, closed, edited, commitment_fulfilled."
    )
    reason = serializers.CharField()
    supported = serializers.BooleanField(allow_null=True, help_text="Of a move: whether evidence carried it.")
    criteria = serializers.ListField(child=serializers.DictField(), allow_null=True)

    def get_fields(self) -> Any:
        """`from` is no name for an attribute."""
        ends = {"from": serializers.DictField(allow_null=True), "to": serializers.DictField(allow_null=True)}
        return {**super().get_fields(), **ends}


class History(Page):
    """Moves and events lie in two tables; each gives its next rows, and the newest of both make the page."""

    def __init__(self, request: Request, opportunity: Opportunity):
        self.request = request
        self.parameters = request.query_params
        self.ordering = self._ordering({"at": "at"}, "-at")
        self.size = self._size()
        self.sources = [
            (opportunity.moves.all(), MOVE, told_of_move),
            (Event.objects.about(opportunity), EVENT, told_of_event),
        ]

    def _rows(self, cursor: Cursor | None) -> list[Any]:
        backwards = cursor is not None and cursor.backwards
        found = [row for source in self.sources for row in self._next(source, cursor, backwards)]
        newest_first = self.ordering.startswith("-") != backwards
        return sorted(found, key=itemgetter("at", "id"), reverse=newest_first)[: self.size + 1]

    def _next(self, source: Any, cursor: Cursor | None, backwards: bool) -> list[dict[str, Any]]:
        rows, columns, told = source
        order = Order(rows.model, "at", self.ordering.startswith("-"))
        rows = rows if cursor is None else rows.filter(order.beyond(cursor))
        return [told(row) for row in order.apply(rows, backwards=backwards).values(*columns)[: self.size + 1]]

    def _shown(self, found: list[Any]) -> list[Any]:
        return found

    def _place(self, row: Any) -> tuple[Any, Any]:
        return row["id"], row["at"]

    def _count(self) -> dict[str, int]:
        return {}


def told_of_move(row: dict[str, Any]) -> dict[str, Any]:
    before = {"stage": row["from_stage_id"], "status": row["from_status"]} if row["from_stage_id"] else None
    after = {"stage": row["to_stage_id"], "status": row["to_status"], "reasons": row["reasons"]}
    return {**_told(row, row["kind"], before, after), "supported": row["supported"], "criteria": row["criteria"]}


def told_of_event(row: dict[str, Any]) -> dict[str, Any]:
    return {**_told(row, row["verb"], row["before"] or None, row["after"] or None), "supported": None, "criteria": None}


def _told(row: dict[str, Any], what: str, before: Any, after: Any) -> dict[str, Any]:
    by = {"id": row["by_id"], "name": row["by__name"]} if row["by_id"] else None
    told = {"id": row["id"], "at": row["at"], "by": by, "what": what, "reason": row["remark__text"] or ""}
    return {**told, "from": before, "to": after}


class WithHistory(Resource):
    @action(detail=True, methods=["get"])
    def history(self, request: Request, **kwargs: Any) -> HttpResponse:
        return answer(History(request, self.opened()).answer())

    history.parameters = frozenset({"cursor", "page_size"})  # type: ignore[attr-defined]
    history.page_of = HistoryShape  # type: ignore[attr-defined]
