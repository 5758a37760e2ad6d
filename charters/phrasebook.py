"""Which phrases count as weak here: the organisation's own list of its language, or the one that comes with the portal."""

from __future__ import annotations

from charters.models import PhraseList
from charters.phrases import Phrases, phrases_of


def phrases_here(language: str) -> Phrases | None:
    """None where statements in this language are not checked."""
    kept = PhraseList.objects.filter(language=language).first()
    if kept is None:
        return phrases_of(language)
    return phrases_of(language, kept.weak) if kept.checked else None
