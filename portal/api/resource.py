"""The base of every address of the API: a door, a scope, a shape, and only the verbs that were asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property, wraps
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSetMixin

from portal.api.filtering import Filters, check_names
from portal.api.idempotency import once
from portal.api.paging import PAGING, Page
from portal.api.reading import Answer, reading_of
from portal.api.rendering import answer
from portal.api.shapes import Nothing
from portal.api.versions import etag, require, seen_versions
from portal.doors import Door
from portal.models import Person
from portal.refusals import Stale
from portal.verdicts import ALLOWED, Verdict

Input = type[BaseSerializer[Any]]
Values = dict[str, Any]
Rule = Callable[[Person, Any], Verdict]


class Resource(ViewSetMixin, APIView):
    """One resource. Mix in what it can do; `rows` says what the person may see.

    Lists show `shape`; one record shows `in_full` where that is more.
    """

    door: ClassVar[Door]
    shape: ClassVar[Input]
    in_full: ClassVar[Input | None] = None
    filters: ClassVar[type[Filters]] = Filters
    orderings: ClassVar[Mapping[str, str]] = {"id": "id"}
    usual: ClassVar[str] = "-id"
    versioned: ClassVar[bool] = True
    home: ClassVar[str] = ""
    lookup_url_kwarg = "id"
    lookup_value_converter = "uuid"
    metadata_class = None
    http_method_names = ["get", "post", "patch", "delete", "head"]
    seen: list[int]

    # Who, when, and what they may see

    @cached_property
    def person(self) -> Person:
        assert isinstance(self.request.user, Person)
        return self.request.user

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    def rows(self) -> QuerySet[Any]:
        """The records that this person may see."""
        raise NotImplementedError

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action:
            check_names(request.query_params, self.parameters())

    def parameters(self) -> frozenset[str]:
        """The query parameters that the current action takes."""
        if self.action == "list" and hasattr(self, "page"):
            return PAGING | self.filters.names()
        return getattr(getattr(self, self.action or "", None), "parameters", frozenset())

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        finished = super().finalize_response(request, response, *args, **kwargs)
        finished.headers.setdefault("Cache-Control", "private, no-store")
        return finished

    # One record

    def found(self) -> Answer:
        """The record in the address as its answer; 404 when it is not there or not to be seen."""
        keys = list(self.addressed().order_by().values_list("pk", flat=True)[:1])
        if not keys:
            raise Http404
        return self.shown(keys[0])

    def shown(self, key: Any) -> Answer:
        """A record that was found in scope or has just been written, as its answer.

        Its writer reads it once more even if the change took it out of their sight.
        """
        return reading_of(self.in_full or self.shape).chosen([key])[0]

    def addressed(self) -> QuerySet[Any]:
        """The rows with the id in the address; of a resource that is one record, that one."""
        return self.rows().filter(pk=self.kwargs["id"]) if "id" in self.kwargs else self.rows()

    def chosen(self, rule: Rule | None = None) -> Any:
        """The record in the address, for those who may change it and say which version they read."""
        record = self.opened()
        verdict = rule(self.person, record) if rule else self.may_change(record)
        verdict.or_refuse()
        self.seen = seen_versions(self.request) if self.versioned else []
        return record

    def require_seen(self, record: Any) -> None:
        """Raise Stale for another version. Asked last: a request that is wrong in itself is told so (RFC 9110, 13.2.1).

        Domain verbs lock the record and compare `version` once more.
        """
        if self.versioned:
            require(record, self.seen)

    def may_change(self, record: Any) -> Verdict:
        """The rule for editing and for every verb that names none of its own."""
        return ALLOWED

    def opened(self) -> Any:
        """The record in the address as a model instance."""
        record = self.addressed().first()
        if record is None:
            raise Http404
        return record

    def handle_exception(self, exc: Exception) -> Any:
        """Whoever is refused for an old version is shown the current one."""
        if isinstance(exc, Stale):
            exc.extra["current"] = self.found()
        return super().handle_exception(exc)

    # Coming in, going out

    def values(self, shape: Input, *, partial: bool = False) -> Values:
        entry = shape(data=self.request.data, partial=partial, context={"person": self.person, "view": self})
        entry.is_valid(raise_exception=True)
        return dict(entry.validated_data)

    def reply(self, record: Answer, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
        tag = {"ETag": etag(record["version"])} if "version" in record else {}
        return answer(record, status, {**tag, **(headers or {})})

    def address(self, record: Any) -> str:
        """Where the record lives: in the resource `home`, by default this one."""
        above = {} if self.home else {name: value for name, value in self.kwargs.items() if name != "id"}
        return reverse(f"api:{self.home or self.basename}-detail", kwargs={**above, "id": record.pk})


Handler = Callable[..., HttpResponse]


def writing(handler: Handler) -> Handler:
    """One transaction around the request; a POST with an Idempotency-Key has one effect."""

    @wraps(handler)
    def in_one_transaction(self: Resource, request: Request, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            return once(request, self.person, self.now, lambda: handler(self, request, **kwargs))

    return in_one_transaction


def untraced(handler: Handler) -> Handler:
    """One transaction around a request of which nothing is kept: what it does has one effect by itself."""

    @wraps(handler)
    def in_one_transaction(self: Resource, request: Request, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            return handler(self, request, **kwargs)

    return in_one_transaction


class Listed(Resource):
    def page(self) -> dict[str, Any]:
        rows = self.filters(self.request.query_params, self.rows(), self.person).rows
        return Page(self.request, rows, reading_of(self.shape), self.orderings, self.usual).answer()

    def list(self, request: Request, **kwargs: Any) -> HttpResponse:
        return answer(self.page())


class Retrieved(Resource):
    def retrieve(self, request: Request, **kwargs: Any) -> HttpResponse:
        return self.reply(self.found())


class Created(Resource):
    """`entry` is the shape that comes in; `add` makes one domain call and returns the new record."""

    entry: ClassVar[Input]

    def add(self, values: Values) -> Any:
        raise NotImplementedError

    def may_add(self) -> Verdict:
        """What can be said before the values are looked at."""
        return ALLOWED

    @writing
    def create(self, request: Request, **kwargs: Any) -> HttpResponse:
        self.may_add().or_refuse()
        record = self.add(self.values(getattr(self, "entry", self.shape)))
        return self.reply(self.shown(record.pk), 201, {"Location": self.address(record)})


class Edited(Resource):
    """`changes` is the shape that comes in; `edit` makes one domain call."""

    changes: ClassVar[Input]

    def edit(self, record: Any, values: Values) -> None:
        raise NotImplementedError

    @writing
    def partial_update(self, request: Request, **kwargs: Any) -> HttpResponse:
        record = self.chosen()
        values = self.values(getattr(self, "changes", self.shape), partial=True)
        self.require_seen(record)
        self.edit(record, values)
        return self.reply(self.shown(record.pk))


class Removed(Resource):
    """`remove` makes one domain call. Only what is part of a draft can be removed; records are put away."""

    def remove(self, record: Any) -> None:
        raise NotImplementedError

    @writing
    def destroy(self, request: Request, **kwargs: Any) -> HttpResponse:
        record = self.chosen()
        self.require_seen(record)
        self.remove(record)
        return HttpResponse(status=204)


def verb(
    takes: Input | None = None,
    *,
    rule: Rule | None = None,
    path: str | None = None,
    answers: Input | None = None,
    makes: bool = False,
    kept: bool = True,
) -> Callable[[Handler], Any]:
    """A verb on one record: POST to its address with If-Match. Its `rule` is asked before anything else.

    The method gets the record and the values, makes one domain call, and may return what the answer
    says beside the record. A verb that `makes` another record of the same kind returns that one (201). What is not
    `kept` takes no Idempotency-Key: no row tells who asked, and when.
    """

    def decorate(method: Callable[..., Any]) -> Any:
        @wraps(method)
        def handler(self: Resource, request: Request, **kwargs: Any) -> HttpResponse:
            record = self.chosen(rule)
            values = self.values(takes or Nothing)
            self.require_seen(record)
            result = method(self, record, values)
            if makes:
                return self.reply(self.shown(result.pk), 201, {"Location": self.address(result)})
            return self.reply({**self.shown(record.pk), **(result or {})})

        name = path or method.__name__.replace("_", "-")
        routed: Any = action(detail=True, methods=["post"], url_path=name)(
            writing(handler) if kept else untraced(handler)
        )
        routed.takes, routed.answers, routed.makes, routed.is_verb = takes, answers, makes, True
        routed.kept = kept
        return routed

    return decorate
