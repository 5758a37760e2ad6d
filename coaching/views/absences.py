"""Leave and ramp: days on which less coaching is expected of a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coaching import rules
from coaching.forms.absences import AbsenceForm
from coaching.models import Absence
from portal.doors import personal_page, signed_in
from portal.models import Membership, Person
from portal.roles import Role
from portal.views.page import page, toast
from portal.views.refusing import accepted, status_of

PER_PAGE = 30


@personal_page
def listing(request: HttpRequest) -> HttpResponse:
    """One's own, and those of people in teams that one manages; a form to add one."""
    person, now = signed_in(request), timezone.now()
    memberships = may_be_recorded_by(person)
    form = AbsenceForm(request.POST or None, memberships=memberships)

    def add() -> None:
        values = dict(form.cleaned_data)
        membership: Membership = values.pop("who")
        rules.may_record_absence(person, membership.person, membership.team).or_refuse()
        Absence.add(membership.person, membership.team, **values, by=person, at=now)

    if request.method == "POST" and accepted(form, add):
        who = form.cleaned_data["who"].person
        toast(request, _("Saved. Less is expected of %(name)s on these days.") % {"name": who})
        return redirect("coaching:absences")
    return page(request, "coaching/absences.html", shown(request, person, form), status=status_of(form))


def shown(request: HttpRequest, person: Person, form: AbsenceForm) -> dict[str, Any]:
    today = person.organisation.today()
    found = Absence.objects.visible_to(person).filter(withdrawn_at=None).select_related("person", "team")
    if request.GET.get("past") != "1":
        found = found.filter(ends_on__gte=today)
    rows = Paginator(found.order_by("starts_on", "id"), PER_PAGE).get_page(request.GET.get("page"))
    return {"form": form, "rows": rows, "past": request.GET.get("past") == "1", "today": today}


def may_be_recorded_by(person: Person) -> list[Membership]:
    """Oneself in each team, and the people of today in teams that one manages."""
    theirs = Q(person=person) | Q(team__in=person.reach.teams(Role.MANAGER))
    found = Membership.objects.on(person.organisation.today()).filter(theirs, role__in=[Role.MEMBER, Role.MANAGER])
    return list(found.select_related("person", "team").order_by("person__name", "team__name", "pk"))


@personal_page
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = signed_in(request)
    found = Absence.objects.visible_to(person).filter(withdrawn_at=None).select_related("person", "team")
    absence: Absence = get_object_or_404(found, pk=pk)
    rules.may_withdraw_absence(person, absence).or_refuse()
    absence.withdraw(by=person, at=timezone.now())
    toast(request, _("Taken back. The usual is expected again."))
    return redirect("coaching:absences")
