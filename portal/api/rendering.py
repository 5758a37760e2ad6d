"""JSON going out and coming in."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn

import orjson
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

DEEPEST = 20


def plain(value: Any) -> Any:
    """What orjson does not know: exact decimals become strings, lazy texts are resolved."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def dumps(data: Any) -> bytes:
    return orjson.dumps(data, default=plain)


def answer(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A finished JSON answer."""
    return HttpResponse(dumps(data), status=status, content_type="application/json", headers=dict(headers or {}))


class JSON(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else dumps(data)


class StrictJSON(BaseParser):
    """Refuses what JSON libraries disagree on: NaN, endless numbers, lone surrogates, NUL, repeated names, deep nesting.

    Numbers with a fraction arrive as exact decimals. A body beyond 5 MB is refused before it is read.
    """

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        body = (parser_context or {})["request"].body
        try:
            value = DECODER.decode(body.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is not acceptable JSON: %(reason)s.") % {"reason": _reason(error)}) from error
        _inspect(value, 0)
        return value


def _reason(error: Exception) -> Any:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg}, {error.lineno}:{error.colno}"
    if isinstance(error, Refused):
        return error
    return _("it is not UTF-8") if isinstance(error, UnicodeDecodeError) else _("it is nested too deeply or too long")


class Refused(ValueError):
    """Valid for some JSON readers, ambiguous for others."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Refused(_("a name occurs twice in one object"))
    return found


def _no_constant(name: str) -> NoReturn:
    raise Refused(_("%(name)s is not a number") % {"name": name})


def _exact(digits: str) -> Decimal:
    number = Decimal(digits)
    if not -30 < number.adjusted() < 30:
        raise Refused(_("a number is out of range"))
    return number


DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_exact)


def _inspect(value: Any, depth: int) -> None:
    """Walk the parsed body once."""
    if depth > DEEPEST:
        raise ParseError(_("The body is nested more than %(depth)s levels deep.") % {"depth": DEEPEST})
    if isinstance(value, str):
        _inspect_text(value)
    elif isinstance(value, dict):
        for name, inner in value.items():
            _inspect_text(name)
            _inspect(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _inspect(inner, depth + 1)


def _inspect_text(text: str) -> None:
    if "\x00" in text:
        raise ParseError(_("A text contains a NUL character."))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ParseError(_("A text contains half a character (a lone surrogate).")) from error
