"""The weak phrases of a language, kept by stewards; and whether its statements are checked at all."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from charters import rules
from charters.forms.briefs import PhrasesForm
from charters.models import PhraseList
from charters.phrasebook import keep_phrases, list_of
from charters.views.verbs import form_page
from portal.doors import role_page, signed_in
from portal.models import Person
from portal.roles import Role


@role_page(Role.STEWARD)
def phrases(request: HttpRequest, language: str) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    rules.may_keep_phrases(person).or_refuse()
    kept = list_of(language)
    if kept is None:
        raise Http404
    start = {"version": kept.version, "checked": kept.checked, "weak": "\n".join(kept.weak)}
    form = PhrasesForm(request.POST or None, initial=start)
    return form_page(
        request, form, lambda: _save(kept, form, person, now),
        title=_("Weak phrases in %(language)s") % {"language": language}, submit=_("Save phrases"), said=_("Saved."),
        subject=_("Charters"), back=reverse("charters:list"),
    )  # fmt: skip


def _save(kept: PhraseList, form: PhrasesForm, person: Person, now: datetime) -> None:
    values = {name: form.cleaned_data[name] for name in ("checked", "weak")}
    keep_phrases(kept.language, values, by=person, at=now, version=form.cleaned_data["version"])
