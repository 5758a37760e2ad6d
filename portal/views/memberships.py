"""Joining a team, moving, stopping, leaving and coming back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import rules
from portal.doors import personal_page, signed_in
from portal.handover import falling_out, open_items
from portal.handover_forms import EndForm, LeaveForm, MoveForm
from portal.joining import end_membership, join, move
from portal.leaving import come_back, leave
from portal.models import Membership, Person
from portal.people_forms import JoinForm, PlaceForm
from portal.views.people import person_or_404
from portal.views.refusing import accepted, answer


def membership_or_404(viewer: Person, pk: UUID) -> Membership:
    found = Membership.objects.select_related("person", "team")
    membership = get_object_or_404(found, pk=pk)
    person_or_404(viewer, membership.person_id)
    return membership


@personal_page
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = signed_in(request)
    other = person_or_404(viewer, pk)
    rules.may_place(viewer, other).or_refuse()
    form = JoinForm(request.POST or None, viewer=viewer, initial={"starts_on": viewer.organisation.today()})
    if accepted(form, lambda: join(other, **form.cleaned_data, by=viewer, at=timezone.now())):
        said = {"name": other, "team": form.cleaned_data["team"]}
        messages.success(request, _("%(name)s is in %(team)s.") % said)
        return redirect("portal:person", pk)
    return answer(request, "portal/join.html", form, person=other)


@personal_page
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = signed_in(request)
    membership = membership_or_404(viewer, pk)
    rules.may_end_membership(viewer, membership).or_refuse()
    today = viewer.organisation.today()
    form = EndForm(
        request.POST or None,
        viewer=viewer,
        leaving=membership.person,
        items=falling_out(membership, today=today),
        initial={"until": today, "version": membership.version},
    )
    if accepted(form, lambda: end_membership(membership, **form.given(), by=viewer, at=timezone.now())):
        said = {"name": membership.person, "team": membership.team}
        messages.success(request, _("%(name)s is no longer in %(team)s.") % said)
        return redirect("portal:person", membership.person_id)
    return answer(request, "portal/membership_end.html", form, membership=membership)


@personal_page
def move_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = signed_in(request)
    membership = membership_or_404(viewer, pk)
    rules.may_end_membership(viewer, membership).or_refuse()
    rules.may_place(viewer, membership.person).or_refuse()
    today = viewer.organisation.today()
    form = MoveForm(
        request.POST or None,
        viewer=viewer,
        leaving=membership.person,
        items=falling_out(membership, today=today),
        initial={"on": today, "role": membership.role, "version": membership.version},
    )
    if accepted(form, lambda: move(membership, **form.given(), by=viewer, at=timezone.now())):
        said = {"name": membership.person, "team": form.cleaned_data["to"]}
        messages.success(request, _("%(name)s is now in %(team)s.") % said)
        return redirect("portal:person", membership.person_id)
    return answer(request, "portal/membership_move.html", form, membership=membership)


@personal_page
def let_go(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = signed_in(request)
    other = person_or_404(viewer, pk)
    rules.may_let_go(viewer, other).or_refuse()
    start = {"version": other.version}
    form = LeaveForm(request.POST or None, viewer=viewer, leaving=other, items=open_items(other), initial=start)
    if accepted(form, lambda: leave(other, **form.given(), by=viewer, at=timezone.now())):
        messages.success(request, _("%(name)s has left. What was open has changed hands.") % {"name": other})
        return redirect("portal:person", pk)
    return answer(request, "portal/leave.html", form, person=other)


@personal_page
def bring_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = signed_in(request)
    other = person_or_404(viewer, pk)
    rules.may_bring_back(viewer).or_refuse()
    form = PlaceForm(request.POST or None, viewer=viewer)
    if accepted(form, lambda: come_back(other, **form.cleaned_data, by=viewer, at=timezone.now())):
        messages.success(request, _("%(name)s works here again.") % {"name": other})
        return redirect("portal:person", pk)
    return answer(request, "portal/come_back.html", form, person=other)
