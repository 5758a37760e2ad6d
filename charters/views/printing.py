"""A charter on paper: one page for the wall, or in full; as a page of the browser or as a PDF, from one template."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charters.paper import PdfUnavailable, as_pdf
from charters.reading import read
from charters.views.document import shown
from charters.views.doorstep import address_of
from portal.doors import personal_page, signed_in
from portal.views.page import page

FORMS = {"page": gettext_lazy("On one page"), "full": gettext_lazy("In full")}


@personal_page
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sheet between two buttons that paper leaves out."""
    return page(request, "charters/print.html", _context(request, pk))


@personal_page
def pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    context = _context(request, pk)
    try:
        content = as_pdf(render_to_string("charters/paper.html", context, request))
    except PdfUnavailable:
        return page(request, "charters/print.html", context | {"without_pdf": True}, status=503)
    charter = context["charter"]
    name = slugify(f"{charter.title} {_('version')} {charter.revision}") or "charter"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'},
    )


def _context(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    person = signed_in(request)
    today = person.today()
    reading = read(person, pk)
    wanted = request.GET.get("form", "")
    form = wanted if wanted in FORMS else "full"
    address = request.build_absolute_uri(address_of(reading.charter))
    forms = [{"url": f"?form={code}", "label": label, "here": code == form} for code, label in FORMS.items()]
    return shown(reading, today) | {"form": form, "forms": forms, "address": address}
