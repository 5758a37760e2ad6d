"""What Django itself refuses: a problem below /api/, a page elsewhere."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views import defaults
from django.views.csrf import csrf_failure as csrf_page

from portal.api.problems import problem


def _handler(code: str, page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def handle(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return problem(code) if request.path.startswith("/api/") else page(request, *args, **kwargs)

    return handle


bad_request = _handler("malformed", defaults.bad_request)
permission_denied = _handler("not-allowed", defaults.permission_denied)
page_not_found = _handler("not-found", defaults.page_not_found)
server_error = _handler("server-error", defaults.server_error)
csrf_failure = _handler("csrf-failed", csrf_page)
