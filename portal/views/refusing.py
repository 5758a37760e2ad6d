"""How a form shows that the domain said no."""

from typing import Any

from django.utils.translation import gettext as _

from portal.forms import PortalForm
from portal.refusals import Invalid, Refusal, Stale


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
            form.add_error(name, _("It now says: %(value)s") % {"value": now if now not in (None, "") else "–"})
    if "version" in form.fields:
        sent: Any = form.data
        form.data = sent.copy()
        form.data[form.add_prefix("version")] = stale.record.version  # type: ignore[index]
