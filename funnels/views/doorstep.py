"""What the funnel's pages share at the door: the opportunity in the person's scope, the way back."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme

from funnels.models import Collaboration, Opportunity
from portal.forms import PortalForm
from portal.models import Person
from portal.refusals import Stale
from portal.views.page import toast, wants_fragment


def opportunity_or_404(person: Person, pk: UUID) -> Opportunity:
    """With what its rules and its headings ask."""
    invited = Collaboration.objects.everything(reason="those of the opportunity").select_related("person")
    found = Opportunity.objects.visible_to(person).select_related("account", "owner", "team", "funnel")
    return get_object_or_404(found.prefetch_related(Prefetch("collaborations", invited)), pk=pk)


def seen_version(form: PortalForm) -> int | None:
    """The version that the person had before them, when somebody else was quicker."""
    return form.refusal.extra["seen_version"] if isinstance(form.refusal, Stale) else None


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Where the person came from: `next` when it lies in the portal."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return iri_to_uri(wanted) if wanted.startswith("/") and safe else otherwise


def address_of(opportunity: Opportunity) -> str:
    return reverse("funnels:opportunity", args=[opportunity.pk])


def done(request: HttpRequest, opportunity: Opportunity, text: str | Promise, *, undo: bool = False) -> HttpResponse:
    """Say what was done and lead back; a dialog closes by loading the page beneath it anew."""
    address = reverse("funnels:undo", args=[opportunity.pk]) if undo else ""
    toast(request, text, undo_url=address, undo_version=opportunity.version if undo else None)
    return lead_back(request, way_back(request, address_of(opportunity)))


def lead_back(request: HttpRequest, address: str) -> HttpResponse:
    if not wants_fragment(request):
        return HttpResponseRedirect(address)
    here = request.htmx.current_url_abs_path or ""  # type: ignore[attr-defined]
    same = here.split("#")[0] == address.split("#", maxsplit=1)[0]
    return HttpResponse(headers={"HX-Refresh": "true"} if same else {"HX-Redirect": address})
