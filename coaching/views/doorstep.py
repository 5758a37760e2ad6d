"""What the pages of coaching share at the door: what lies in the person's scope, the way back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise

from coaching.models import CoachingCommitment, CoachingSession
from portal.models import Person
from portal.views.page import toast
from portal.views.returning import lead_back, way_back


def session_or_404(person: Person, pk: UUID) -> CoachingSession:
    """With the names that its rules and headings ask."""
    found: CoachingSession = get_object_or_404(CoachingSession.objects.visible_to(person).with_names(), pk=pk)
    return found


def commitment_or_404(person: Person, pk: UUID) -> CoachingCommitment:
    rows = CoachingCommitment.objects.visible_to(person)
    found: CoachingCommitment = get_object_or_404(
        rows.select_related("owner", "session__coach", "session__coachee", "session__team"), pk=pk
    )
    return found


def address_of(session: CoachingSession) -> str:
    return reverse("coaching:session", args=[session.pk])


def done(request: HttpRequest, session: CoachingSession, text: str | Promise) -> HttpResponse:
    """Say what was done and lead back; a dialog closes by loading the page beneath it anew."""
    toast(request, text)
    return lead_back(request, way_back(request, address_of(session)))
