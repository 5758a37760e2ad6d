"""Opening cycles and keeping the statements: for stewards and administrators, who read no answers for that."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from coaching.feedback import rules
from coaching.feedback.opening import plan_cycle
from coaching.forms.feedback import CycleForm, WordsForm
from coaching.models import FeedbackCycle, FeedbackTemplate
from portal.doors import personal_page, signed_in
from portal.forms import VersionedForm
from portal.models import Event, Person, Team
from portal.roles import Role
from portal.views.page import page, toast
from portal.views.refusing import accepted, status_of

USUAL_DAYS = 14
SHOWN = 100


@personal_page
def cycles(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    rules.may_keep_cycles(person).or_refuse()
    rows = FeedbackCycle.objects.visible_to(person).select_related("team")[:SHOWN]
    context = {"cycles": rows, "may_word": rules.may_word(person), "today": person.today()}
    return page(request, "coaching/feedback/cycles.html", context)


@personal_page
def cycle_new(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    rules.may_keep_cycles(person).or_refuse()
    today = person.organisation.today(now)
    start = {"opens_on": today, "closes_on": today + timedelta(days=USUAL_DAYS)}
    form = CycleForm(request.POST or None, initial=start, teams=teams_of(person))

    def plan() -> None:
        rules.may_open_cycle(person, form.cleaned_data["team"]).or_refuse()
        plan_cycle(**form.cleaned_data, by=person, at=now)

    if accepted(form, plan):
        toast(request, _("Planned. Whoever is in these teams on the first day is asked."))
        return redirect("coaching:feedback_cycles")
    context = {"form": form, "title": _("Open a cycle"), "submit": _("Open cycle")}
    return page(request, "coaching/feedback/edit.html", context, status=status_of(form))


def teams_of(person: Person) -> list[Team]:
    """Where the person may open a cycle."""
    teams = Team.objects.current().order_by("name")
    return list(teams if person.is_administrator else teams.with_ids(person.reach.teams(Role.STEWARD)))


@personal_page
def cycle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Never how many have answered while it runs."""
    person = signed_in(request)
    found = cycle_or_404(person, pk)
    context = {
        "cycle": found,
        "events": Event.objects.about(found).select_related("by"),
        "may_change": rules.may_change_cycle(person, found),
        "today": person.today(),
    }
    return page(request, "coaching/feedback/cycle.html", context)


@personal_page
def cycle_call_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    found = cycle_or_404(person, pk)
    rules.may_change_cycle(person, found).or_refuse()
    form = VersionedForm(request.POST or None, initial={"version": found.version})
    if accepted(form, lambda: found.call_off(by=person, at=now, version=form.cleaned_data["version"])):
        toast(request, _("Called off. What was answered is destroyed."))
        return redirect("coaching:feedback_cycle", pk)
    context = {
        "form": form, "cycle": found, "danger": True,
        "title": _("Call off the cycle?"), "submit": _("Call off cycle"),
        "intro": _("Nothing is published, what was answered is destroyed unread, and this cannot be undone."),
    }  # fmt: skip
    return page(request, "coaching/feedback/edit.html", context, status=status_of(form))


def cycle_or_404(person: Person, pk: UUID) -> FeedbackCycle:
    found: FeedbackCycle = get_object_or_404(FeedbackCycle.objects.visible_to(person).select_related("team"), pk=pk)
    return found


@personal_page
def statements(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    rules.may_word(person).or_refuse()
    form = WordsForm(request.POST or None, template=FeedbackTemplate.current())

    def word() -> None:
        FeedbackTemplate.word(form.statements, by=person, at=now, version=form.cleaned_data["version"])

    if accepted(form, word):
        toast(request, _("Saved. Cycles that are open keep their words."))
        return redirect("coaching:feedback_cycles")
    return page(request, "coaching/feedback/statements.html", {"form": form}, status=status_of(form))
