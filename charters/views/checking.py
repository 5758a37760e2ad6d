"""What is said about a part while it is typed in its dialog. Nothing is saved, and nothing is blocked."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse

from charters.forms import parts as forms
from charters.models import Charter, Objective, Target
from charters.models.part import Part
from charters.phrasebook import phrases_here
from charters.typed import Said, said
from charters.views.drafting import draft_or_404, phrases_page
from charters.views.parts import Kind, kind_or_404, part_or_404
from charters.views.verbs import explained
from portal.doors import personal_page, signed_in
from portal.models import Person
from portal.views.page import page


@personal_page
@explained
def part_check(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """As it is being typed, or as it stands."""
    person = signed_in(request)
    charter, known = draft_or_404(person, pk, whole=True), kind_or_404(kind)
    key = request.GET.get("part", "")
    part = part_or_404(charter, known, UUID(key)) if _is_id(key) else None
    found = _said(charter, kind, part, _typed(request, charter, known, part), person) or Said()
    shown = {
        "words": found.words,
        "letters": found.letters,
        "keeps_phrases": phrases_page(person) if found.weak else "",
    }
    return page(request, "charters/edit/_said_of_part.html", shown)


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _typed(request: HttpRequest, charter: Charter, known: Kind, part: Part | None) -> dict[str, Any]:
    """What can be read already; the day that a target had before."""
    new = part is None and known.model is Objective
    form_class = forms.NewObjectiveForm if new else known.form
    form = form_class(request.POST, charter=charter, today=signed_in(request).today(), part=part)
    form.full_clean()
    was = {"was": part.due_on} if isinstance(part, Target) else {}
    return {**getattr(form, "cleaned_data", {}), **was}


def _said(charter: Charter, kind: str, part: Part | None, typed: dict[str, Any], person: Person) -> Said | None:
    key = part.pk if part else uuid4()
    phrases = phrases_here(person.organisation.language)
    return said(charter.document(), kind, key, typed, phrases=phrases, today=person.today())
