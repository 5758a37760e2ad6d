"""The common shape of a verb that needs words: a form as page and as dialog, one domain call, the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from coaching.chronicle import changes_since
from coaching.models import CoachingCommitment, CoachingSession
from portal.forms import PortalForm
from portal.views.page import page, toast
from portal.views.refusing import accepted, seen_version, status_of
from portal.views.returning import lead_back, way_back


def verb_page(
    request: HttpRequest,
    subject: CoachingSession | CoachingCommitment | None,
    form: PortalForm,
    act: Callable[[], Any],
    *,
    title: str | Promise,
    submit: str | Promise,
    said: str | Promise,
    back: str,
    about: str = "",
    **shown: Any,
) -> HttpResponse:
    """`back` is where it leads when nobody came from elsewhere; `shown` is for forms that need more of the page."""
    back = way_back(request, back)
    if accepted(form, act):
        toast(request, said)
        return lead_back(request, back)
    seen = seen_version(form)
    context = {
        "title": title,
        "submit": submit,
        "form": form,
        "subject": about,
        "action": request.get_full_path(),
        "back": back,
        "changes": changes_since(subject, seen) if subject is not None and seen is not None else [],
        **shown,
    }
    return page(request, "coaching/verb.html", context, fragment="coaching/_verb.html", status=status_of(form))
