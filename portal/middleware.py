"""What holds for every page: readable addresses, the reader's language and time zone, redirects of the whole page, logs."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django_structlog.middlewares import RequestMiddleware

from portal.models import Person
from portal.views.page import page


class ReadableAddresses:
    """A NUL fits into an address and into no text of the database: refused before anything is looked up by it.

    The API's own filters refuse it by the parameter's name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") and not request.path.startswith("/api/"):
            raise BadRequest
        return self.get_response(request)


class PersonalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            return self.get_response(request)
        person = request.user
        if not isinstance(person, Person):
            return self.get_response(request)
        language = person.language or person.organisation.language
        with timezone.override(person.zone), translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class WholePageRedirects:
    """A redirect in answer to a part's request (htmx) moves the page, instead of filling the part with a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        address = response.headers.get("Location")
        if not address or not 300 <= response.status_code < 400 or request.headers.get("HX-Request") != "true":
            return response
        answer = HttpResponse(headers={"HX-Redirect": address})
        answer.cookies = response.cookies
        return answer


class OpenedByHand:
    """An address that only takes what a form sends says so to whoever opens it: after signing in anew, for one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET" or request.path.startswith("/api/"):
            return response
        shown = page(request, "405.html", status=405)
        shown.headers["Allow"] = response.headers["Allow"]
        return shown


class RequestLog(RequestMiddleware):
    """A line for each request, with the id of its person; where settings.UNNAMED_REQUESTS begin, with nobody and no id."""

    @staticmethod
    def bind_user_id(request: HttpRequest) -> None:
        if not unnamed(request):
            RequestMiddleware.bind_user_id(request)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        begins = unnamed(request)
        return f"{request.method} {begins}…" if begins else RequestMiddleware.format_request(request)


def unnamed(request: HttpRequest) -> str:
    """The beginning of an address that nobody shall be known to have opened; empty for others."""
    return next((begins for begins in settings.UNNAMED_REQUESTS if request.path.startswith(begins)), "")
