"""Writing a draft section by section: its texts, with what is missing and what is unclear beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from charters import rules, statements
from charters.completeness import CHARTER, MISSION, Section, share_complete
from charters.document import Document
from charters.forms import entries
from charters.forms import sections as texts
from charters.models import Charter
from charters.outline import Outline, outline
from charters.phrasebook import phrases_here
from charters.phrases import PHRASES, base_of
from charters.refusals import CharterFixed
from charters.views.verbs import changes_of, explained
from portal.doors import personal_page, signed_in
from portal.models import Person
from portal.refusals import Stale
from portal.views.page import page, toast
from portal.views.refusing import accepted, status_of

FORMS: dict[str, type[Any]] = {
    "head": texts.HeadForm,
    "scope": texts.ScopeForm,
    "audiences": entries.AudiencesForm,
    "tag_line": texts.TagLineForm,
    "vision": texts.VisionForm,
    "mission": texts.MissionForm,
    "purpose": texts.PurposeForm,
    "core_values": entries.CoreValuesForm,
    "sales_mission": texts.MappingForm,
    "tactics": entries.PhasesForm,
    "measures": texts.MeasuresForm,
    "governance": texts.GovernanceForm,
}
FIRST = "head"


@personal_page
@explained
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """To the first section that lacks something."""
    charter = draft_or_404(signed_in(request), pk, whole=True)
    waiting = (one.name for one in charter.sections() if one.required and not one.complete)
    return redirect("charters:section", charter.pk, next(waiting, FIRST))


def draft_or_404(person: Person, pk: UUID, *, whole: bool = False) -> Charter:
    """A draft that this person writes, with its parts if `whole`. Raises CharterFixed for what was approved."""
    found = Charter.objects.visible_to(person).with_names()
    charter: Charter = get_object_or_404(found.with_parts() if whole else found, pk=pk)
    rules.may_write(person, charter).or_refuse()
    if charter.approved_at is not None:
        raise CharterFixed
    return charter


@personal_page
@explained
def section(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Saving leads to the section that follows; a conflict shows both texts and loses neither."""
    person, now = signed_in(request), timezone.now()
    charter = draft_or_404(person, pk, whole=True)
    form_class: Any = form_of(charter, name)
    form: Any = form_class and form_class(request.POST or None, charter=charter, today=person.today())
    if form and accepted(form, beside(form_class.start, charter, lambda: _save(charter, form, person, now))):
        toast(request, _("Saved."))
        follows = request.POST.get("go") == "on" and _after(charter, name)
        return redirect("charters:section", charter.pk, follows or name)
    if form and form.is_bound:
        charter = draft_or_404(person, pk, whole=True)  # as it is now, whatever the refused verb left in memory
    context = _context(person, charter, name) | {"form": form, "changes": changes_of(charter, form) if form else []}
    return page(request, "charters/edit/section.html", context, status=status_of(form) if form else 200)


def form_of(charter: Charter, name: str) -> type[Any] | None:
    """None for a section that consists of parts alone."""
    known = MISSION if charter.is_mission else (*CHARTER, "connections")
    if name != FIRST and name not in known:
        raise Http404
    return FORMS.get(name)


def _save(charter: Charter, form: Any, person: Person, now: Any) -> None:
    charter.edit(form.values(), by=person, at=now, version=form.cleaned_data["version"])


def beside(start: Callable[[Any], Mapping[str, Any]], record: Any, verb: Callable[[], Any]) -> Callable[[], Any]:
    """A draft is stale as a whole; what the form shows beside each value is what this place of it says now."""

    def attempt() -> None:
        try:
            verb()
        except Stale as stale:
            current = type(record)._base_manager.get(pk=record.pk)
            stale.record = SimpleNamespace(**{**start(current), "version": stale.record.version})
            raise

    return attempt


def _after(charter: Charter, name: str) -> str | None:
    names = [FIRST, *(one.name for one in charter.sections())]
    place = names.index(name) + 1
    return names[place] if place < len(names) else None


def _context(person: Person, charter: Charter, name: str) -> dict[str, Any]:
    document = charter.document()
    found = charter.sections(document)
    here = next((one for one in found if one.name == name), None)
    done, required = share_complete(found)
    names = [FIRST, *(one.name for one in found)]
    place = names.index(name)
    written = outline(charter, document, name, phrases_here(person.organisation.language), person.today())
    return {
        "charter": charter,
        "sections": found,
        "here": here,
        "name": name,
        "label": here.label if here else _("Title and place"),
        "done": done,
        "required": required,
        "before": names[place - 1] if place else "",
        "after": names[place + 1] if place + 1 < len(names) else "",
        "written": written,
        "gaps": _elsewhere(here, written),
        "remarks": written.remarks,
        "keeps_phrases": phrases_page(person) if written.weak else "",
        "back": reverse("charters:charter", args=[charter.pk]),
    }


def phrases_page(person: Person) -> str:
    """Where the weak phrases are kept; empty for whoever does not keep them."""
    language = base_of(person.organisation.language)
    may = rules.may_keep_phrases(person) and language in PHRASES
    return reverse("charters:phrases", args=[language]) if may else ""


def _elsewhere(here: Section | None, written: Outline) -> list[str]:
    """What is missing and is not said beside one of the parts."""
    shown = {row.id for row in written.rows}
    return [gap.sentence for gap in here.gaps if gap.part not in shown] if here else []


@personal_page
@explained
def check(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """What is said about the text, as it stands or as it is being typed. Nothing is saved."""
    person = signed_in(request)
    charter = draft_or_404(person, pk, whole=True)
    form_class = form_of(charter, name)
    document = _as_typed(charter.document(), form_class, request) if form_class else charter.document()
    said = statements.remarks(document, phrases_here(person.organisation.language))
    fields = set(form_class.base_fields) if form_class else set()
    remarks = [one for one in said if one.field in fields and one.part is None]
    weak = any(one.code == statements.WEAK for one in remarks)
    shown = {"remarks": remarks, "checked": True, "keeps_phrases": phrases_page(person) if weak else ""}
    return page(request, "charters/edit/_said.html", shown)


def _as_typed(document: Document, form_class: type[Any], request: HttpRequest) -> Document:
    typed = {name: request.POST[name] for name in form_class.base_fields if name in request.POST}
    return replace(
        document, texts={**document.texts, **{name: typed[name] for name in typed if name in document.texts}}
    )
