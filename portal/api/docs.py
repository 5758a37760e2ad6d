"""The description of the API, as data and as a page; both from this host alone."""

from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from portal.api.problems import by_code
from portal.api.rendering import dumps
from portal.doors import public_page


@cache
def description() -> bytes:
    return dumps(SchemaGenerator().get_schema(request=None, public=True))


@require_safe
@public_page
def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(description(), content_type="application/json")


@require_safe
@public_page
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/api/docs.html")


@require_safe
@public_page
def problems(request: HttpRequest, code: str = "") -> HttpResponse:
    """Every problem type, or the one that an answer's `type` names."""
    known = by_code()
    if code and code not in known:
        raise Http404
    return render(request, "portal/api/problems.html", {"kinds": [known[code]] if code else list(known.values())})
