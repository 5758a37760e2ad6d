"""Imports: the list, a new file, its columns and words, the trial, the progress, the report, the undo."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from funnels import rules
from funnels.forms.importing import ColumnsForm, NewImportForm, WordsForm
from funnels.importing import reporting
from funnels.importing.intake import take_in
from funnels.importing.mapping import OPEN_TO_MAPPING, answer, choose_columns, proposed_columns
from funnels.importing.questions import Question, questions
from funnels.importing.running import begin_check, begin_run
from funnels.importing.undoing import UNDOABLE, begin_undo
from funnels.models import ImportBatch, ImportSource
from funnels.models.importing import BatchState, ImportKind
from funnels.tasks import work_off_import
from portal.background import enqueue
from portal.doors import role_page, signed_in
from portal.models import Person, Team
from portal.refusals import Invalid, Refusal
from portal.roles import Role
from portal.sheets import HostileFile
from portal.views.page import page, toast
from portal.views.refusing import accepted, status_of, version_of

PER_PAGE = 30
SHOWN = 50
AT_WORK = (BatchState.CHECKING, BatchState.RUNNING, BatchState.UNDOING)
HEAVY = ("header", "columns", "values", "notes")


@role_page(Role.STEWARD)
def imports(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    found = ImportBatch.objects.visible_to(person).filter(team__in=person.reach.teams(Role.STEWARD))
    rows = found.select_related("source", "team", "started_by").defer(*HEAVY)
    context = {"rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))}
    return page(request, "funnels/imports/imports.html", context)


@role_page(Role.STEWARD)
def import_new(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    teams = list(Team.objects.current().with_ids(person.reach.teams(Role.STEWARD)))
    sources = ImportSource.objects.visible_to(person).order_by("name")
    kind = request.GET.get("kind", "")
    start = {"kind": kind if kind in ImportKind.values else ImportKind.OPPORTUNITIES}
    names = list(dict.fromkeys(sources.values_list("name", flat=True)))
    form = NewImportForm(request.POST or None, request.FILES or None, teams=teams, sources=names, initial=start)
    taken: list[ImportBatch] = []
    if accepted(form, lambda: taken.append(_taken_in(form, person))):
        return redirect("funnels:import_columns", taken[0].pk)
    form.ask_for_the_file_again()
    return page(request, "funnels/imports/new.html", {"form": form}, status=status_of(form))


def _taken_in(form: NewImportForm, person: Person) -> ImportBatch:
    values = form.cleaned_data
    upload = values.pop("file")
    try:
        return take_in(upload, file_name=upload.name, by=person, at=timezone.now(), **values)
    except HostileFile as refusal:
        raise Invalid({"file": refusal.detail}) from refusal


def batch_or_404(person: Person, pk: UUID) -> ImportBatch:
    """The import, for those who may import into its team; colleagues are told who may."""
    rows = ImportBatch.objects.visible_to(person).select_related("source", "team", "started_by", "undone_by")
    batch: ImportBatch = get_object_or_404(rows, pk=pk)
    rules.may_see_import(person, batch).or_refuse()
    return batch


@role_page()
def import_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = signed_in(request)
    batch = batch_or_404(person, pk)
    if batch.state not in OPEN_TO_MAPPING:
        return redirect("funnels:import", pk)
    start = (batch.columns or proposed_columns(batch)) | {"version": batch.version}
    form = ColumnsForm(request.POST or None, batch=batch, initial=start)
    asked: list[Question] = []

    def choose() -> None:
        choose_columns(batch, form.columns(), by=person, version=form.cleaned_data["version"])
        asked.extend(questions(batch))

    if accepted(form, choose):
        return redirect("funnels:import_words", pk) if asked else _check(request, batch, person)
    return page(request, "funnels/imports/columns.html", {"batch": batch, "form": form}, status=status_of(form))


@role_page()
def import_words(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = signed_in(request)
    batch = batch_or_404(person, pk)
    if batch.state not in OPEN_TO_MAPPING or not batch.columns:
        return redirect("funnels:import", pk)
    form = WordsForm(request.POST or None, questions=questions(batch), initial={"version": batch.version})
    if accepted(form, lambda: answer(batch, form.answers(), by=person, version=form.cleaned_data["version"])):
        return _check(request, batch, person, answered=True)
    return page(request, "funnels/imports/words.html", {"batch": batch, "form": form}, status=status_of(form))


def _check(request: HttpRequest, batch: ImportBatch, person: Person, *, answered: bool = False) -> HttpResponse:
    if not answered:
        answer(batch, {}, by=person)
    begin_check(batch, by=person, at=timezone.now())
    enqueue(work_off_import, batch_id=str(batch.pk))
    return redirect("funnels:import", batch.pk)


@role_page()
def import_batch(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = signed_in(request)
    batch = batch_or_404(person, pk)
    if batch.state == BatchState.READ:
        return redirect("funnels:import_columns", pk)
    return _shown(request, batch)


def _shown(request: HttpRequest, batch: ImportBatch, *, refusal: str = "") -> HttpResponse:
    context = {"batch": batch, "at_work": batch.state in AT_WORK, "refusal": refusal, **_report(batch)}
    status = 409 if refusal else 200
    return page(request, "funnels/imports/batch.html", context, fragment="funnels/imports/_batch.html", status=status)


def _report(batch: ImportBatch) -> dict[str, Any]:
    if batch.state in AT_WORK:
        return {}
    return {
        "notes": reporting.told_notes(batch),
        "refused": reporting.first_refused(batch, SHOWN),
        "overruled": reporting.overruled(batch, SHOWN),
        "sample": reporting.listed(batch, "preview", SHOWN),
        "kept": reporting.listed(batch, "kept", SHOWN) if batch.state == BatchState.UNDONE else [],
        "undoable": batch.state in UNDOABLE,
        "tried": batch.state == BatchState.CHECKED,
        "taking": batch.total - batch.refused,
    }


@require_POST
@role_page()
def import_run(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _begin(request, pk, begin_run)


@require_POST
@role_page()
def import_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _begin(request, pk, begin_undo)


def _begin(request: HttpRequest, pk: UUID, begin: Any) -> HttpResponse:
    person = signed_in(request)
    batch = batch_or_404(person, pk)
    try:
        begin(batch, by=person, at=timezone.now(), version=version_of(request))
    except Refusal as refusal:
        batch.refresh_from_db()
        return _shown(request, batch, refusal=str(refusal.detail))
    enqueue(work_off_import, batch_id=str(batch.pk))
    if begin is begin_run:
        toast(request, _("The import has begun."))
    return redirect("funnels:import", pk)


@role_page()
def import_refused(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The refused rows as a file, for those who may see the import."""
    batch = batch_or_404(signed_in(request), pk)
    name = _("refused rows of %(file)s") % {"file": batch.file_name.rsplit(".", 1)[0]}
    return StreamingHttpResponse(
        reporting.refused_file(batch),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition(name)},
    )


def content_disposition(name: str) -> str:
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name)
    return f'attachment; filename="{plain}.csv"'
