"""The common shape of a verb that needs words: a form as page and as dialog, one domain call, the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from funnels.history import changes_since
from funnels.models import Opportunity
from funnels.views.doorstep import address_of, done
from portal.forms import PortalForm
from portal.views.page import page
from portal.views.refusing import accepted, seen_version, status_of
from portal.views.returning import way_back


def verb_page(
    request: HttpRequest,
    opportunity: Opportunity,
    form: PortalForm,
    act: Callable[[], Any],
    *,
    title: str | Promise,
    submit: str | Promise,
    said: str | Promise | Callable[[], str],
    intro: str | Promise = "",
    fields: str = "",
    undo: bool = False,
    danger: bool = False,
) -> HttpResponse:
    """`said` is the toast after the act; `fields` a template for forms that need a layout of their own."""
    if accepted(form, act):
        return done(request, opportunity, said() if callable(said) else said, undo=undo)
    seen = seen_version(form)
    context = {
        "title": title,
        "submit": submit,
        "intro": intro,
        "form": form,
        "fields": fields,
        "danger": danger,
        "opportunity": opportunity,
        "subject": opportunity.name,
        "action": request.get_full_path(),
        "back": way_back(request, address_of(opportunity)),
        "changes": changes_since(opportunity, seen) if seen is not None else [],
    }
    return page(request, "funnels/verb.html", context, fragment="funnels/_verb.html", status=status_of(form))
