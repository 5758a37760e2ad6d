"""Customers: every member sees accounts; the opportunities and counts shown with them are the person's own scope."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from funnels import customers
from funnels.forms.customers import AccountForm, ContactForm
from funnels.models import Account, Contact, Opportunity
from funnels.models.account import AccountQuerySet
from funnels.rules import may_keep_accounts
from portal.doors import role_page, signed_in
from portal.models import Person
from portal.views.page import page, toast
from portal.views.refusing import accepted, status_of

PER_PAGE = 50
NAMES = 12
ACCOUNT_FIELDS = ("name", "industry", "country", "employees")
CONTACT_FIELDS = ("name", "title", "email", "left_on")


@role_page()
def accounts(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    words = request.GET.get("q", "").strip()[:100]
    found = with_open_counts(Account.objects.current(), person).order_by("name", "id")
    context = {
        "rows": Paginator(found.named(words) if words else found, PER_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "keeps": may_keep_accounts(person),
    }
    return page(request, "funnels/accounts.html", context, fragment="funnels/_accounts.html")


def with_open_counts(found: AccountQuerySet, person: Person) -> AccountQuerySet:
    """`open_count`: open opportunities that this person may read."""
    visible = Opportunity.objects.visible_to(person).open().filter(account=OuterRef("pk")).order_by()
    counted = visible.values("account").annotate(count=Count("pk")).values("count")
    return found.annotate(open_count=Coalesce(Subquery(counted), 0))


@role_page()
def names(request: HttpRequest) -> HttpResponse:
    """Options for a field that takes an account's name."""
    words = request.GET.get("account", "").strip()[:100]
    found = Account.objects.current().named(words).order_by("name")[:NAMES] if words else []
    return page(request, "funnels/_account_names.html", {"accounts": found})


@role_page()
def account(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    found = get_object_or_404(Account.objects.select_related("parent"), pk=pk)
    mine = Opportunity.objects.visible_to(person).current().filter(account=found).with_names()
    opportunities = list(mine.order_by("-id"))
    context = {
        "account": found,
        "open": [one for one in opportunities if one.is_open],
        "closed": [one for one in opportunities if not one.is_open],
        "contacts": list(found.contacts.current()),
        "keeps": may_keep_accounts(person),
        "today": person.today_at(now),
    }
    return page(request, "funnels/account.html", context)


@role_page()
def account_new(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    may_keep_accounts(person).or_refuse()
    form = AccountForm(request.POST or None, initial={"name": request.GET.get("name", "")[:200]})
    added = Account()

    def add() -> None:
        for name in ACCOUNT_FIELDS:
            setattr(added, name, form.cleaned_data[name])
        customers.add(added, by=person, at=now)

    if accepted(form, add):
        toast(request, _("%(name)s is added.") % {"name": added.name})
        return redirect("funnels:account", added.pk)
    return _form_page(request, form, title=_("Add account"), submit=_("Add account"))


@role_page()
def account_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    may_keep_accounts(person).or_refuse()
    found = get_object_or_404(Account, pk=pk)
    start = {name: getattr(found, name) for name in ACCOUNT_FIELDS} | {"version": found.version}
    form = AccountForm(request.POST or None, initial=start)

    def save() -> None:
        values = {name: form.cleaned_data[name] for name in ACCOUNT_FIELDS}
        customers.edit(found, values, by=person, at=now, version=form.cleaned_data["version"])

    if accepted(form, save):
        toast(request, _("Saved."))
        return redirect("funnels:account", pk)
    return _form_page(request, form, title=_("Edit account"), submit=_("Save account"), account=found)


@role_page()
def contact_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    may_keep_accounts(person).or_refuse()
    found = get_object_or_404(Account.objects.current(), pk=pk)
    form = ContactForm(request.POST or None)

    def add() -> None:
        values = {name: form.cleaned_data[name] for name in CONTACT_FIELDS}
        customers.add(Contact(account=found, **values), by=person, at=now)

    if accepted(form, add):
        toast(request, _("%(name)s is added.") % {"name": form.cleaned_data["name"]})
        return redirect("funnels:account", pk)
    return _form_page(request, form, title=_("Add person"), submit=_("Add person"), account=found)


@role_page()
def contact_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    may_keep_accounts(person).or_refuse()
    found = get_object_or_404(Contact.objects.select_related("account"), pk=pk)
    start = {name: getattr(found, name) for name in CONTACT_FIELDS} | {"version": found.version}
    form = ContactForm(request.POST or None, initial=start)

    def save() -> None:
        values = {name: form.cleaned_data[name] for name in CONTACT_FIELDS}
        customers.edit(found, values, by=person, at=now, version=form.cleaned_data["version"])

    if accepted(form, save):
        toast(request, _("Saved."))
        return redirect("funnels:account", found.account_id)
    return _form_page(request, form, title=_("Edit person"), submit=_("Save person"), account=found.account)


def _form_page(
    request: HttpRequest, form: AccountForm | ContactForm, *, title: str, submit: str, account: Account | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "submit": submit, "account": account}
    return page(request, "funnels/account_form.html", context, status=status_of(form))
