"""How a form asks the domain, and shows that it said no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal import formats
from portal.forms import MoneyField, PortalForm
from portal.refusals import Invalid, Refusal, Stale
from portal.views.page import page


def accepted(form: PortalForm, verb: Callable[[], Any]) -> bool:
    """Call the verb with a valid form; what it refuses shows on the form."""
    if not form.is_valid():
        return False
    try:
        verb()
    except ValidationError as error:
        form.refuse(Invalid(error.message_dict if hasattr(error, "error_dict") else {"": error.messages}))
    except Refusal as refusal:
        form.refusal = refusal
        show(form, refusal)
    else:
        return True
    return False


def status_of(form: PortalForm) -> int:
    """422 for what has to be typed anew, 409 or 412 for what the record or its state refused."""
    if form.refusal is None or isinstance(form.refusal, Invalid):
        return 422 if form.errors else 200
    return form.refusal.status


def seen_version(form: PortalForm) -> int | None:
    """The version that the person had before them, when somebody else was quicker."""
    return form.refusal.extra["seen_version"] if isinstance(form.refusal, Stale) else None


def version_of(request: HttpRequest) -> int:
    """The version that the person saw, from a form that is nothing but a button."""
    given = request.POST.get("version", "")
    if not given.isdecimal() or len(given) > 9:
        raise Invalid({"version": _("Open the page again.")})
    return int(given)


def answer(request: HttpRequest, template: str, form: PortalForm, **context: Any) -> HttpResponse:
    """The page of a form, with the status that fits what became of it."""
    return page(request, template, {"form": form, **context}, status=status_of(form))


def show(form: PortalForm, refusal: Refusal) -> None:
    """Put the refusal where the person can act on it: at its fields, or above the form."""
    if isinstance(refusal, Invalid):
        form.refuse(refusal)
        return
    form.add_error(None, str(refusal.detail))
    if isinstance(refusal, Stale):
        _show_current(form, refusal)


def _show_current(form: PortalForm, stale: Stale) -> None:
    """Beside each value that differs, what it is now; sending the form again then replaces it knowingly."""
    for name, value in list(form.cleaned_data.items()):
        now = getattr(stale.record, name, value)
        if name != "version" and now != value:
            form.add_error(
                name, _("It now says: %(value)s") % {"value": _in_words(form.fields.get(name), now, stale.record)}
            )
    if "version" in form.fields:
        sent: Any = form.data
        form.data = sent.copy()
        form.data[form.add_prefix("version")] = stale.record.version  # type: ignore[index]


def _in_words(field: forms.Field | None, value: Any, record: Any) -> Any:
    """As the form itself names it; money and days as the person reads them."""
    if isinstance(field, MoneyField) and value is not None:
        return formats.money(value, record.currency)
    if isinstance(field, forms.DateField) and value is not None:
        return formats.day(value)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        names = {str(key): name for key, name in field.choices}  # type: ignore[misc, union-attr]
        each = value if isinstance(value, list) else [value]
        value = formats.listed([str(names.get(str(one), one)) for one in each])
    return value if value not in (None, "") else "–"
