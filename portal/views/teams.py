"""The team tree."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import formats, rules
from portal.chronicle import of_team
from portal.directory import teams_for
from portal.doors import personal_page, signed_in
from portal.models import Membership, Person, Team
from portal.organising import add_team, archive_team, edit_team, restore_team, what_keeps
from portal.people_forms import TeamForm, kept_teams
from portal.refusals import Refusal
from portal.teamtree import forest
from portal.views.page import page
from portal.views.refusing import accepted, answer


def team_or_404(viewer: Person, pk: UUID) -> Team:
    return get_object_or_404(teams_for(viewer).select_related("parent"), pk=pk)


@personal_page
def teams(request: HttpRequest) -> HttpResponse:
    viewer = signed_in(request)
    rules.may_see_directory(viewer).or_refuse()
    people: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for team, person in Membership.objects.on(viewer.organisation.today()).values_list("team_id", "person_id"):
        people[team].add(person)
    found = list(Team.objects.order_by("name"))
    context = {
        "forest": forest([team for team in found if not team.archived_at], people),
        "archived": [team for team in found if team.archived_at],
        "keeper": rules.keeps_people(viewer),
    }
    return page(request, "portal/teams.html", context)


@personal_page
def team(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = signed_in(request)
    return _shown(request, viewer, team_or_404(viewer, pk))


def _shown(request: HttpRequest, viewer: Person, found: Team, *, refusal: str = "") -> HttpResponse:
    today = viewer.organisation.today()
    may_edit = rules.may_edit_team(viewer, found)
    context = {
        "team": found,
        "above": list(found.ancestors()),
        "below": list(found.children.filter(archived_at=None).order_by("name")),
        "memberships": list(found.memberships.on(today).select_related("person").order_by("person__name")),
        "may_edit": may_edit,
        "keeps": formats.listed(what_keeps(found, today)) if may_edit else "",
        "lines": of_team(found) if may_edit else [],
        "refusal": refusal,
    }
    return page(request, "portal/team.html", context, status=409 if refusal else 200)


@personal_page
def add(request: HttpRequest) -> HttpResponse:
    viewer = signed_in(request)
    if not kept_teams(viewer):
        rules.may_add_team(viewer, None).or_refuse()
    form = TeamForm(request.POST or None, viewer=viewer, initial={"parent": request.GET.get("parent")})
    added: list[Team] = []
    if accepted(form, lambda: added.append(add_team(**form.values(), by=viewer, at=timezone.now()))):
        messages.success(request, _("%(team)s is there.") % {"team": added[0]})
        return redirect("portal:team", added[0].pk)
    return answer(request, "portal/team_add.html", form)


@personal_page
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    viewer = signed_in(request)
    found = team_or_404(viewer, pk)
    rules.may_edit_team(viewer, found).or_refuse()
    start = {"name": found.name, "kind": found.kind, "parent": found.parent_id, "version": found.version}
    form = TeamForm(request.POST or None, viewer=viewer, team=found, initial=start)

    def save() -> None:
        edit_team(found, form.values(), version=form.cleaned_data["version"], by=viewer, at=timezone.now())

    if accepted(form, save):
        messages.success(request, _("%(team)s is saved.") % {"team": found})
        return redirect("portal:team", pk)
    return answer(request, "portal/team_edit.html", form, team=found)


@personal_page
@require_POST
def archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _put(request, pk, away=True)


@personal_page
@require_POST
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _put(request, pk, away=False)


def _put(request: HttpRequest, pk: UUID, *, away: bool) -> HttpResponse:
    viewer = signed_in(request)
    found = team_or_404(viewer, pk)
    try:
        (archive_team if away else restore_team)(found, by=viewer, at=timezone.now())
    except Refusal as refusal:
        return _shown(request, viewer, found, refusal=str(refusal.detail))
    said = _("%(team)s is archived.") if away else _("%(team)s is back.")
    messages.success(request, said % {"team": found})
    return redirect("portal:team", pk)
