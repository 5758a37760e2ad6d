"""Sessions to come: planned, once or in a rhythm, moved, excused, called off."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from coaching import rules
from coaching.choices import Kind
from coaching.forms.log import MOMENT
from coaching.forms.planning import ONCE, PlanForm
from coaching.forms.verbs import CallOffForm, ExcuseForm, MoveForm
from coaching.models import CoachingSession
from coaching.recording import plan_session
from coaching.rhythm import begin
from coaching.views.doorstep import address_of, session_or_404
from coaching.views.log import Desk
from coaching.views.verbs import verb_page
from portal.doors import personal_page, role_page, signed_in
from portal.models import Person
from portal.roles import Role


@role_page(Role.MANAGER)
def plan(request: HttpRequest) -> HttpResponse:
    """Once, or in a rhythm from then on."""
    desk = Desk(request)
    person, now = desk.person, desk.now
    form = PlanForm(request.POST or None, coachees=desk.coachees, opportunity=desk.opportunity, initial=_proposed(desk))
    back = reverse("coaching:person", args=[desk.coachee.pk]) if desk.coachee else reverse("coaching:coverage")
    return verb_page(
        request, None, form, lambda: _planned(form, person, now), title=_("Plan a session"), submit=_("Plan session"),
        said=_("Planned."), back=back, fields="coaching/_plan_fields.html", manages=True,
    )  # fmt: skip


def _proposed(desk: Desk) -> dict[str, Any]:
    """Tomorrow at ten, or on the next working day."""
    days = [desk.today + timedelta(days=ahead) for ahead in range(1, 8)]
    day = next((day for day in days if day.isoweekday() in desk.person.organisation.working_days), days[0])
    held_at = datetime.combine(day, time(10)).strftime(MOMENT)
    return {
        "coachee": desk.coachee, "held_at": held_at, "minutes": 45, "kind": Kind.OPPORTUNITY, "every": ONCE,
        "opportunity": desk.opportunity,
    }  # fmt: skip


def _planned(form: PlanForm, person: Person, now: datetime) -> None:
    coachee = form.cleaned_data["coachee"]
    if form.is_rhythm:
        begin(form.rhythm(), coach=person, coachee=coachee, by=person, at=now)
        return
    about = form.cleaned_data.get("opportunity")
    plan_session(form.facts(), coach=person, coachee=coachee, at=now, by=person, opportunities=[about] if about else [])


def planned_or_refuse(person: Person, pk: UUID) -> CoachingSession:
    found = session_or_404(person, pk)
    rules.may_change(person, found).or_refuse()
    return found


def about(session: CoachingSession) -> str:
    return _("Session with %(name)s") % {"name": session.coachee.name}


@personal_page
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    found = planned_or_refuse(person, pk)
    start = {"version": found.version, "held_at": timezone.localtime(found.held_at).strftime(MOMENT)}
    form = MoveForm(request.POST or None, initial=start)
    return verb_page(
        request, found, form,
        lambda: found.move_to(
            form.cleaned_data["held_at"], by=person, at=now, version=form.cleaned_data["version"]
        ),
        title=_("Move the session"), submit=_("Save time"), said=_("Moved."), back=address_of(found), about=about(found),
    )  # fmt: skip


@personal_page
def excuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is left out of what was planned."""
    person, now = signed_in(request), timezone.now()
    found = planned_or_refuse(person, pk)
    form = ExcuseForm(request.POST or None, initial={"version": found.version})
    return verb_page(
        request, found, form,
        lambda: found.pardon(form.cleaned_data["excuse"], by=person, at=now, version=form.cleaned_data["version"]),
        title=_("Excuse the session"), submit=_("Excuse session"), said=_("Excused. It is left out of what was planned."),
        back=address_of(found), about=about(found),
        intro=_("It will not take place, and nobody is to blame. Time away is better recorded once, as leave."),
    )  # fmt: skip


@personal_page
def call_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It stays in what was planned and not held."""
    person, now = signed_in(request), timezone.now()
    found = planned_or_refuse(person, pk)
    form = CallOffForm(request.POST or None, initial={"version": found.version})
    return verb_page(
        request, found, form, lambda: found.call_off(by=person, at=now, version=form.cleaned_data["version"]),
        title=_("Call off the session"), submit=_("Call off session"), said=_("Called off."), back=address_of(found),
        about=about(found), danger=True,
        intro=_("It stays among the sessions that were planned and not held."),
    )  # fmt: skip
