"""What a digest would say now: to oneself, and to an administrator who looks whether it arrives as it should.

An administrator reads nothing more because of that (docs/decisions/0015-digest.md): what lies between two in coaching is
left out, and of the other lines only those are told whose objects the administrator reads anyway.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portal.digests.audience import gather
from portal.digests.composing import Letter, compose
from portal.digests.rechecking import key_of, out_of_reach
from portal.models import Event, Person
from portal.weeks import week_of

TOLD = ("due_on", "due", "late")  # of a line that the administrator does not read


@dataclass(frozen=True)
class Preview:
    """`asks` is False where no mail would go, since nothing asks for anybody; `veiled` counts lines without their words."""

    person: Person
    subject: str
    sections: list[dict[str, Any]]
    asks: bool
    veiled: int


def letter_to(person: Person, at: datetime, *, without: Collection[str] = ()) -> Letter:
    """Nothing is noted: what it names counts as told to nobody."""
    audience = gather([person], at)
    return compose(audience, {person.pk: week_of(audience.today[person.pk])}, without=without)[person.pk]


@transaction.atomic
def look_at(person: Person, *, by: Person, at: datetime) -> Preview:
    """Leaves an event: whose digest was looked at, when, by whom."""
    letter = letter_to(person, at, without=settings.DIGEST_CONFIDED)
    hidden = out_of_reach(by, letter.content)
    sections = [
        {**section, "address": "", "items": [_line(item, key_of(item) in hidden) for item in section["items"]]}
        for section in letter.content["sections"]
    ]
    Event.objects.record(person, "digest looked at", by=by, at=at)
    return Preview(person, letter.subject, sections, letter.asks, len(hidden))


def _line(item: dict[str, Any], veiled: bool) -> dict[str, Any]:
    if not veiled:
        return item
    return {**{name: item[name] for name in TOLD}, "title": _("A line that you cannot read")}
