"""A new charter."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from charters import rules
from charters.choices import CharterKind
from charters.copying import copy_blueprint
from charters.forms.starting import StartForm
from charters.models import Charter
from charters.opening import open_charter
from charters.parents import proposed_parent
from charters.starters import STARTERS
from charters.views.verbs import form_page
from portal.doors import role_page, signed_in
from portal.models import Person, Team
from portal.models.team import TeamKind
from portal.refusals import Invalid
from portal.roles import Role

KIND_OF = {
    TeamKind.ORGANISATION: CharterKind.ORGANISATION,
    TeamKind.REGION: CharterKind.REGION,
    TeamKind.FUNCTION: CharterKind.FUNCTION,
    TeamKind.TEAM: CharterKind.MISSION,
}


@role_page(Role.MANAGER)
def new(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    teams = _teams(person)
    form = StartForm(request.POST or None, initial=_start(request, teams), teams=teams, above=_above())
    made: list[Charter] = []
    return form_page(
        request, form, lambda: made.append(_open(form.cleaned_data, person)),
        title=_("Start a charter"), submit=_("Start charter"), said=_("The draft is yours to write."),
        subject=_("Charters"), back=reverse("charters:list"), to=lambda: reverse("charters:write", args=[made[0].pk]),
        intro=_("From the top down: the organisation's charter comes first, then sales, then functions, regions and teams."),
    )  # fmt: skip


def _teams(person: Person) -> list[Team]:
    return list(Team.objects.current().with_ids(person.reach.teams(Role.MANAGER)).order_by("name"))


def _above() -> list[Charter]:
    known = Charter.objects.everything(reason="published charters are everybody's to read").published()
    return list(known.exclude(kind=CharterKind.MISSION).order_by("title", "-revision"))


def _start(request: HttpRequest, teams: list[Team]) -> dict[str, Any]:
    """The team in the query, else the highest that the person manages, with the kind that fits it."""
    known = {one.pk for one in teams}
    highest = next((one for one in teams if one.parent_id not in known), None)
    team = next((one for one in teams if str(one.pk) == request.GET.get("team")), highest)
    return {"team": team, "kind": KIND_OF[TeamKind(team.kind)] if team else CharterKind.FUNCTION}


@transaction.atomic
def _open(wanted: dict[str, Any], person: Person) -> Charter:
    team, kind, now = wanted["team"], wanted["kind"], timezone.now()
    rules.may_open(person, team).or_refuse()
    starter = next((one for one in STARTERS if one.code == wanted["start"]), None)
    if starter and kind == CharterKind.MISSION:
        raise Invalid({"start": _("A sales mission is a team's own. Begin with a blank page.")})
    values = {"title": wanted["title"] or team.name, "parent": wanted["parent"] or proposed_parent(team, kind)}
    charter = open_charter(values, team=team, kind=kind, by=person, at=now)
    if starter:
        copy_blueprint(starter, charter, by=person, at=now, today=person.today_at(now))
    return charter
