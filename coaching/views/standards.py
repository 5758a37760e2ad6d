"""What each team holds for enough: said by the team, or inherited from the nearest one above."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from coaching import rules, standards
from coaching.forms.standards import ChangeForm, SayForm, starting
from coaching.models import CoachingStandard
from portal.doors import personal_page, signed_in
from portal.models import Person, Team
from portal.teamtree import Node, flat, forest
from portal.verdicts import Verdict
from portal.views.page import page
from portal.views.refusing import accepted, answer


@dataclass(frozen=True)
class Line:
    """A team with what holds in it; `own` when it says so itself, else `of` says who does."""

    node: Node
    standard: CoachingStandard
    own: bool
    of: Team | None
    may_set: Verdict


@personal_page
def listing(request: HttpRequest) -> HttpResponse:
    """Of one's own teams, those above and those below: everybody knows what is expected of them."""
    person = signed_in(request)
    everything = {one.pk: one for one in Team.objects.order_by("name")}
    known, parents = standards.said(), {one.pk: one.parent_id for one in everything.values()}
    mine = {*person.reach.teams(), *person.reach.line}
    nodes = flat(forest(one for one in everything.values() if one.pk in mine and one.archived_at is None))
    lines = [_line(person, node, standards.holding(node.team.pk, parents, known), everything) for node in nodes]
    return page(request, "coaching/standards.html", {"lines": lines})


def _line(person: Person, node: Node, holding: CoachingStandard | None, everything: dict[UUID, Team]) -> Line:
    return Line(
        node,
        holding or CoachingStandard(team=node.team),
        holding is not None and holding.team_id == node.team.pk,
        everything[holding.team_id] if holding else None,
        rules.may_set_standard(person, node.team),
    )


@personal_page
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The first time, the team begins to speak for itself; from then on it changes what it says."""
    person, now = signed_in(request), timezone.now()
    team = _team_or_404(person, pk)
    rules.may_set_standard(person, team).or_refuse()
    standard = standards.standard_of(team)
    own = standard.team_id == team.pk and not standard._state.adding
    form = (ChangeForm if own else SayForm)(request.POST or None, initial=starting(standard))

    def save() -> None:
        if own:
            standard.change(form.values(), by=person, at=now, version=form.cleaned_data["version"])
        else:
            standards.say(team, form.values(), by=person, at=now)

    if accepted(form, save):
        messages.success(request, _("Saved. Targets are reckoned by it from now on."))
        return redirect("coaching:standards")
    return answer(request, "coaching/standard.html", form, team=team, own=own, standard=standard)


def _team_or_404(person: Person, pk: UUID) -> Team:
    if pk not in {*person.reach.teams(), *person.reach.line}:
        raise Http404
    found = Team.objects.current().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
