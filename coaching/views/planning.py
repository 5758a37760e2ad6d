"""Sessions to come: planned, moved, excused, called off."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from coaching import rules
from coaching.forms.log import MOMENT
from coaching.forms.verbs import CallOffForm, ExcuseForm, MoveForm
from coaching.models import CoachingSession
from coaching.views.doorstep import address_of, session_or_404
from coaching.views.verbs import verb_page
from portal.doors import personal_page, signed_in
from portal.models import Person


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
