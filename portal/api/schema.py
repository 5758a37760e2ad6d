"""The OpenAPI 3.1 description, drawn from the same declarations that the addresses run on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from portal.api.fields import Confided
from portal.api.kinds import PROBLEMS
from portal.api.paging import LARGEST, USUAL
from portal.api.shapes import Closed

PROBLEM = "application/problem+json"
EVERYWHERE = (400, 401, 403, 404, 405, 406, 500, 503)
WRITING = (409, 413, 415)
PRECONDITION = (412, 428)


class ProblemError(serializers.Serializer[Any]):
    pointer = serializers.CharField(required=False, help_text="JSON pointer to the field in the body.")
    parameter = serializers.CharField(required=False, help_text="Name of the query parameter.")
    code = serializers.CharField()
    detail = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """RFC 9457. Some types say more; see the page that `type` names."""

    type = serializers.URLField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = ProblemError(many=True, required=False)


class Schema(AutoSchema):
    view: Any  # a Resource; drf-spectacular knows only APIView

    def get_request_serializer(self) -> Any:
        if self.method not in ("POST", "PATCH"):
            return None
        if self.view.action == "create":
            return getattr(self.view, "entry", None) or self.view.shape
        if self.view.action == "partial_update":
            return getattr(self.view, "changes", None) or self.view.shape
        return getattr(self._handler, "takes", None)

    @property
    def _handler(self) -> Any:
        return getattr(self.view, self.view.action or "", None)

    def get_response_serializers(self) -> Any:
        answers: dict[Any, Any] = dict(self._success())
        for status in self._problems():
            answers[str(status), PROBLEM] = OpenApiResponse(Problem, description=_titles(status))
        return answers

    def _success(self) -> Iterator[tuple[Any, Any]]:
        action = self.view.action
        shape = getattr(self._handler, "answers", None) or self.view.in_full or self.view.shape
        if self.method == "DELETE":
            yield "204", OpenApiResponse(None, description="Done.")
        elif getattr(self._handler, "makes", action == "create"):
            yield ("201", "application/json"), getattr(self.view, "created", None) or shape
        elif self._paged:
            yield ("200", "application/json"), self._page_of(self._paged)
        else:
            yield ("200", getattr(self._handler, "media", "application/json")), shape

    @property
    def _paged(self) -> Any:
        """The shape of each row where the answer is a page."""
        if self.view.action == "list" and hasattr(self.view, "page"):
            return self.view.shape
        return getattr(self._handler, "page_of", None)

    def _page_of(self, shape: Any) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": link,
                "previous": link,
                "results": {"type": "array", "items": self.resolve_serializer(shape, "response").ref},
                "count": {"type": "integer", "description": "Only with `count=true`."},
            },
        }

    def _problems(self) -> list[int]:
        statuses = list(EVERYWHERE)
        if self.method != "GET":
            statuses += WRITING
        if self._needs_version():
            statuses += PRECONDITION
        if self.method == "POST":
            statuses.append(422)
        return sorted(statuses)

    def _needs_version(self) -> bool:
        if self.view.versioned and self.view.action in ("partial_update", "destroy"):
            return True
        return bool(self.view.versioned and getattr(self._handler, "is_verb", False))

    def get_override_parameters(self) -> list[Any]:
        found: list[Any] = list(getattr(self._handler, "described", ()))
        if self._paged:
            found += [*self._paging(), *self._filters()]
        if self._needs_version():
            found.append(_header("If-Match", "The ETag that you read.", required=True, pattern='^"[0-9]+"$'))
        if self.method == "POST" and getattr(self._handler, "kept", True):
            found.append(_header("Idempotency-Key", "Repeats one request: the same key and body have one effect."))
        return [*found, *self._tags()]

    def _tags(self) -> list[OpenApiParameter]:
        if not self.view.versioned or self._paged or self.method == "DELETE":
            return []
        return [OpenApiParameter("ETag", str, "header", description="The record's version.", response=["200", "201"])]

    def _paging(self) -> Iterator[OpenApiParameter]:
        yield OpenApiParameter("cursor", str, description="From `next` or `previous`.")
        yield OpenApiParameter(
            "page_size",
            {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": USUAL},
            description="Rows a page.",
        )
        if self.view.action != "list":
            return
        names = [sign + name for name in self.view.orderings for sign in ("", "-")]
        yield OpenApiParameter("ordering", str, enum=names, description="Unknown values come last.")
        yield OpenApiParameter("count", bool, description="Whether to count all rows, which takes its time.")

    def _filters(self) -> Iterator[OpenApiParameter]:
        if self.view.action != "list":
            return
        for name, one in self.view.filters.base_filters.items():
            yield OpenApiParameter(name, _type_of(one), description=str(one.extra.get("help_text") or one.label or ""))

    def get_description(self) -> str:  # type: ignore[override]
        """A verb's own words, or the resource's; never those of a base class."""
        if getattr(self._handler, "is_verb", False):
            return (self._handler.__doc__ or "").strip()
        return (vars(type(self.view)).get("__doc__") or "").strip()

    def get_operation_id(self) -> str:
        names = [name.replace("-", "_") for name in self._tokenize_path()]
        if getattr(self._handler, "is_verb", False):
            return "_".join(names)
        action = self.view.action or self.method.lower()
        return "_".join(names if names and names[-1] == action else [*names, action])

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Lists are described by `_page_of`."""
        return False

    def _map_serializer(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        schema = super()._map_serializer(serializer, direction, bypass_extensions)
        if direction == "request" and isinstance(serializer, Closed) and schema.get("type") == "object":
            schema["additionalProperties"] = False
        return without_confided(serializer, schema)


def without_confided(serializer: Any, schema: dict[str, Any]) -> dict[str, Any]:
    """What not every reader is told may be absent, so it is never required."""
    if "required" in schema:
        fields = serializer.fields
        schema["required"] = [one for one in schema["required"] if not isinstance(fields[one], Confided)]
    return schema


def _header(name: str, description: str, *, required: bool = False, pattern: str | None = None) -> OpenApiParameter:
    return OpenApiParameter(name, str, "header", description=description, required=required, pattern=pattern)


def _titles(status: int) -> str:
    return " / ".join(f"{kind.title} (`{kind.code}`)" for kind in PROBLEMS if kind.status == status) or "Problem"


def _type_of(one: Any) -> Any:
    """A filter's JSON schema."""
    return getattr(one, "schema", {"type": "string"})


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "portal.api.authentication.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "portal.api.authentication.BrowserSession"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
