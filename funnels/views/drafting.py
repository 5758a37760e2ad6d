"""Editing a draft: stages and commitments by forms, their order and removal by single buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from funnels import definitions, rules
from funnels.choices import CustomerPhase, Level, StageKind
from funnels.chronicle import changes_since
from funnels.forms.definitions import DefinitionForm, ShiftForm, StageForm
from funnels.lint import CommitmentText, StageText, about, lint
from funnels.models import CommitmentDefinition, Funnel, Stage
from funnels.models.funnel import ANY_GIVER
from funnels.views.definitions import address_of, form_page, funnel_or_404
from funnels.views.lifecycle import act
from portal.doors import role_page, signed_in
from portal.forms import VersionedForm
from portal.models import Person
from portal.refusals import Invalid, Stale
from portal.views.page import page, toast
from portal.views.refusing import accepted, seen_version
from portal.views.returning import lead_back


def stage_or_404(person: Person, pk: UUID) -> Stage:
    """In a funnel that this person may edit."""
    found: Stage = get_object_or_404(Stage.objects.visible_to(person).select_related("funnel__team"), pk=pk)
    funnel_or_404(person, found.funnel_id)
    rules.may_edit_funnel(person, found.funnel).or_refuse()
    return found


def definition_or_404(person: Person, pk: UUID) -> CommitmentDefinition:
    rows = CommitmentDefinition.objects.visible_to(person).select_related("stage__funnel__team")
    found: CommitmentDefinition = get_object_or_404(rows, pk=pk)
    funnel_or_404(person, found.stage.funnel_id)
    rules.may_edit_funnel(person, found.stage.funnel).or_refuse()
    return found


def _beside(record: Stage | CommitmentDefinition, fields: Sequence[str], verb: Callable[[], Any]) -> Callable[[], Any]:
    """A draft is stale as a whole; what the form shows beside each value is what this part of it says now."""

    def attempt() -> None:
        try:
            verb()
        except Stale as stale:
            now = type(record)._base_manager.filter(pk=record.pk).values(*fields).first() or {}
            stale.record = SimpleNamespace(**now, version=stale.record.version)
            raise

    return attempt


def _answer(
    request: HttpRequest,
    funnel: Funnel,
    form: Any,
    verb: Callable[[], Any],
    *,
    title: str,
    submit: str,
    anchor: Callable[[], str],
    check: str,
) -> HttpResponse:
    """Save and go back to the place in the draft, or the form with what was refused. `check` is what the lint reads."""
    if accepted(form, verb):
        toast(request, _("Saved."))
        return lead_back(request, address_of(funnel, anchor()))
    seen = seen_version(form)
    return form_page(
        request, form, title=title, submit=submit, subject=funnel.name, back=address_of(funnel),
        changes=changes_since(funnel, seen) if seen else [], fields="funnels/definitions/_fields.html", check=check,
    )  # fmt: skip


@role_page()
def stage_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    funnel = funnel_or_404(person, pk)
    rules.may_edit_funnel(person, funnel).or_refuse()
    start = {
        "version": funnel.version, "kind": StageKind.SELLING, "customer_phase": CustomerPhase.BUYING, "level": Level.IN,
    }  # fmt: skip
    form = StageForm(request.POST or None, initial=start)
    made: list[Stage] = []

    def add() -> None:
        made.append(definitions.add_stage(funnel, form.values(), by=person, at=now, **form.told()))

    return _answer(
        request, funnel, form, add, title=_("Add stage"), submit=_("Add stage"),
        anchor=lambda: f"stage-{made[0].pk}", check="stage",
    )  # fmt: skip


@role_page()
def stage_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    stage = stage_or_404(person, pk)
    start = {name: getattr(stage, name) for name in definitions.STAGE_FIELDS} | {
        "version": stage.funnel.version,
        "actions": "\n".join(action.text for action in stage.seller_actions.all()),
    }
    form = StageForm(request.POST or None, initial=start)

    def save() -> None:
        definitions.edit_stage(stage, form.values(), by=person, at=now, **form.told())

    return _answer(
        request, stage.funnel, form, _beside(stage, definitions.STAGE_FIELDS, save), title=_("Edit stage"), submit=_("Save stage"),
        anchor=lambda: f"stage-{stage.pk}", check="stage",
    )  # fmt: skip


@role_page()
def definition_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    stage = stage_or_404(person, pk)
    start = {"version": stage.funnel.version, "required": "yes", "givers": [ANY_GIVER], "evidence_kinds": ["message"]}
    form = DefinitionForm(request.POST or None, initial=start)
    add = lambda: definitions.add_commitment(  # noqa: E731
        stage, form.values(), by=person, at=now, version=form.cleaned_data["version"]
    )
    return _answer(
        request, stage.funnel, form, add, title=_("Add commitment"), submit=_("Add commitment"),
        anchor=lambda: f"stage-{stage.pk}", check="commitment",
    )  # fmt: skip


@role_page()
def definition_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    found = definition_or_404(person, pk)
    start = {name: getattr(found, name) for name in definitions.COMMITMENT_FIELDS} | {
        "version": found.stage.funnel.version,
        "required": "yes" if found.required else "no",
    }
    form = DefinitionForm(request.POST or None, initial=start)
    save = lambda: definitions.edit_commitment(  # noqa: E731
        found, form.values(), by=person, at=now, version=form.cleaned_data["version"]
    )
    return _answer(
        request, found.stage.funnel, form, _beside(found, definitions.COMMITMENT_FIELDS, save), title=_("Edit commitment"), submit=_("Save commitment"),
        anchor=lambda: f"stage-{found.stage_id}", check="commitment",
    )  # fmt: skip


@role_page()
@require_POST
def stage_shift(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    stage = stage_or_404(person, pk)
    shift = lambda version: definitions.shift_stage(stage, _step(request), by=person, at=now, version=version)  # noqa: E731
    return act(request, stage.funnel, shift, "")


@role_page()
@require_POST
def definition_shift(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    found = definition_or_404(person, pk)
    shift = lambda version: definitions.shift_commitment(found, _step(request), by=person, at=now, version=version)  # noqa: E731
    return act(request, found.stage.funnel, shift, "")


def _step(request: HttpRequest) -> int:
    form = ShiftForm(request.POST)
    form.is_valid()
    if "step" not in form.cleaned_data:
        raise Invalid({"step": _("Choose one place earlier or later.")})
    return int(form.cleaned_data["step"])


@role_page()
def stage_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    stage = stage_or_404(person, pk)
    form = VersionedForm(request.POST or None, initial={"version": stage.funnel.version})
    remove = lambda: definitions.remove_stage(stage, by=person, at=now, version=form.cleaned_data["version"])  # noqa: E731
    if accepted(form, remove):
        toast(request, _("“%(name)s” is removed.") % {"name": stage.name})
        return lead_back(request, address_of(stage.funnel))
    seen = seen_version(form)
    return form_page(
        request, form, title=_("Remove “%(name)s” from the draft?") % {"name": stage.name}, submit=_("Remove stage"),
        subject=stage.funnel.name, back=address_of(stage.funnel), changes=changes_since(stage.funnel, seen) if seen else [],
        intro=_("Its commitments go with it. Opportunities that stand in it stay where they are until you move them; you are asked then where they go."),
        danger=True,
    )  # fmt: skip


@role_page()
@require_POST
def definition_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    found = definition_or_404(person, pk)
    remove = lambda version: definitions.remove_commitment(found, by=person, at=now, version=version)  # noqa: E731
    return act(request, found.stage.funnel, remove, _("“%(name)s” is removed.") % {"name": found.statement})


@role_page()
def check(request: HttpRequest, kind: str) -> HttpResponse:
    """What the lint says about a form while it is being filled in; what is still empty is not held against it."""
    person = signed_in(request)
    words = request.GET
    one = CommitmentText(
        uuid4(), "", words.get("statement", "Confirms"), words.get("required", "yes") == "yes",
        words.getlist("givers") or ["any"], words.getlist("evidence_kinds") or ["message"],
    )  # fmt: skip
    stage = StageText(uuid4(), words.get("name", "Confirms"), words.get("purpose") or "-", StageKind.SELLING, 1, [one])
    findings = [
        finding
        for finding in about(lint([stage], language=person.organisation.language), stage=stage.id)
        if (finding.definition is None) == (kind == "stage")
    ]
    said = {"findings": findings, "checked": bool(words.get("name" if kind == "stage" else "statement", "").strip())}
    return page(request, "funnels/definitions/_said.html", said)
