"""Tactics in progress: done, dropped, opened again, given another day or another person."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from charters import rules
from charters.forms.verbs import DoneForm, HandOverForm, ReasonForm, RedateForm
from charters.models import TacticProgress
from charters.people import candidates
from charters.views.verbs import verb_page
from portal.doors import personal_page, signed_in
from portal.models import Person


def progress_or_404(person: Person, pk: UUID) -> TacticProgress:
    """By the tactic's own id."""
    rows = TacticProgress.objects.visible_to(person).select_related("tactic__charter__team", "owner")
    found: TacticProgress = get_object_or_404(rows, tactic=pk)
    return found


@personal_page
def tactic_done(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, progress = signed_in(request), timezone.now(), progress_or_404(signed_in(request), pk)
    rules.may_progress(person, progress).or_refuse()
    form = DoneForm(request.POST or None, initial={"version": progress.version, "on": person.today()})
    return verb_page(
        request, progress.tactic.charter, form, lambda: progress.done(by=person, at=now, **form.values()),
        title=_("“%(what)s” is done") % {"what": progress}, submit=_("Mark done"), said=_("Done."),
    )  # fmt: skip


@personal_page
def tactic_drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, progress = signed_in(request), timezone.now(), progress_or_404(signed_in(request), pk)
    rules.may_progress(person, progress).or_refuse()
    form = ReasonForm(request.POST or None, initial={"version": progress.version}, label=_("Why is it not needed?"))
    return verb_page(
        request, progress.tactic.charter, form, lambda: progress.drop(by=person, at=now, **form.values()),
        title=_("Drop “%(what)s”") % {"what": progress}, submit=_("Drop tactic"), said=_("Dropped."), danger=True,
    )  # fmt: skip


@personal_page
def tactic_reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, progress = signed_in(request), timezone.now(), progress_or_404(signed_in(request), pk)
    rules.may_progress(person, progress).or_refuse()
    form = ReasonForm(request.POST or None, initial={"version": progress.version}, label=_("Why?"), optional=True)
    return verb_page(
        request, progress.tactic.charter, form, lambda: progress.reopen(by=person, at=now, **form.values()),
        title=_("Open “%(what)s” again") % {"what": progress}, submit=_("Open again"), said=_("Open again."),
    )  # fmt: skip


@personal_page
def tactic_redate(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, progress = signed_in(request), timezone.now(), progress_or_404(signed_in(request), pk)
    rules.may_progress(person, progress).or_refuse()
    form = RedateForm(request.POST or None, initial={"version": progress.version})
    return verb_page(
        request, progress.tactic.charter, form, lambda: progress.redate(by=person, at=now, **form.values()),
        title=_("Another day for “%(what)s”") % {"what": progress}, submit=_("Change day"), said=_("Given another day."),
        intro=_("The day that was agreed stays in the charter; how often it moved is shown."),
    )  # fmt: skip


@personal_page
def tactic_hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, progress = signed_in(request), timezone.now(), progress_or_404(signed_in(request), pk)
    charter = progress.tactic.charter
    rules.may_assign(person, charter).or_refuse()
    people = candidates(charter, person.today())
    form = HandOverForm(request.POST or None, initial={"version": progress.version}, people=people)
    return verb_page(
        request, charter, form, lambda: progress.hand_over(by=person, at=now, **form.values()),
        title=_("Hand over “%(what)s”") % {"what": progress}, submit=_("Hand tactic over"), said=_("Handed over."),
    )  # fmt: skip
