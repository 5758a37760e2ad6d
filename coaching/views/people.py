"""Somebody's coaching, for the managers who follow it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from coaching import rules
from coaching.pairs import open_between, past_of, planned_with
from portal.directory import people_for
from portal.doors import personal_page, signed_in
from portal.models import Person
from portal.views.page import page


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
    return page(request, "coaching/person.html", _shown(found, viewer))


def _shown(found: Person, viewer: Person) -> dict[str, Any]:
    agreed = open_between(found, by=viewer)
    return {
        "person": found,
        "mine": [one for one in agreed if one.commitment.owner_id == found.pk],
        "theirs": [one for one in agreed if one.commitment.owner_id != found.pk],
        "ahead": planned_with(found, by=viewer),
        "past": past_of(found, by=viewer),
        "manages": True,
    }
