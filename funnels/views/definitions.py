"""The funnels a person may read, each version's page, and the verbs that make and retire versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from funnels import definitions, rules
from funnels.choices import EvidenceKind, FunnelState
from funnels.chronicle import changes_since, of_funnel
from funnels.forms.definitions import AT_ONCE, LOOK_FIRST, EnforcementForm, NameForm, TemplateForm
from funnels.lint import Finding, Severity, lint
from funnels.models import CommitmentDefinition, Funnel, Opportunity, Stage
from funnels.models.funnel import GIVERS
from funnels.template import copy_template
from portal.doors import role_page, signed_in
from portal.forms import PortalForm
from portal.models import Person, Team
from portal.refusals import Refusal, Stale
from portal.roles import Role
from portal.views.page import page, toast
from portal.views.refusing import accepted, seen_version, status_of
from portal.views.returning import lead_back


@dataclass(frozen=True)
class Asked:
    """A commitment as the page shows it."""

    definition: CommitmentDefinition
    givers: str
    evidence: str
    findings: Sequence[Finding]


@dataclass(frozen=True)
class Shown:
    stage: Stage
    number: int
    commitments: Sequence[Asked]
    findings: Sequence[Finding]


@dataclass(frozen=True)
class Version:
    funnel: Funnel
    open_count: int


def funnel_or_404(person: Person, pk: UUID) -> Funnel:
    """Drafts are there only for those who may edit them."""
    found: Funnel = get_object_or_404(Funnel.objects.visible_to(person).select_related("team"), pk=pk)
    if found.state == FunnelState.DRAFT and not rules.may_edit_funnel(person, found):
        raise Http404
    return found


@role_page()
def funnels(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    found = Funnel.objects.visible_to(person).select_related("team").annotate(stage_count=Count("stages"))
    readable = [one for one in found.order_by("name", "lineage", "-revision") if _may_see(person, one)]
    lines = [_summary(list(versions)) for _lineage, versions in groupby(readable, key=lambda one: one.lineage)]
    context = {"lines": lines, "may_define": bool(definable_teams(person))}
    return page(request, "funnels/definitions/funnels.html", context)


def _may_see(person: Person, funnel: Funnel) -> bool:
    return funnel.state != FunnelState.DRAFT or bool(rules.may_edit_funnel(person, funnel))


def _summary(versions: Sequence[Funnel]) -> dict[str, Any]:
    """The version in use stands for its funnel, else the newest."""
    first = next((one for one in versions if one.state == FunnelState.ACTIVE), versions[0])
    draft = next((one for one in versions if one.state == FunnelState.DRAFT and one != first), None)
    return {"funnel": first, "draft": draft, "count": len(versions)}


def definable_teams(person: Person) -> list[Team]:
    return list(Team.objects.current().with_ids(person.reach.teams(Role.STEWARD)).order_by("name"))


@role_page(Role.STEWARD)
def funnel_from_template(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    teams = definable_teams(person)
    top = next((team for team in teams if team.parent_id not in {one.pk for one in teams}), None)
    start = {"name": _("How our customers buy"), "start": LOOK_FIRST, "team": top}
    form = TemplateForm(request.POST or None, teams=teams, initial=start)
    made: list[Funnel] = []

    def make() -> None:
        values = {name: form.cleaned_data[name] for name in ("team", "name")}
        made.append(copy_template(**values, by=person, at=now))
        if form.cleaned_data["start"] == AT_ONCE:
            made[0].activate(by=person, at=now)

    if accepted(form, make):
        toast(
            request,
            _("%(name)s is in use.") % {"name": made[0]} if made[0].in_use else _("The draft is ready to be edited."),
        )
        return lead_back(request, address_of(made[0]))
    return form_page(
        request,
        form,
        title=_("Start from the template"),
        submit=_("Create funnel"),
        intro=_("Six stages with 32 customer commitments, as a copy that is yours to change."),
        subject=_("Funnels"),
        back=reverse("funnels:funnels"),
    )


def form_page(
    request: HttpRequest,
    form: PortalForm,
    *,
    title: str,
    submit: str,
    subject: str,
    back: str,
    changes: Sequence[Any] = (),
    **shown: Any,
) -> HttpResponse:
    """A form as page and as dialog."""
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "subject": subject,
        "back": back,
        "action": request.get_full_path(),
        "changes": changes,
        **shown,
    }
    return page(request, "funnels/verb.html", context, fragment="funnels/_verb.html", status=status_of(form))


@role_page()
def funnel(request: HttpRequest, pk: UUID) -> HttpResponse:
    return show_funnel(request, funnel_or_404(signed_in(request), pk))


def show_funnel(
    request: HttpRequest, found: Funnel, *, refusal: Refusal | None = None, seen: int | None = None
) -> HttpResponse:
    """The page, or for htmx its changing part; with a refusal it says what was not done and why."""
    person = signed_in(request)
    context = _context(person, found) | {"refusal": refusal}
    if isinstance(refusal, Stale) and seen is not None:
        context["changes"] = changes_since(found, seen)
    status = refusal.status if refusal else 200
    return page(
        request, "funnels/definitions/funnel.html", context, fragment="funnels/definitions/_editor.html", status=status
    )


def _context(person: Person, found: Funnel) -> dict[str, Any]:
    may_edit = rules.may_edit_funnel(person, found)
    draft = found.state == FunnelState.DRAFT
    stages = list(found.stages.prefetch_related("definitions", "seller_actions"))
    findings = (
        lint([definitions.stage_text(stage) for stage in stages], language=person.organisation.language)
        if draft
        else []
    )
    versions = _versions(found, counted=bool(may_edit))
    return {
        "funnel": found,
        "may_edit": may_edit,
        "editing": draft and bool(may_edit),
        "stages": [_shown(stage, number, findings) for number, stage in enumerate(stages, start=1)],
        "findings": [one for one in findings if one.stage is None],
        "blocking": [one for one in findings if one.severity == Severity.BLOCKS],
        "finding_count": len(findings),
        "versions": versions,
        "elsewhere": sum(one.open_count for one in versions if one.funnel != found),
        "draft": next((one.funnel for one in versions if one.funnel.state == FunnelState.DRAFT), None),
        "migration": found.migrations.first() if may_edit else None,
        "enforcement": EnforcementForm(initial={"enforcement": found.enforcement, "version": found.version}),
        "lines": of_funnel(found) if may_edit else [],
    }


def _shown(stage: Stage, number: int, findings: Sequence[Finding]) -> Shown:
    here = [one for one in findings if one.stage == stage.pk]
    return Shown(
        stage,
        number,
        [_asked(one, [finding for finding in here if finding.definition == one.pk]) for one in stage.definitions.all()],
        [one for one in here if one.definition is None],
    )


def _asked(definition: CommitmentDefinition, findings: Sequence[Finding]) -> Asked:
    givers = ", ".join(str(GIVERS[one]) for one in definition.givers)
    kinds = ", ".join(str(EvidenceKind(one).label) for one in definition.evidence_kinds)
    return Asked(definition, givers, kinds, findings)


def _versions(found: Funnel, *, counted: bool) -> list[Version]:
    """All versions, the newest first, with how many open opportunities stand in each."""
    versions = list(found.versions().order_by("-revision"))
    counts: Mapping[UUID, int] = {}
    if counted:
        opened = Opportunity.objects.everything(reason="how many opportunities a change affects").filter(
            status="open", funnel__in=versions
        )
        counts = dict(opened.order_by().values_list("funnel").annotate(Count("pk")))
    return [Version(one, counts.get(one.pk, 0)) for one in versions]


def address_of(found: Funnel, anchor: str = "") -> str:
    return reverse("funnels:funnel", args=[found.pk]) + (f"#{anchor}" if anchor else "")


@role_page()
def rename(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    found = funnel_or_404(person, pk)
    rules.may_edit_funnel(person, found).or_refuse()
    form = NameForm(request.POST or None, initial={"name": found.name, "version": found.version})

    def save() -> None:
        definitions.rename(found, form.cleaned_data["name"], by=person, at=now, version=form.cleaned_data["version"])

    if accepted(form, save):
        toast(request, _("Saved."))
        return lead_back(request, address_of(found))
    seen = seen_version(form)
    return form_page(
        request, form, title=_("Rename funnel"), submit=_("Save name"), subject=found.name, back=address_of(found),
        changes=changes_since(found, seen) if seen else [],
    )  # fmt: skip
