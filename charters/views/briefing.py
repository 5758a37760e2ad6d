"""The strategy brief written, published, revised, acknowledged; its priorities and the trainings for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charters import rules
from charters.choices import BINDING_STATES
from charters.forms.briefs import BriefForm, NewBriefForm, PriorityForm, TrainingForm
from charters.models import Objective, StrategicPriority, StrategyBrief
from charters.opening import open_brief
from charters.people import of_team
from charters.views.drafting import beside
from charters.views.verbs import form_page, verb_page, versioned
from portal.doors import personal_page, role_page, signed_in
from portal.models import Person, Team
from portal.roles import Role


def brief_or_404(person: Person, pk: UUID) -> StrategyBrief:
    found: StrategyBrief = get_object_or_404(StrategyBrief.objects.visible_to(person).select_related("team"), pk=pk)
    return found


def kept_brief(person: Person, pk: UUID) -> StrategyBrief:
    brief = brief_or_404(person, pk)
    rules.may_keep_brief(person, brief.team).or_refuse()
    return brief


def kept_priority(person: Person, pk: UUID) -> StrategicPriority:
    rows = StrategicPriority.objects.visible_to(person).select_related("brief__team", "objective__charter")
    found: StrategicPriority = get_object_or_404(rows, pk=pk)
    rules.may_keep_brief(person, found.brief.team).or_refuse()
    return found


@role_page(Role.MANAGER)
def brief_new(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    teams = list(Team.objects.current().with_ids(person.reach.teams(Role.MANAGER)).order_by("name"))
    form = NewBriefForm(request.POST or None, teams=teams)
    made: list[StrategyBrief] = []

    def add() -> None:
        values = dict(form.cleaned_data)
        team = values.pop("team")
        rules.may_keep_brief(person, team).or_refuse()
        made.append(open_brief(values, team=team, by=person, at=now))

    return form_page(
        request, form, add, title=_("Write a strategy brief"), submit=_("Start brief"), said=_("The draft is yours to write."),
        subject=_("Strategy briefs"), back=reverse("charters:briefs"),
        to=lambda: reverse("charters:brief_write", args=[made[0].pk]),
    )  # fmt: skip


@personal_page
def brief_write(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, brief = signed_in(request), timezone.now(), kept_brief(signed_in(request), pk)
    form = BriefForm(request.POST or None, initial=BriefForm.start(brief))

    def save() -> None:
        brief.edit(form.values(), by=person, at=now, version=form.cleaned_data["version"])

    return verb_page(
        request, brief, form, beside(BriefForm.start, brief, save), title=_("Write the strategy brief"),
        submit=_("Save brief"), said=_("Saved."),
        intro=_("A question without an answer may be published: it shows as something that leadership still owes."),
    )  # fmt: skip


@personal_page
def brief_publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, brief = signed_in(request), timezone.now(), kept_brief(signed_in(request), pk)
    form = versioned(request, brief)
    owed = len(brief.unanswered)
    words = ngettext("%(count)d question is not answered.", "%(count)d questions are not answered.", owed)
    return verb_page(
        request, brief, form, lambda: brief.publish(by=person, at=now, version=form.cleaned_data["version"]),
        title=_("Publish the strategy brief"), submit=_("Publish brief"), said=_("Published."),
        intro=_("Everyone reads it, and everyone whom it serves is asked to acknowledge it.")
        + (f" {words % {'count': owed}}" if owed else ""),
    )  # fmt: skip


@personal_page
def brief_revise(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, brief = signed_in(request), timezone.now(), kept_brief(signed_in(request), pk)
    form = versioned(request, brief)
    drafts: list[StrategyBrief] = []
    return verb_page(
        request, brief, form,
        lambda: drafts.append(brief.revise(by=person, at=now, version=form.cleaned_data["version"])),
        title=_("Draft the next version"), submit=_("Draft next version"), said=_("The draft is a copy, ready to be changed."),
        to=lambda: reverse("charters:brief_write", args=[drafts[0].pk]),
        intro=_("The published version stays until the next one takes its place; priorities come along."),
    )  # fmt: skip


@personal_page
def brief_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, brief = signed_in(request), timezone.now(), kept_brief(signed_in(request), pk)
    form = versioned(request, brief)
    return verb_page(
        request, brief, form, lambda: brief.retire(by=person, at=now, version=form.cleaned_data["version"]),
        title=_("Retire this version"), submit=_("Retire brief"), said=_("Retired."), danger=True,
        intro=_("It is no longer in force, and stays readable. Nothing is deleted."),
    )  # fmt: skip


@personal_page
def brief_acknowledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, brief = signed_in(request), timezone.now(), brief_or_404(signed_in(request), pk)
    rules.may_acknowledge_brief(person, brief).or_refuse()
    form = versioned(request, brief)
    return verb_page(
        request, brief, form, lambda: brief.acknowledge(by=person, at=now),
        title=_("I have read the strategy brief"), submit=_("Acknowledge brief"), said=_("Noted that you have read it."),
        intro=_("It says that you know this version. Does something not fit what you see? Send feedback instead."),
    )  # fmt: skip


@personal_page
def priority_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, brief = signed_in(request), timezone.now(), kept_brief(signed_in(request), pk)
    form = PriorityForm(request.POST or None, brief=brief, objectives=_objectives())
    told: dict[str, Any] = {"by": person, "at": now}
    return _priority(
        request, brief, form,
        lambda: StrategicPriority.add(brief, form.values(), mix=form.mix(), version=form.cleaned_data["version"], **told),
        _("Add priority"),
    )  # fmt: skip


@personal_page
def priority_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, priority = signed_in(request), timezone.now(), kept_priority(signed_in(request), pk)
    form = PriorityForm(request.POST or None, brief=priority.brief, objectives=_objectives(), priority=priority)
    told: dict[str, Any] = {"by": person, "at": now}
    return _priority(
        request, priority.brief, form,
        lambda: priority.edit(form.values(), mix=form.mix(), version=form.cleaned_data["version"], **told),
        _("Edit priority"),
    )  # fmt: skip


def _priority(request: HttpRequest, brief: StrategyBrief, form: PriorityForm, verb: Any, title: str) -> HttpResponse:
    return verb_page(
        request, brief, form, verb, title=title, submit=_("Save priority"), said=_("Saved."),
        fields="charters/edit/_priority_fields.html",
    )  # fmt: skip


def _objectives() -> Any:
    known = Objective.objects.everything(reason="objectives of published charters are everybody's to read")
    return (
        known.filter(charter__state__in=BINDING_STATES).select_related("charter").order_by("charter__title", "position")
    )


@personal_page
def priority_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, priority = signed_in(request), timezone.now(), kept_priority(signed_in(request), pk)
    form = versioned(request, priority.brief)
    return verb_page(
        request, priority.brief, form,
        lambda: priority.remove(by=person, at=now, version=form.cleaned_data["version"]),
        title=_("Remove “%(what)s”?") % {"what": priority}, submit=_("Remove priority"), said=_("Removed from the draft."),
        danger=True,
    )  # fmt: skip


@personal_page
def training(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now, priority = signed_in(request), timezone.now(), kept_priority(signed_in(request), pk)
    people = of_team(priority.brief.team, person.today())
    form = TrainingForm(request.POST or None, initial={"held_on": person.today()}, people=people)
    return verb_page(
        request, priority.brief, form, lambda: priority.record_training(by=person, at=now, **form.cleaned_data),
        title=_("Trained for “%(what)s”") % {"what": priority}, submit=_("Record training"), said=_("Recorded."),
    )  # fmt: skip
