"""The common shape of a verb that needs words: a form as page and as dialog, one domain call, the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise

from charters.chronicle import changes_since
from charters.models import Charter, StrategyBrief
from portal.forms import Dressed, VersionedForm
from portal.models.record import Versioned
from portal.refusals import Refusal
from portal.views.page import page, toast
from portal.views.refusing import accepted, seen_version, status_of
from portal.views.returning import lead_back, way_back

Words = str | Promise


def place_of(subject: Charter | StrategyBrief) -> str:
    name = "charter" if isinstance(subject, Charter) else "brief"
    return reverse(f"charters:{name}", args=[subject.pk])


def versioned(request: HttpRequest, record: Versioned) -> VersionedForm:
    """For a verb that asks nothing but whether it is meant."""
    return VersionedForm(request.POST or None, initial={"version": record.version})


def verb_page(
    request: HttpRequest, subject: Charter | StrategyBrief, form: Any, act: Callable[[], Any], **shown: Any
) -> HttpResponse:
    """A verb on a charter or a brief, or on something that belongs to one. What it takes is told by `form_page`."""
    back = shown.pop("back", place_of(subject))
    return form_page(
        request, form, act, subject=subject.title, back=back, changed=lambda: changes_of(subject, form), **shown
    )


def form_page(
    request: HttpRequest,
    form: Any,
    act: Callable[[], Any],
    *,
    title: Words,
    submit: Words,
    said: Words,
    subject: Words,
    back: str,
    to: Callable[[], str] | None = None,
    changed: Callable[[], list[Any]] = list,
    **shown: Any,
) -> HttpResponse:
    """`to` says where it leads once done, when not back; `shown` is for forms that need a layout of their own."""
    back = way_back(request, back)
    if accepted(form, act):
        toast(request, said)
        return lead_back(request, to() if to else back)
    context = {
        "title": title,
        "submit": submit,
        "form": form,
        "subject": subject,
        "action": request.get_full_path(),
        "back": back,
        "changes": changed(),
        **shown,
    }
    return page(
        request, "charters/edit/verb.html", context, fragment="charters/edit/_verb.html", status=status_of(form)
    )


def changes_of(subject: Charter | StrategyBrief, form: Dressed) -> list[Any]:
    """What somebody else changed in the text meanwhile, when that is why the form was refused."""
    seen = seen_version(form)  # type: ignore[arg-type]
    if seen is None:
        return []
    current = type(subject)._base_manager.get(pk=subject.pk)
    return changes_since(current, seen)


def explained(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What a draft refuses before there is a form to say it in is answered by a page of its own."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, pk, *args, **kwargs)
        except Refusal as refusal:
            back = way_back(request, reverse("charters:charter", args=[pk]))
            shown = {"refusal": refusal, "pk": pk, "back": back}
            return page(request, "charters/edit/refused.html", shown, status=refusal.status)

    return guarded
