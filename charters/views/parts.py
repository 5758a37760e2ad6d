"""The parts of a draft: added, edited, moved and removed, each by a form that is a dialog where it can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from charters.forms import parts as forms
from charters.models import (
    Charter,
    Connection,
    Goal,
    Measure,
    Objective,
    SalesMission,
    Service,
    Stakeholder,
    Strategy,
    Tactic,
    Target,
)
from charters.models.part import Part
from charters.typed import PLACES
from charters.views.drafting import beside, draft_or_404
from charters.views.verbs import explained, verb_page, versioned
from portal.doors import personal_page, signed_in
from portal.models import Person
from portal.refusals import Invalid, WrongState
from portal.views.refusing import version_of


@dataclass(frozen=True)
class Kind:
    """`section` is where its parts are listed, `name` what one of them is called."""

    model: type[Part]
    form: type[forms.PartForm]
    section: str
    name: str | Promise


KINDS: dict[str, Kind] = {
    "goals": Kind(Goal, forms.GoalForm, "goals", gettext_lazy("goal")),
    "objectives": Kind(Objective, forms.ObjectiveForm, "objectives", gettext_lazy("objective")),
    "targets": Kind(Target, forms.TargetForm, "objectives", gettext_lazy("target")),
    "strategies": Kind(Strategy, forms.StrategyForm, "strategies", gettext_lazy("strategy")),
    "tactics": Kind(Tactic, forms.TacticForm, "tactics", gettext_lazy("tactic")),
    "services": Kind(Service, forms.ServiceForm, "services", gettext_lazy("service")),
    "measures": Kind(Measure, forms.MeasureForm, "measures", gettext_lazy("measure")),
    "connections": Kind(Connection, forms.ConnectionForm, "connections", gettext_lazy("connection")),
    "stakeholders": Kind(Stakeholder, forms.StakeholderForm, "governance", gettext_lazy("stakeholder")),
    "sales_mission": Kind(SalesMission, forms.SalesMissionForm, "sales_mission", gettext_lazy("sales mission")),
}


def kind_or_404(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def part_or_404(charter: Charter, kind: Kind, pk: UUID) -> Part:
    """One of this very version."""
    rows: Any = kind.model._default_manager
    own = {"objective__charter": charter} if kind.model is Target else {"charter": charter}
    found: Part = get_object_or_404(
        rows.everything(reason="parts of a draft that was read in scope").filter(**own), pk=pk
    )
    return found


def check_address(charter: Charter, kind: str, part: Part | None = None) -> str:
    """Where what is typed is judged; empty for kinds of which nothing is said."""
    if kind not in PLACES:
        return ""
    return reverse("charters:part_check", args=[charter.pk, kind]) + (f"?part={part.pk}" if part else "")


def _place(charter: Charter, kind: Kind) -> str:
    return reverse("charters:section", args=[charter.pk, kind.section])


@personal_page
@explained
def part_new(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    charter, known = draft_or_404(person, pk), kind_or_404(kind)
    form_class = forms.NewObjectiveForm if known.model is Objective else known.form
    form = form_class(request.POST or None, charter=charter, today=person.today(), initial=_start(known, request))

    @transaction.atomic
    def add() -> None:
        part = charter.add_part(known.model, form.values(), by=person, at=now, version=form.cleaned_data["version"])
        if isinstance(form, forms.NewObjectiveForm) and (target := form.target()):
            charter.add_part(Target, {"objective": part, **target}, by=person, at=now)

    return _form(request, charter, known, form, add, _("Add %(what)s"), check=check_address(charter, kind))


def _start(kind: Kind, request: HttpRequest) -> dict[str, Any]:
    """What the new part hangs under, when the page said so."""
    under = request.GET.get("under", "")
    return {name: under for name in kind.model.placed_under if under}


@personal_page
@explained
def part_edit(request: HttpRequest, pk: UUID, kind: str, part: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    charter, known = draft_or_404(person, pk), kind_or_404(kind)
    if request.method == "POST" and not known.model._base_manager.filter(pk=part).exists():
        return _gone(request, charter, known, kind)
    found = part_or_404(charter, known, part)
    form = known.form(request.POST or None, charter=charter, today=person.today(), part=found)

    def save() -> None:
        charter.edit_part(found, form.values(), by=person, at=now, version=form.cleaned_data["version"])

    verb, check = beside(known.form.start, found, save), check_address(charter, kind, found)
    return _form(request, charter, known, form, verb, _("Edit %(what)s"), check=check)


def _gone(request: HttpRequest, charter: Charter, known: Kind, kind: str) -> HttpResponse:
    """Somebody removed it meanwhile. What was typed stays, to be added anew."""
    form = known.form(request.POST, charter=charter, today=signed_in(request).today())

    def refuse() -> None:
        raise WrongState(_("Somebody removed this meanwhile. Save it to add it anew."))

    anew = reverse("charters:part_new", args=[charter.pk, kind])
    return _form(request, charter, known, form, refuse, _("Add %(what)s"), action=anew)


def _form(
    request: HttpRequest, charter: Charter, kind: Kind, form: Any, verb: Callable[[], Any], title: str, **shown: Any
) -> HttpResponse:
    name = {"what": kind.name}
    return verb_page(
        request, charter, form, verb, title=title % name, submit=_("Save %(what)s") % name, said=_("Saved."),
        to=lambda: _place(charter, kind), back=_place(charter, kind), fields="charters/edit/_part_fields.html",
        **shown,
    )  # fmt: skip


@personal_page
@explained
def part_remove(request: HttpRequest, pk: UUID, kind: str, part: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    charter, known = draft_or_404(person, pk), kind_or_404(kind)
    found, form = part_or_404(charter, known, part), versioned(request, charter)
    return verb_page(
        request, charter, form,
        lambda: charter.remove_part(found, by=person, at=now, version=form.cleaned_data["version"]),
        title=_("Remove “%(part)s”?") % {"part": found}, submit=_("Remove %(what)s") % {"what": known.name},
        said=_("Removed from the draft."), to=lambda: _place(charter, known), back=_place(charter, known), danger=True,
        intro=_("It leaves this draft. Versions approved before keep it. What hung on it stays, and hangs on nothing."),
    )  # fmt: skip


@personal_page
@explained
@require_POST
def part_shift(request: HttpRequest, pk: UUID, kind: str, part: UUID) -> HttpResponse:
    person: Person = signed_in(request)
    charter, known = draft_or_404(person, pk), kind_or_404(kind)
    found = part_or_404(charter, known, part)
    step = {"-1": -1, "1": 1}.get(request.POST.get("step", ""))
    if step is None:
        raise Invalid({"step": _("Choose one place earlier or later.")})
    charter.shift_part(found, step, by=person, at=timezone.now(), version=version_of(request))
    return redirect(_place(charter, known) + f"#part-{found.pk}")
