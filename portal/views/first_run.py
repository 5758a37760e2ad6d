"""The first administrator, and the first steps afterwards."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.forms import formset_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portal import firstrun, rules
from portal.addresses import address_of
from portal.doors import administrators_page, personal_page, public_page, signed_in
from portal.joining import invite
from portal.models import Membership, Person, Team
from portal.models.team import TeamKind
from portal.outline import plant, plant_functions, read_outline, write_outline
from portal.people_forms import ROLE_HINT, RowForm, kept_teams
from portal.refusals import Refusal
from portal.settings_forms import FounderForm, FoundingForm, OrganisationForm, OutlineForm
from portal.views.page import page
from portal.views.refusing import accepted, answer, show, status_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROWS = 5
InviteRows = formset_factory(RowForm, extra=ROWS, max_num=100, absolute_max=100)


@public_page
@never_cache
def first_administrator(request: HttpRequest, token: str) -> HttpResponse:
    if not firstrun.is_good(token):
        return page(request, "portal/first_link_dead.html", {"needed": firstrun.needed()}, status=410)
    form = FounderForm(request.POST or None)
    founders: list[Person] = []
    if accepted(form, lambda: founders.append(firstrun.add_first_administrator(**form.values(), at=timezone.now()))):
        login(request, founders[0], backend=BACKEND)
        return redirect("portal:set_up_organisation")
    return answer(request, "portal/first_administrator.html", form)


@personal_page
def set_up(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    _keepers_only(person)
    return page(request, "portal/set_up.html", _where(person, ""))


@personal_page
@require_POST
def put_aside(request: HttpRequest, code: str) -> HttpResponse:
    person = signed_in(request)
    _keepers_only(person)
    if code not in {step.code for step in firstrun.steps(person)}:
        raise Http404
    firstrun.put_aside(code, request.POST.get("aside") == "1", by=person, at=timezone.now())
    return redirect("portal:set_up")


@administrators_page
def set_up_organisation(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    ours = firstrun.organisation()
    form_class = OrganisationForm if Team.objects.exists() else FoundingForm
    form = form_class(request.POST or None, initial=form_class.start(ours))

    def save() -> None:
        runs_it = form.cleaned_data.get("runs_it", False)
        firstrun.set_up(form.values(), runs_it=runs_it, by=person, at=timezone.now())

    if accepted(form, save):
        return redirect("portal:set_up_teams")
    return _step(request, "organisation", status=status_of(form), form=form)


@personal_page
def set_up_teams(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    _keepers_only(person)
    top = _top(person)
    if top is None:
        return redirect("portal:set_up_organisation" if person.is_administrator else "portal:set_up")
    form = OutlineForm(request.POST or None, initial=_outline_of(top))
    added: list[Team] = []
    if accepted(form, lambda: added.extend(_plant(form.cleaned_data, top, by=person))):
        messages.success(request, ngettext("%d team added.", "%d teams added.", len(added)) % len(added))
        return redirect("portal:set_up_people")
    return _step(request, "teams", status=status_of(form), form=form, top=top)


@personal_page
def set_up_people(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    _keepers_only(person)
    teams = kept_teams(person)
    if not teams:
        return redirect("portal:set_up")
    options = {"viewer": person, "teams": teams}
    rows = InviteRows(request.POST or None, form_kwargs=options)
    if rows.is_valid() and (invited := _invite_all(rows, by=person)) is not None:
        if invited:
            said = ngettext("%d person is invited.", "%d people are invited.", len(invited)) % len(invited)
            messages.success(request, said)
        return redirect("portal:set_up_people" if "more" in request.POST else _next(person, "people"))
    here = Membership.objects.on(person.organisation.today()).values("person").distinct().count()
    failed = _failed(rows)
    shown = {"rows": rows, "people": here, "import_url": _import_url(), "failed": failed, "role_hint": ROLE_HINT}
    return _step(request, "people", status=422 if failed else 200, **shown)


def _keepers_only(person: Person) -> None:
    if not rules.keeps_people(person):
        rules.may_change_organisation(person).or_refuse()


def _top(person: Person) -> Team | None:
    """The highest team that this person keeps."""
    teams = kept_teams(person)
    known = {team.pk for team in teams}
    return next((team for team in teams if team.parent_id not in known), None)


def _outline_of(top: Team) -> dict[str, str]:
    branch = list(top.branch().filter(archived_at=None).order_by("name"))
    functions = [team.name for team in branch if team.kind == TeamKind.FUNCTION and team.parent_id == top.pk]
    return {"outline": write_outline(top, branch), "functions": "\n".join(functions)}


@transaction.atomic
def _plant(values: dict[str, Any], top: Team, *, by: Person) -> list[Team]:
    at = timezone.now()
    added = plant(read_outline(values["outline"]), below=top, by=by, at=at)
    return added + plant_functions(values["functions"].splitlines(), below=top, by=by, at=at)


def _invite_all(rows: Any, *, by: Person) -> list[Person] | None:
    """All or nobody; None when a row was refused, which then says why."""
    invited = []
    with transaction.atomic():
        for form in rows:
            if not form.has_changed():
                continue
            try:
                invited.append(invite(**form.cleaned_data, by=by, at=timezone.now()))
            except Refusal as refusal:
                show(form, refusal)
                transaction.set_rollback(True)
    return None if _failed(rows) else invited


def _failed(rows: Any) -> bool:
    return rows.is_bound and any(form.errors for form in rows)


def _import_url() -> str:
    address = address_of("funnels:import_new")
    return f"{address}?kind=people" if address else ""


def _next(person: Person, code: str) -> str:
    """Where to go on after a step: the next one that this person can do, or home."""
    steps = firstrun.steps(person)
    later = steps[[step.code for step in steps].index(code) + 1 :]
    return next((step.url for step in later if step.url and not step.done), reverse("home"))


def _where(person: Person, code: str) -> dict[str, Any]:
    steps = firstrun.steps(person)
    done = sum(step.done for step in steps)
    aside = set(person.organisation.steps_left_out)
    return {"steps": steps, "done": done, "total": len(steps), "here": code, "aside": aside}


def _step(request: HttpRequest, code: str, *, status: int, **context: Any) -> HttpResponse:
    person = signed_in(request)
    shown = _where(person, code) | context | {"later": _next(person, code)}
    return page(request, f"portal/set_up_{code}.html", shown, status=status)
