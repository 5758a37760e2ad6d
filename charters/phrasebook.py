"""Which phrases count as weak here: the organisation's own list of its language, or the one that comes with the portal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from charters.models import PhraseList
from charters.phrases import PHRASES, Phrases, base_of, phrases_of
from portal.models import Person


def phrases_here(language: str) -> Phrases | None:
    """None where statements in this language are not checked. A list is kept for a language, whatever the country."""
    kept = PhraseList.objects.filter(language=base_of(language)).first()
    if kept is None:
        return phrases_of(language)
    return phrases_of(language, kept.weak) if kept.checked else None


def list_of(language: str) -> PhraseList | None:
    """As it is kept, or as it would begin; None for a language that nothing is known of."""
    if language not in PHRASES:
        return None
    begun = PhraseList(language=language, weak=list(PHRASES[language].weak))
    return PhraseList.objects.filter(language=language).first() or begun


@transaction.atomic
def keep_phrases(
    language: str, values: Mapping[str, Any], *, by: Person, at: datetime, version: int | None = None
) -> None:
    """The first change begins the list."""
    weak = list(PHRASES[language].weak)
    kept, _new = PhraseList.objects.get_or_create(language=language, defaults={"weak": weak})
    kept.edit(dict(values), by=by, at=at, version=version)
