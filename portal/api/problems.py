"""Every error as `application/problem+json` (RFC 9457), its type out of one closed list."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.core.signals import got_request_exception
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404, HttpResponse
from rest_framework import exceptions

from portal.api.filtering import BadParameter
from portal.api.kinds import Kind, Text
from portal.api.rendering import dumps
from portal.refusals import Invalid, Refusal

logger = logging.getLogger(__name__)


def kinds() -> Iterator[Kind]:
    for module in settings.API_ROUTES:
        yield from getattr(import_module(module), "PROBLEMS", [])


@cache
def by_code() -> Mapping[str, Kind]:
    return {kind.code: kind for kind in kinds()}


def type_of(code: str) -> str:
    return f"{settings.BASE_URL}/api/problems/{code}"


def problem(
    code: str,
    detail: Text = "",
    *,
    errors: Iterable[Mapping[str, Any]] = (),
    extra: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer for one problem; `errors` names the fields, `extra` what else the reader needs to mend it."""
    kind = by_code()[code]
    body: dict[str, Any] = {
        "type": type_of(code),
        "title": kind.title,
        "status": kind.status,
        "detail": detail or kind.meaning,
        **(extra or {}),
    }
    listed = list(errors)
    if listed:
        body["errors"] = listed
    return HttpResponse(
        dumps(body), status=kind.status, content_type="application/problem+json", headers=dict(headers or {})
    )


def answer(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """REST framework's exception handler: what went wrong, as a problem."""
    for family, reply in REPLIES:
        if isinstance(error, family):
            return reply(error)
    logger.exception("An API request failed.", exc_info=error)
    got_request_exception.send(sender=None, request=getattr(context.get("request"), "_request", None))
    return problem("server-error")


def _bad_parameters(error: BadParameter) -> HttpResponse:
    return problem("invalid", errors=error.errors)


def _refused(error: Refusal) -> HttpResponse:
    if isinstance(error, Invalid):
        return problem("invalid", error.detail, errors=_named(error.errors))
    return problem(error.code, error.detail, extra=error.extra)


def _invalid(error: exceptions.ValidationError) -> HttpResponse:
    return problem("invalid", errors=_flat(error.detail, ""))


def _unclean(error: ValidationError) -> HttpResponse:
    messages = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    return problem("invalid", errors=_named(messages))


def _api_error(error: exceptions.APIException) -> HttpResponse:
    code = next((code for family, code in API_CODES if isinstance(error, family)), "server-error")
    headers = {"WWW-Authenticate": error.auth_header} if getattr(error, "auth_header", None) else {}  # type: ignore[attr-defined]
    return problem(code, _detail_of(error), headers=headers)


def _detail_of(error: exceptions.APIException) -> str:
    return str(error.detail) if isinstance(error.detail, str) else ""


def _forbidden(error: PermissionDenied) -> HttpResponse:
    return problem("not-allowed", str(error))


def _broken_rule(error: IntegrityError) -> HttpResponse:
    logger.warning("The database refused a change.", exc_info=error)
    return problem("conflict")


def _busy(error: OperationalError) -> HttpResponse:
    logger.error("The database did not answer.", exc_info=error)
    return problem("unavailable", headers={"Retry-After": "2"})


def _unstorable(error: DataError) -> HttpResponse:
    logger.warning("The database cannot hold a value.", exc_info=error)
    return problem("invalid")


REPLIES: list[tuple[type[Exception], Any]] = [
    (Refusal, _refused),
    (BadParameter, _bad_parameters),
    (exceptions.ValidationError, _invalid),
    (exceptions.APIException, _api_error),
    (PermissionDenied, _forbidden),
    (Http404, lambda error: problem("not-found")),
    (ValidationError, _unclean),
    (IntegrityError, _broken_rule),
    (OperationalError, _busy),
    (DataError, _unstorable),
    (RequestDataTooBig, lambda error: problem("too-large")),
    (SuspiciousOperation, lambda error: problem("malformed")),
]

API_CODES: list[tuple[type[exceptions.APIException], str]] = [
    (exceptions.NotAuthenticated, "not-signed-in"),
    (exceptions.AuthenticationFailed, "not-signed-in"),
    (exceptions.PermissionDenied, "not-allowed"),
    (exceptions.NotFound, "not-found"),
    (exceptions.MethodNotAllowed, "method-not-allowed"),
    (exceptions.NotAcceptable, "not-acceptable"),
    (exceptions.UnsupportedMediaType, "unsupported-media-type"),
    (exceptions.ParseError, "malformed"),
    (exceptions.Throttled, "too-many-requests"),
]


def _named(messages: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The domain's field names and messages; what concerns the whole record points at the whole body."""
    return [
        {"pointer": "" if name == "__all__" else "/" + name.replace(".", "/"), "code": "invalid", "detail": message}
        for name, found in messages.items()
        for message in found
    ]


def _flat(detail: Any, pointer: str) -> Iterator[dict[str, Any]]:
    """REST framework's nested details, one JSON pointer (RFC 6901) each."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _flat(inner, pointer if name == "non_field_errors" else f"{pointer}/{_escaped(str(name))}")
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            yield from _flat(inner, pointer if isinstance(inner, str) else f"{pointer}/{index}")
    else:
        code = str(getattr(detail, "code", "invalid")).replace("_", "-")
        yield {"pointer": pointer, "code": code, "detail": str(detail)}


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
