"""Several opportunities at once: choose the change, look at what it does, then do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from funnels import bulk as changing
from funnels.bulk import Change, Line, NotAsSeen, PutAway, Reassign, Redate
from funnels.forms.bulk import REASSIGN, REDATE, BulkForm, read_chosen
from funnels.handover import home_of
from funnels.models import Opportunity
from portal.doors import role_page, signed_in
from portal.models import Person
from portal.roles import Role
from portal.views.page import page, toast
from portal.views.returning import way_back


@role_page(Role.MEMBER, Role.MANAGER)
def bulk(request: HttpRequest) -> HttpResponse:
    """One address for all steps; the form carries what was chosen, so it works without JavaScript and sessions."""
    person, now = signed_in(request), timezone.now()
    seen = read_chosen(request.POST.getlist("ids") or request.GET.getlist("ids"))
    found = changing.chosen(person, seen)
    form = BulkForm(
        request.POST if "what" in request.POST else None, people=_people(person, now), initial={"what": REDATE}
    )
    if not form.is_valid() or not found or "again" in request.POST:
        return _page(request, "choose", form, found, status=422 if form.errors else 200)
    change = _change(form, now)
    if "do" in request.POST:
        return _do(request, form, change, _confirmed(seen))
    return _page(request, "preview", form, found, changing.preview(found, change, person))


def _people(person: Person, now: datetime) -> list[Person]:
    """Who works in a team that this person manages."""
    today = person.organisation.today(now)
    return list(Person.objects.current().in_teams(person.reach.teams(Role.MANAGER), today=today).order_by("name"))


def _change(form: BulkForm, now: datetime) -> Change:
    values = form.cleaned_data
    if values["what"] == REASSIGN:
        return Reassign(values["owner"], home_of(values["owner"], at=now), values["reason"])
    if values["what"] == REDATE:
        return Redate(values["expected_close"], values["reason"])
    return PutAway()


def _confirmed(seen: Mapping[UUID, int | None]) -> dict[UUID, int]:
    return {pk: version for pk, version in seen.items() if version is not None}


def _do(request: HttpRequest, form: BulkForm, change: Change, versions: dict[UUID, int]) -> HttpResponse:
    person = signed_in(request)
    try:
        count = changing.carry_out(change, versions, by=person, at=timezone.now())
    except NotAsSeen as refusal:
        found = changing.chosen(person, versions)
        lines = changing.preview(found, change, person)
        return _page(request, "preview", form, found, lines, status=409, refusal=refusal)
    said = ngettext("%(count)d opportunity changed.", "%(count)d opportunities changed.", count) % {"count": count}
    toast(request, said)
    return redirect(way_back(request, reverse("funnels:table")))


def _page(
    request: HttpRequest,
    step: str,
    form: BulkForm,
    found: Sequence[Opportunity],
    lines: Sequence[Line] = (),
    *,
    status: int = 200,
    refusal: NotAsSeen | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "step": step,
        "form": form,
        "found": found,
        "lines": [(line, refusal.reasons.get(line.opportunity.pk, "") if refusal else "") for line in lines],
        "count": sum(line.changes for line in lines),
        "refusal": refusal,
        "back": way_back(request, reverse("funnels:table")),
        "most": changing.MOST,
    }
    return page(request, "funnels/bulk/bulk.html", context, status=status)
