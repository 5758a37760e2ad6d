"""A funnel's versions are activated, retired, brought back and revised by single buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from funnels import rules
from funnels.models import Funnel
from funnels.views.definitions import address_of, funnel_or_404, show_funnel
from portal.doors import role_page, signed_in
from portal.forms import VersionedForm
from portal.refusals import Refusal
from portal.views.page import toast, wants_fragment


def act(request: HttpRequest, found: Funnel, verb: Callable[[int | None], Any], said: str) -> HttpResponse:
    """A verb behind a single button: done and back, or the page as it is now with the reason."""
    rules.may_edit_funnel(signed_in(request), found).or_refuse()
    form = VersionedForm(request.POST)
    seen = form.cleaned_data["version"] if form.is_valid() else None
    try:
        verb(seen)
    except Refusal as refusal:
        found.refresh_from_db(from_queryset=Funnel.objects.everything(reason="the one already read"))
        return show_funnel(request, found, refusal=refusal, seen=seen)
    if said:
        toast(request, said)
    return show_funnel(request, found) if wants_fragment(request) else redirect(address_of(found))


@role_page()
@require_POST
def activate(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    found = funnel_or_404(person, pk)
    said = _("%(name)s is in use. New opportunities begin in it.") % {"name": found}
    return act(request, found, lambda version: found.activate(by=person, at=now, version=version), said)


@role_page()
@require_POST
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    found = funnel_or_404(person, pk)
    said = _("The draft is put away.") if not found.in_use else _("%(name)s is out of use.") % {"name": found}
    return act(request, found, lambda version: found.retire(by=person, at=now, version=version), said)


@role_page()
@require_POST
def bring_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    found = funnel_or_404(person, pk)
    said = _("%(name)s is back.") % {"name": found}
    return act(request, found, lambda version: found.bring_back(by=person, at=now, version=version), said)


@role_page()
@require_POST
def enforce(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    found = funnel_or_404(person, pk)
    wanted = request.POST.get("enforcement", "")
    return act(
        request, found, lambda version: found.set_enforcement(wanted, by=person, at=now, version=version), _("Saved.")
    )


@role_page()
@require_POST
def revise(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    found = funnel_or_404(person, pk)
    rules.may_edit_funnel(person, found).or_refuse()
    try:
        draft = found.revise(by=person, at=now)
    except Refusal as refusal:
        return show_funnel(request, found, refusal=refusal)
    toast(
        request,
        _("Version %(revision)d is a draft. Nothing changes until you activate it.") % {"revision": draft.revision},
    )
    return redirect(address_of(draft))
