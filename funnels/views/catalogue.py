"""The product lines that an opportunity's amount is shared among. Everybody reads them, stewards keep them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from funnels import customers
from funnels.forms.catalogue import ProductForm
from funnels.models import Opportunity, OpportunityLine, Product
from funnels.rules import may_keep_catalogue
from funnels.views.definitions import form_page
from portal.doors import role_page, signed_in
from portal.models import Person
from portal.views.page import page, toast
from portal.views.refusing import accepted
from portal.views.returning import lead_back

PER_PAGE = 50


@role_page()
def catalogue(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    archived = "archived" in request.GET
    found = Product.objects.filter(archived_at__isnull=not archived).order_by("series", "name")
    rows = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    counts = _open_counts(person, [product.pk for product in rows])
    context = {
        "rows": rows,
        "lines": [(product, counts.get(product.pk, 0)) for product in rows],
        "archived": archived,
        "keeps": may_keep_catalogue(person),
        "currency": person.organisation.currency,
    }
    return page(request, "funnels/catalogue/catalogue.html", context)


def _open_counts(person: Person, ids: list[UUID]) -> dict[UUID, int]:
    """How many open opportunities that this person may read have a share of each product line."""
    opened = Opportunity.objects.visible_to(person).open()
    lines = OpportunityLine.objects.visible_to(person).filter(Q(product__in=ids), opportunity__in=opened)
    return dict(lines.order_by().values_list("product").annotate(Count("opportunity", distinct=True)))


@role_page()
def product_new(request: HttpRequest) -> HttpResponse:
    form = ProductForm(request.POST or None)
    add = lambda: customers.add(Product(**form.values()), by=signed_in(request), at=timezone.now())  # noqa: E731
    return _form(request, form, add, title=_("Add product line"), submit=_("Add product line"))


@role_page()
def product_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    product = get_object_or_404(Product, pk=pk)
    start = {name: getattr(product, name) for name in ("name", "series", "list_price", "version")}
    form = ProductForm(request.POST or None, initial=start)
    save = lambda: customers.edit(  # noqa: E731
        product, form.values(), by=signed_in(request), at=timezone.now(), version=form.cleaned_data["version"]
    )
    return _form(request, form, save, title=_("Edit product line"), submit=_("Save product line"))


def _form(request: HttpRequest, form: ProductForm, verb: Callable[[], Any], *, title: str, submit: str) -> HttpResponse:
    may_keep_catalogue(signed_in(request)).or_refuse()
    back = reverse("funnels:catalogue")
    if accepted(form, verb):
        toast(request, _("Saved."))
        return lead_back(request, back)
    return form_page(request, form, title=title, submit=submit, subject=_("Product lines"), back=back)


@role_page()
@require_POST
def product_archive(request: HttpRequest, pk: UUID) -> HttpResponse:
    product = _kept(request, pk)
    customers.archive(product, by=signed_in(request), at=timezone.now())
    undo = reverse("funnels:product_restore", args=[pk])
    toast(request, _("%(name)s is put away.") % {"name": product}, undo_url=undo)
    return redirect("funnels:catalogue")


@role_page()
@require_POST
def product_restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    product = _kept(request, pk)
    if Product.objects.filter(archived_at=None, name__iexact=product.name).exclude(pk=pk).exists():
        toast(request, _("There is another product line of this name now. Rename that one first."))
        return redirect(f"{reverse('funnels:catalogue')}?archived")
    customers.restore(product, by=signed_in(request), at=timezone.now())
    toast(request, _("%(name)s is back.") % {"name": product})
    return redirect("funnels:catalogue")


def _kept(request: HttpRequest, pk: UUID) -> Product:
    may_keep_catalogue(signed_in(request)).or_refuse()
    return get_object_or_404(Product, pk=pk)
