"""The way back after a form: where the person came from, a dialog by loading the page beneath it anew."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme

from portal.views.page import wants_fragment


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Where the person came from: `next` when it lies in the portal."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return iri_to_uri(wanted) if wanted.startswith("/") and safe else otherwise


def lead_back(request: HttpRequest, address: str) -> HttpResponse:
    if not wants_fragment(request):
        return HttpResponseRedirect(address)
    here = request.htmx.current_url_abs_path or ""  # type: ignore[attr-defined]
    same = here.split("#")[0] == address.split("#", maxsplit=1)[0]
    return HttpResponse(headers={"HX-Refresh": "true"} if same else {"HX-Redirect": address})
