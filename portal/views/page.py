"""One view, one template: the full page, or for htmx the part that changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise

TOASTS = "ui/_toasts.html"


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragment: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render `fragment` for an htmx request that wants a part, the whole `template` for everyone else.

    With an error status the page's title says so before anything else.
    """
    wants_part = fragment is not None and wants_fragment(request)
    shown = {"failed": status >= 400, **(context or {})}
    content: str = render_to_string(fragment if wants_part and fragment else template, shown, request)
    if wants_part:
        content += toasts(request)
    response = HttpResponse(content, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def invalid(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, fragment: str | None = None
) -> HttpResponse:
    """The same page again, with the form that was not accepted."""
    return page(request, template, context, fragment=fragment, status=422)


def wants_fragment(request: HttpRequest) -> bool:
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def toasts(request: HttpRequest) -> str:
    """Pending messages as a part that htmx puts where the toasts stand; empty when there are none."""
    return render_to_string(TOASTS, {"part": True}, request) if len(messages.get_messages(request)) else ""


def toast(
    request: HttpRequest,
    text: str | Promise,
    *,
    undo_url: str = "",
    undo_version: int | None = None,
    undo_label: str = "",
) -> None:
    """Say what was done. `undo_url` adds a button that posts there, with the version it may undo."""
    tags = " ".join(["undo", undo_url, str(undo_version or "-"), undo_label]) if undo_url else ""
    messages.success(request, str(text), extra_tags=tags)
