"""Observation forms as stewards keep them: begun from the scorecard, edited as drafts, put into use, revised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coaching import rules
from coaching.defining import begin_form, define
from coaching.forms.observation_form import FormForm, NewFormForm
from coaching.models import ObservationForm
from portal.doors import role_page, signed_in
from portal.models import Person, Team
from portal.refusals import Refusal
from portal.roles import Role
from portal.views.page import page, toast
from portal.views.refusing import accepted, status_of, version_of


@role_page()
def listing(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    rows = ObservationForm.objects.visible_to(person).select_related("team").prefetch_related("items")
    by_lineage: dict[UUID, list[ObservationForm]] = {}
    for one in rows.order_by("name", "-revision"):
        by_lineage.setdefault(one.lineage, []).append(one)
    context = {
        "lines": [_line(versions) for versions in by_lineage.values()],
        "keeps": person.reach.anywhere(Role.STEWARD),
    }
    return page(request, "coaching/observations/forms.html", context)


def _line(versions: list[ObservationForm]) -> dict[str, Any]:
    """The version in use, else the newest; a draft beside it."""
    shown = next((one for one in versions if one.state == "active"), versions[0])
    draft = next((one for one in versions if one.state == "draft" and one != shown), None)
    return {"form": shown, "draft": draft}


def form_or_404(person: Person, pk: UUID) -> ObservationForm:
    rows = ObservationForm.objects.visible_to(person).select_related("team")
    found: ObservationForm = get_object_or_404(rows, pk=pk)
    return found


@role_page(Role.STEWARD)
def form_new(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    teams = Team.objects.current().with_ids(person.reach.teams(Role.STEWARD)).order_by("name")
    form = NewFormForm(request.POST or None, teams=teams, initial={"name": _("A conversation with a customer")})
    begun: list[ObservationForm] = []

    def begin() -> None:
        values = dict(form.cleaned_data)
        team = values.pop("team")
        rules.may_keep_forms(person, team).or_refuse()
        begun.append(begin_form(values, team=team, by=person, at=now))

    if accepted(form, begin):
        toast(request, _("A draft with nine things to look at. Make it yours, then put it into use."))
        return redirect("coaching:observation_form", begun[0].pk)
    return page(request, "coaching/observations/form_new.html", {"form": form}, status=status_of(form))


@role_page()
def observation_form(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read by whom it serves; a draft is written here by its stewards."""
    person, now = signed_in(request), timezone.now()
    found = form_or_404(person, pk)
    may_edit = rules.may_edit_form(person, found)
    if request.method == "POST":
        may_edit.or_refuse()
    items = list(found.items.all())
    form = FormForm(request.POST or None, items=items, initial=FormForm.start(found, items))

    def save() -> None:
        define(found, form.values(), form.told(), by=person, at=now, version=form.cleaned_data["version"])

    if request.method == "POST" and accepted(form, save):
        toast(request, _("Saved."))
        return redirect("coaching:observation_form", pk)
    return _shown(request, found, items, form=form)


def _shown(
    request: HttpRequest, found: ObservationForm, items: list[Any], *, form: FormForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:  # fmt: skip
    person = signed_in(request)
    may_edit = rules.may_edit_form(person, found)
    versions = list(ObservationForm.objects.visible_to(person).filter(lineage=found.lineage).order_by("-revision"))
    context = {
        "observation_form": found,
        "items": items,
        "may_edit": may_edit,
        "editing": may_edit and not found.in_use,
        "form": form or FormForm(items=items, initial=FormForm.start(found, items)),
        "versions": versions,
        "draft": next((one for one in versions if not one.in_use), None),
        "refusal": refusal,
        "today": person.today(),
    }
    status = refusal.status if refusal else status_of(form) if form else 200
    return page(request, "coaching/observations/form.html", context, status=status)


@require_POST
@role_page()
def form_activate(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _tapped(request, pk, ObservationForm.activate, _("In use from now on."))


@require_POST
@role_page()
def form_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _tapped(request, pk, ObservationForm.retire, _("Out of use. What was observed by it stays as it is."))


@require_POST
@role_page()
def form_bring_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _tapped(request, pk, ObservationForm.bring_back, _("Brought back."))


@require_POST
@role_page()
def form_revise(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _tapped(
        request, pk, ObservationForm.revise, _("A draft of the next version. Nothing changes until it is put into use.")
    )


def _tapped(request: HttpRequest, pk: UUID, act: Callable[..., Any], said: str) -> HttpResponse:
    """A verb that asks for nothing; leads to the version that it made, if it made one."""
    person = signed_in(request)
    found = form_or_404(person, pk)
    rules.may_edit_form(person, found).or_refuse()
    try:
        made = act(found, by=person, at=timezone.now(), version=version_of(request))
    except Refusal as refusal:
        found = form_or_404(person, pk)
        return _shown(request, found, list(found.items.all()), refusal=refusal)
    toast(request, said)
    return redirect("coaching:observation_form", made.pk if made else pk)
