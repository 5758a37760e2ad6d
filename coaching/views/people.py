"""Somebody's coaching, for the managers who follow it: where they stand, what is open, the sheet for the next session."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coaching import rules
from coaching.models import Cadence
from coaching.observed import watched
from coaching.pairs import meetings_of, open_between
from coaching.preparing import preparation
from coaching.stood import standing_of
from portal.api.fields import EARLIEST, LATEST
from portal.directory import people_for
from portal.doors import personal_page, signed_in
from portal.models import Person
from portal.refusals import Refusal
from portal.views.page import page, toast
from portal.views.refusing import version_of
from portal.views.returning import lead_back, way_back
from portal.weeks import week_of


def followed_or_refuse(viewer: Person, pk: UUID) -> Person:
    found: Person = get_object_or_404(people_for(viewer), pk=pk)
    rules.may_follow(viewer, found).or_refuse()
    return found


@personal_page
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = signed_in(request)
    found = followed_or_refuse(viewer, pk)
    if found.pk == viewer.pk:
        return redirect("coaching:me")
    return page(request, "coaching/person.html", _shown(found, viewer, asked_week(request)))


def asked_week(request: HttpRequest) -> date | None:
    """`?week=` names a day of the week whose sessions are shown."""
    try:
        day = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        return None
    return week_of(day) if EARLIEST <= day <= LATEST else None


def _shown(found: Person, viewer: Person, week: date | None = None) -> dict[str, Any]:
    agreed = open_between(found, by=viewer)
    rhythms = Cadence.objects.visible_to(viewer).running().filter(coachee=found).select_related("coach")
    return {
        "person": found,
        "parts": standing_of(found, viewer.today()),
        "mine": [one for one in agreed if one.commitment.owner_id == found.pk],
        "theirs": [one for one in agreed if one.commitment.owner_id != found.pk],
        "meetings": meetings_of(found, by=viewer, week=week),
        "week": week,
        "rhythms": list(rhythms),
        "watched": watched(found, viewer, viewer.today()),
        "manages": True,
    }


@personal_page
def prep(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For the next session, on one printable page; also for the person themselves."""
    viewer, now = signed_in(request), timezone.now()
    found = followed_or_refuse(viewer, pk)
    own = found.pk == viewer.pk
    back = reverse("coaching:me") if own else reverse("coaching:person", args=[found.pk])
    context = {"person": found, "own": own, "prep": preparation(found, viewer, now), "back": back, "manages": not own}
    return page(request, "coaching/prep.html", context)


@personal_page
@require_POST
def end_rhythm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is planned already stays planned."""
    viewer, now = signed_in(request), timezone.now()
    found = get_object_or_404(Cadence.objects.visible_to(viewer).select_related("coachee"), pk=pk)
    rules.may_pace(viewer, found).or_refuse()
    try:
        found.end(by=viewer, at=now, version=version_of(request))
    except Refusal as refusal:
        shown = _shown(found.coachee, viewer) | {"refusal": refusal}
        return page(request, "coaching/person.html", shown, status=refusal.status)
    toast(request, _("The rhythm has ended. What is planned stays planned."))
    return lead_back(request, way_back(request, reverse("coaching:person", args=[found.coachee_id])))
