"""Objectives and measures in progress: accepted, measured, handed over."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from charters import rules, smart
from charters.choices import Confidence
from charters.forms.verbs import HandOverForm, MeasurementForm
from charters.models import Measure, Objective
from charters.models.outlining import objective_fact
from charters.people import candidates
from charters.views.verbs import verb_page, versioned
from portal.doors import personal_page, signed_in
from portal.models import Person


def objective_or_404(person: Person, pk: UUID) -> Objective:
    rows = Objective.objects.visible_to(person).select_related("charter__team", "progress__owner", "supports")
    found: Objective = get_object_or_404(rows, pk=pk)
    return found


@personal_page
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The owner sees letter by letter what there is to say yes to."""
    person, now = signed_in(request), timezone.now()
    objective = objective_or_404(person, pk)
    progress = objective.progress
    rules.may_accept(person, progress).or_refuse()
    form = versioned(request, progress)
    fact = objective_fact(objective)
    mission = objective.charter.document().mission
    return verb_page(
        request, objective.charter, form,
        lambda: progress.accept(by=person, at=now, version=form.cleaned_data["version"]),
        title=_("Accept this objective"), submit=_("Accept objective"), said=_("Accepted. You answer for it."),
        fields="charters/edit/_accept.html", objective=objective, sentence=smart.from_to(fact),
        letters=smart.smart(fact, written_on=objective.charter.created_at.date(), mission=mission),
    )  # fmt: skip


@personal_page
def measure_objective(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = signed_in(request)
    objective = objective_or_404(person, pk)
    rules.may_measure(person, objective.progress).or_refuse()
    steps = objective.targets.count()
    label = _("Milestones reached, of %(count)d") % {"count": steps} if objective.is_milestone else objective.metric
    return _measure(request, objective, label or _("Value"), smart.from_to(objective_fact(objective)) or "")


@personal_page
def measure_measure(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = signed_in(request)
    rows = Measure.objects.visible_to(person).select_related("charter__team")
    found: Measure = get_object_or_404(rows, pk=pk)
    rules.may_write(person, found.charter).or_refuse()
    return _measure(request, found, found.name, found.rhythm)


def _measure(request: HttpRequest, thing: Objective | Measure, label: str, hint: str) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    start = {"measured_on": person.today(), "confidence": Confidence.HIGH}
    title = f"{label} ({thing.unit})" if thing.unit else label
    form = MeasurementForm(request.POST or None, initial=start, label=title, hint=hint)
    return verb_page(
        request, thing.charter, form, lambda: thing.measure(by=person, at=now, **form.cleaned_data),
        title=str(thing), submit=_("Record measurement"), said=_("Recorded."),
    )  # fmt: skip


@personal_page
def hand_over_objective(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    objective = objective_or_404(person, pk)
    rules.may_assign(person, objective.charter).or_refuse()
    progress = objective.progress
    people = candidates(objective.charter, person.today())
    form = HandOverForm(request.POST or None, initial={"version": progress.version}, people=people)
    return verb_page(
        request, objective.charter, form, lambda: progress.hand_over(by=person, at=now, **form.cleaned_data),
        title=_("Hand over “%(what)s”") % {"what": objective}, submit=_("Hand objective over"),
        said=_("Handed over. Its new owner is asked to accept it."),
    )  # fmt: skip
