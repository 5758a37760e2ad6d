"""The directory and each person in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import rules
from portal.administration import make_administrator, withdraw_administration
from portal.chronicle import of_person
from portal.digests.sending import has_server
from portal.directory import STATES, listed, people_for, state_of
from portal.doors import personal_page, signed_in
from portal.joining import invite, send_invitation
from portal.models import Membership, Person, Team
from portal.people_forms import AddressForm, InviteForm, PersonForm, kept_teams
from portal.profiles import edit_person
from portal.refusals import Refusal
from portal.teamtree import TeamTree, flat, forest
from portal.views.page import page
from portal.views.refusing import accepted, answer

PER_PAGE = 50


def person_or_404(viewer: Person, pk: UUID) -> Person:
    return get_object_or_404(people_for(viewer), pk=pk)


@personal_page
def people(request: HttpRequest) -> HttpResponse:
    viewer = signed_in(request)
    rules.may_see_directory(viewer).or_refuse()
    keeper = rules.keeps_people(viewer)
    teams = list(Team.objects.current().order_by("name"))
    team = next((team for team in teams if str(team.pk) == request.GET.get("team")), None)
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "") if keeper else ""
    found = listed(
        viewer,
        words=words,
        branch=TeamTree({one.pk: one.parent_id for one in teams}).branch(team.pk) if team else None,
        state=state,
        today=viewer.organisation.today(),
    )
    context = {
        "rows": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "teams": flat(forest(teams)),
        "states": [(code, title) for code, (title, _rows) in STATES.items()] if keeper else [],
        "words": words,
        "team": team,
        "state": state if state in STATES else "",
        "keeper": keeper,
    }
    return page(request, "portal/people.html", context, fragment="portal/_people.html")


@personal_page
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = signed_in(request)
    return _shown(request, viewer, person_or_404(viewer, pk))


def _shown(request: HttpRequest, viewer: Person, other: Person, *, refusal: str = "") -> HttpResponse:
    today = viewer.organisation.today()
    memberships = list(other.memberships.select_related("team").order_by("-starts_on"))
    context = {
        "person": other,
        "state": state_of(other),
        "state_name": STATES[state_of(other)][0],
        "current": [_with_rights(viewer, one) for one in memberships if one.ends_on is None or one.ends_on > today],
        "former": [one for one in memberships if one.ends_on is not None and one.ends_on <= today],
        "today": today,
        "may": _rights(viewer, other),
        "lines": of_person(other) if rules.keeps_people(viewer) or viewer == other else [],
        "refusal": refusal,
        "no_letter": other.invited_at is not None and not other.can_sign_in and not has_server(),
    }
    return page(request, "portal/person.html", context, status=409 if refusal else 200)


def _with_rights(viewer: Person, membership: Membership) -> tuple[Membership, bool]:
    return membership, bool(rules.may_end_membership(viewer, membership))


def _rights(viewer: Person, other: Person) -> dict[str, Any]:
    keeper = rules.keeps_people(viewer)
    if not keeper:
        return {}
    return {
        "edit": rules.may_edit_person(viewer, other),
        "invite": rules.may_send_invitation(viewer, other),
        "join": rules.may_place(viewer, other),
        "let_go": rules.may_let_go(viewer, other),
        "bring_back": rules.may_bring_back(viewer),
        "administrator": viewer.is_administrator and other.is_active,
    }


@personal_page
def invite_person(request: HttpRequest) -> HttpResponse:
    viewer = signed_in(request)
    teams = kept_teams(viewer)
    if not teams:
        rules.may_make_administrator(viewer).or_refuse()
    form = InviteForm(request.POST or None, viewer=viewer, teams=teams, initial={"team": request.GET.get("team")})
    invited: list[Person] = []
    if accepted(form, lambda: invited.append(invite(**form.cleaned_data, by=viewer, at=timezone.now()))):
        _tell(request, invited[0], _("%(name)s is invited. The letter is on its way."))
        return redirect("portal:person", invited[0].pk)
    return answer(request, "portal/invite.html", form, no_server=not has_server())


def _tell(request: HttpRequest, invited: Person, on_its_way: str) -> None:
    """Say that the letter leaves, or that none can; their page then says how the link is passed on."""
    said = on_its_way if has_server() else _("%(name)s is invited. No letter can leave: no mail server is set.")
    messages.success(request, said % {"name": invited, "email": invited.email})


@personal_page
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = signed_in(request)
    other = person_or_404(viewer, pk)
    rules.may_edit_person(viewer, other).or_refuse()
    email = rules.may_change_email(viewer, other)
    start = {"name": other.name, "email": other.email, "version": other.version}
    form = PersonForm(request.POST or None, with_email=bool(email), initial=start)

    def save() -> None:
        values = dict(form.cleaned_data)
        edit_person(other, values, version=values.pop("version"), by=viewer, at=timezone.now())

    if accepted(form, save):
        messages.success(request, _("%(name)s is saved.") % {"name": other})
        return redirect("portal:person", pk)
    return answer(request, "portal/person_edit.html", form, person=other, email_reason=email.reason)


@personal_page
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Invite somebody who is here already, or once more."""
    viewer = signed_in(request)
    other = person_or_404(viewer, pk)
    rules.may_send_invitation(viewer, other).or_refuse()
    form = AddressForm(request.POST or None, initial={"email": other.email})
    if accepted(form, lambda: send_invitation(other, **form.cleaned_data, by=viewer, at=timezone.now())):
        _tell(request, other, _("The letter to %(email)s is on its way."))
        return redirect("portal:person", pk)
    return answer(request, "portal/send.html", form, person=other, no_server=not has_server())


@personal_page
@require_POST
def administrator(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = signed_in(request)
    other = person_or_404(viewer, pk)
    rules.may_make_administrator(viewer).or_refuse()
    verb = make_administrator if request.POST.get("is") == "1" else withdraw_administration
    try:
        verb(other, by=viewer, at=timezone.now())
    except Refusal as refusal:
        return _shown(request, viewer, other, refusal=str(refusal.detail))
    messages.success(request, _("Saved."))
    return redirect("portal:person", pk)
