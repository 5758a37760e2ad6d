"""The statements of upward feedback in the organisation's own words."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from coaching.feedback.statements import FORMS, LONGEST, STATEMENTS, TEAM, Kept, asked
from portal.models import Event, Person, Versioned
from portal.refusals import Invalid

ONLY: Final = UUID(int=1)


class FeedbackTemplate(Versioned):
    """One for the organisation. `statements` holds a text by form and code where it differs from what comes along.

    An empty text leaves the statement out. A cycle keeps the statements of its opening day.
    """

    statements = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(_("Statements of upward feedback"))

    @classmethod
    def current(cls) -> FeedbackTemplate:
        """The organisation's; as it comes along, and not saved, before anybody has changed a word."""
        return cls._default_manager.first() or cls(pk=ONLY, version=0)

    @classmethod
    @transaction.atomic
    def word(cls, statements: Kept, *, by: Person, at: datetime, version: int | None = None) -> None:
        """Keep these words. A trend goes by codes: what a statement asks should stay what it was."""
        wanted = own_words(statements)
        template, _new = cls._default_manager.get_or_create(pk=ONLY, defaults={"version": 0})
        template.lock(version=version)
        before = template.assign({"statements": wanted})
        if before:
            template.keep("statements")
            Event.objects.record(template, "worded", by=by, at=at, before=before, after={"statements": wanted})


def own_words(statements: Kept) -> dict[str, dict[str, str]]:
    """What differs from what comes along; Invalid for unknown codes, long texts and a form without a statement."""
    errors: dict[str, Any] = {}
    for form in statements:
        for code, text in statements[form].items():
            if form not in FORMS or code not in STATEMENTS[form]:
                errors[f"{form}.{code}"] = _("There is no such statement.")
            elif len(text.strip()) > LONGEST:
                errors[f"{form}.{code}"] = _("Say it in %(most)d characters.") % {"most": LONGEST}
    if errors:
        raise Invalid(errors)
    kept = {form: {code: text.strip() for code, text in statements.get(form, {}).items()} for form in FORMS}
    if not asked(kept)[TEAM]:
        raise Invalid({"": _("Leave at least one statement for the team.")})
    return {
        form: {code: text for code, text in words.items() if text != str(STATEMENTS[form][code])}
        for form, words in kept.items()
    }
