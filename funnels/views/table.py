"""The table: every opportunity in reach, sorted, filtered, kept as a view, exported."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from funnels import listing, needs
from funnels.models import Account, ImportSource, Opportunity, Product
from funnels.models.funnel import outline_of
from funnels.models.opportunity import OpportunityQuerySet
from funnels.scope import View
from funnels.views.board import shown, switch
from portal.api.filtering import BadParameter
from portal.api.paging import Cursor, Order
from portal.doors import personal_page, signed_in
from portal.models import Person, SavedView
from portal.sheets import csv_rows, xlsx_file
from portal.views.page import page, toast

SIZE = 50
PAGE = "funnel-table"


@personal_page
def table(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    view = View.asked(person, request.GET)
    known = needs.conditions(person, now, view.versions)
    rows = chosen(request, view, known)
    found, following = one_page(request, rows)
    context = shown(request, view, now) | {
        "switch": switch(request, "table"),
        "rows": found,
        "following": following,
        "needs": needs.NEEDS,
        "need": request.GET.get("need", ""),
        "sort": request.GET.get("sort", listing.USUAL),
        "stages": stages_of(view),
        "statuses": listing.STATUSES,
        "products": list(Product.objects.filter(archived_at=None)),
        "account": account_of(request),
        "owners": owners_of(view, now),
        "sources": list(ImportSource.objects.visible_to(person)),
        "wanted": request.GET,
        "narrowed": bool(set(request.GET) - {"sort", "after"}),
        "saved": list(SavedView.objects.filter(person=person, page=PAGE)),
        "saved_query": query_to_keep(request.GET.urlencode()),
    }
    return page(request, "funnels/table.html", context, fragment="funnels/_table.html")


def chosen(request: HttpRequest, view: View, known: dict[str, Any]) -> OpportunityQuerySet:
    rows = listing.filtered(view.rows(), request.GET)
    need = request.GET.get("need", "")
    return needs.in_need(rows.open(), need, known) if need in known else rows


def one_page(request: HttpRequest, rows: OpportunityQuerySet) -> tuple[list[Opportunity], str]:
    """The rows after the cursor in the address, and the cursor of the next page."""
    ordering = request.GET.get("sort", listing.USUAL)
    column, descending = listing.ordered_by(ordering)
    order = Order(Opportunity, column, descending)
    cursor = opened(request.GET.get("after", ""), ordering)
    if cursor:
        rows = rows.filter(order.beyond(cursor))
    found = list(order.apply(rows.with_names(), backwards=False)[: SIZE + 1])
    if len(found) <= SIZE:
        return found, ""
    last = found[SIZE - 1]
    return found[:SIZE], Cursor(ordering, value_at(last, column), last.pk).sealed()


def opened(sealed: str, ordering: str) -> Cursor | None:
    """A cursor of another order, or none at all, begins anew."""
    try:
        return Cursor.opened(sealed, ordering) if sealed else None
    except BadParameter:
        return None


def value_at(record: Any, path: str) -> Any:
    for step in path.split("__"):
        record = getattr(record, step, None)
    return record


def stages_of(view: View) -> list[tuple[str, str]]:
    """Codes and names over all funnels of the view, each once."""
    found: dict[str, str] = {}
    for funnel in view.funnels:
        for stage in outline_of(funnel.pk).stages:
            found.setdefault(stage.code, stage.label)
    return list(found.items())


def owners_of(view: View, now: datetime) -> list[Person]:
    """Whoever works in the teams of the view today, but for the person, who has an entry of their own."""
    teams = [node.team.pk for node in view.teams]
    found = Person.objects.current().in_teams(teams, today=view.person.organisation.today(now))
    return list(found.exclude(pk=view.person.pk).order_by("name"))


def account_of(request: HttpRequest) -> Account | None:
    wanted = listing.read_id(request.GET.get("account", ""))
    return Account.objects.filter(pk=wanted).first() if wanted else None


def query_to_keep(query: str) -> str:
    """The address of a view without the place in it."""
    return urlencode([(name, value) for name, value in parse_qsl(query) if name != "after"])


@personal_page
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same rows as the table with the same query, all of them."""
    person, now = signed_in(request), timezone.now()
    if kind not in ("csv", "xlsx"):
        raise Http404
    view = View.asked(person, request.GET)
    rows = listing.exported(chosen(request, view, needs.conditions(person, now, view.versions)))
    header = [label for label, _path in listing.EXPORTED]
    name = file_name(now, kind)
    if kind == "xlsx":
        return FileResponse(xlsx_file(header, written(rows)), as_attachment=True, filename=name)
    lines = (line.encode() for line in csv_rows(header, written(rows)))
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=disposition)


def written(rows: Iterable[tuple[Any, ...]]) -> Iterable[list[Any]]:
    return ([str(cell) if isinstance(cell, UUID) else cell for cell in row] for row in rows)


def file_name(now: datetime, kind: str) -> str:
    return f"opportunities-{now:%Y-%m-%d}.{kind}"


@require_POST
@personal_page
def keep_view(request: HttpRequest) -> HttpResponse:
    query = query_to_keep(request.POST.get("query", ""))[:500]
    name = request.POST.get("name", "").replace("\0", "").strip()
    view = SavedView(person=signed_in(request), page=PAGE, name=name, query=query)
    try:
        view.full_clean()
    except ValidationError as error:
        toast(request, _("Not kept: %(why)s") % {"why": " ".join(error.messages)})
    else:
        view.save()
        toast(request, _("Kept as “%(name)s”.") % {"name": view.name})
    return redirect(f"{reverse('funnels:table')}?{query}")


@require_POST
@personal_page
def forget_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=pk, person=signed_in(request), page=PAGE)
    view.delete()
    toast(request, _("Forgot “%(name)s”.") % {"name": view.name})
    return redirect("funnels:table")
