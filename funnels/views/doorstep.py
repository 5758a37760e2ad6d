"""What the funnel's pages share at the door: the opportunity in the person's scope, the way back."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise

from funnels.models import Collaboration, Opportunity
from portal.models import Person
from portal.views.page import toast
from portal.views.returning import lead_back, way_back


def opportunity_or_404(person: Person, pk: UUID) -> Opportunity:
    """With what its rules and its headings ask."""
    invited = Collaboration.objects.everything(reason="those of the opportunity").select_related("person")
    found = Opportunity.objects.one_visible_to(person, pk).select_related("account", "owner", "team", "funnel")
    return get_object_or_404(found.prefetch_related(Prefetch("collaborations", invited)))


def address_of(opportunity: Opportunity) -> str:
    return reverse("funnels:opportunity", args=[opportunity.pk])


def done(request: HttpRequest, opportunity: Opportunity, text: str | Promise, *, undo: bool = False) -> HttpResponse:
    """Say what was done and lead back; a dialog closes by loading the page beneath it anew."""
    address = reverse("funnels:undo", args=[opportunity.pk]) if undo else ""
    toast(request, text, undo_url=address, undo_version=opportunity.version if undo else None)
    return lead_back(request, way_back(request, address_of(opportunity)))
