"""The weak phrases of a language, kept by stewards; and whether its statements are checked at all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from charters import rules
from charters.forms.briefs import PhrasesForm
from charters.models import PhraseList
from charters.phrases import PHRASES
from charters.views.verbs import form_page
from portal.doors import role_page, signed_in
from portal.models import Person
from portal.roles import Role


@role_page(Role.STEWARD)
def phrases(request: HttpRequest, language: str) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    rules.may_keep_phrases(person).or_refuse()
    kept = _kept_or_404(language)
    start = {"version": kept.version, "checked": kept.checked, "weak": "\n".join(kept.weak)}
    form = PhrasesForm(request.POST or None, initial=start)
    return form_page(
        request, form, lambda: _save(kept, form, person, now),
        title=_("Weak phrases in %(language)s") % {"language": language}, submit=_("Save phrases"), said=_("Saved."),
        subject=_("Charters"), back=reverse("charters:list"),
    )  # fmt: skip


def _kept_or_404(language: str) -> PhraseList:
    """The list as it would begin, where none is kept yet."""
    if language not in PHRASES:
        raise Http404
    begun = PhraseList(language=language, weak=list(PHRASES[language].weak))
    return PhraseList.objects.filter(language=language).first() or begun


def _save(kept: PhraseList, form: PhrasesForm, person: Person, now: datetime) -> None:
    """The first change begins the list."""
    with transaction.atomic():
        found, _new = PhraseList.objects.get_or_create(language=kept.language, defaults={"weak": kept.weak})
        values = {name: form.cleaned_data[name] for name in ("checked", "weak")}
        found.edit(values, by=person, at=now, version=form.cleaned_data["version"])
