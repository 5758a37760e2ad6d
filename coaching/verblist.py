"""Which verbs count as weak here: the organisation's own list of its language, or the one that comes with the portal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from coaching.models import WeakVerbs
from coaching.weak_verbs import VERBS, Verbs, verbs_of
from portal.models import Person


def verbs_here(language: str) -> Verbs | None:
    """None where commitments in this language are not checked."""
    kept = WeakVerbs.objects.filter(language=language.split("-", maxsplit=1)[0].lower()).first()
    if kept is None:
        return verbs_of(language)
    return verbs_of(language, kept.weak) if kept.checked else None


def list_of(language: str) -> WeakVerbs | None:
    """As it is kept, or as it would begin; None for a language that nothing is known of."""
    if language not in VERBS:
        return None
    begun = WeakVerbs(language=language, weak=list(VERBS[language].weak))
    return WeakVerbs.objects.filter(language=language).first() or begun


@transaction.atomic
def keep_verbs(
    language: str, values: Mapping[str, Any], *, by: Person, at: datetime, version: int | None = None
) -> None:
    """The first change begins the list."""
    weak = list(VERBS[language].weak)
    kept, _new = WeakVerbs.objects.get_or_create(language=language, defaults={"weak": weak})
    kept.edit(dict(values), by=by, at=at, version=version)
