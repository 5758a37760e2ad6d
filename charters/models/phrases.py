"""The weak phrases of a language as this organisation keeps them; and whether statements in it are checked at all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from charters import lists
from charters.models.drafting import check
from portal.models import Event, Person, Versioned


class KeptWords(Versioned):
    """A list of words for each language, as the organisation keeps it."""

    language = models.CharField(_("language"), max_length=10, unique=True)
    checked = models.BooleanField(_("check statements"), default=True)
    weak = models.JSONField(_("weak phrases"), default=list, blank=True, validators=[lists.sentences])

    class Meta:
        abstract = True
        ordering = ["language"]

    def __str__(self) -> str:
        return self.language

    @transaction.atomic
    def edit(self, values: dict[str, Any], *, by: Person, at: datetime, version: int | None = None) -> None:
        self.lock(version=version)
        before = self.assign({name: values[name] for name in ("checked", "weak") if name in values})
        if before:
            check(self, *before)
            self.keep(*before)
            Event.objects.record(self, "edited", by=by, at=at, after={"fields": list(before)})


class PhraseList(KeptWords):
    """Without a row a language is checked with the phrases that come with the portal (charters/phrases.py)."""
