"""What imports did to one's own opportunities."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from funnels.importing.receipts import told_counts, told_lines
from funnels.models import ImportReceipt, Opportunity
from portal.doors import personal_page, signed_in
from portal.models import Person
from portal.views.page import page

PER_PAGE = 10


@personal_page
def receipts(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    found = ImportReceipt.objects.of(person).select_related("batch__source", "batch__started_by")
    rows = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"rows": rows, "told": _told(person, rows), "unread": found.unread().exists()}
    return page(request, "funnels/imports/receipts.html", context)


def _told(person: Person, rows: Page[Any]) -> list[tuple[ImportReceipt, str, list[dict[str, Any]]]]:
    """Names only of what the person may still read."""
    shown = list(rows)
    ids = {line["id"] for receipt in shown for line in receipt.lines}
    visible = Opportunity.objects.visible_to(person).filter(pk__in=ids).select_related("account")
    by_id = {str(one.pk): one for one in visible}
    return [(receipt, told_counts(receipt), told_lines(receipt, by_id)) for receipt in shown]


@require_POST
@personal_page
def receipts_read(request: HttpRequest) -> HttpResponse:
    ImportReceipt.objects.of(signed_in(request)).mark_read(at=timezone.now())
    return redirect("funnels:receipts")
