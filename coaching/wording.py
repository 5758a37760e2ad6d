"""What is unclear in a commitment, in words. Values in, values out; it never blocks.

A commitment is kept when it is an act with an object, has a day, normally before the next session, and says how it will
be seen to be done. Words are checked only in languages whose verbs are known and where the organisation has not
switched it off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from coaching.weak_verbs import Verbs

FEWEST_WORDS = 2


@dataclass(frozen=True)
class Remark:
    """`field` says where; `code` is stable for tests and clients."""

    field: str
    code: str
    message: str


def remarks(
    what: str, *, seen_by: str = "", due_on: date | None = None, next_on: date | None = None, verbs: Verbs | None = None
) -> list[Remark]:
    """`next_on` is the day of the next session where it is known. `verbs` is None where words are not checked."""
    return [*_on_what(what.strip(), verbs), *_on_day(due_on, next_on), *_on_evidence(seen_by.strip())]


def _on_what(what: str, verbs: Verbs | None) -> Iterator[Remark]:
    if not what:
        return
    weak = _weak_in(what, verbs.weak) if verbs else ""
    if weak:
        yield Remark(
            "what", "weak", _("“%(words)s” cannot be seen to be done. Say what will be done.") % {"words": weak}
        )
    elif verbs and verbs.verbless and verbs.verbless.search(what):
        yield Remark("what", "no_verb", _("Say what will be done: begin with a verb."))
    if len(what.split()) < FEWEST_WORDS:
        yield Remark("what", "no_object", _("Say with what, or with whom: a verb and its object."))


def _weak_in(what: str, weak: tuple[str, ...]) -> str:
    """The longest weak verb that stands in it, as it is written there."""
    for words in sorted(weak, key=len, reverse=True):
        found = re.search(rf"\b{re.escape(words)}(?!\w)", what, re.IGNORECASE)
        if found:
            return found[0]
    return ""


def _on_day(due_on: date | None, next_on: date | None) -> Iterator[Remark]:
    if due_on is None:
        yield Remark("due_on", "no_day", _("Say by which day."))
    elif next_on is not None and due_on > next_on:
        yield Remark("due_on", "after_next", _("This is due after the next session, where it would be looked at."))


def _on_evidence(seen_by: str) -> Iterator[Remark]:
    if not seen_by:
        yield Remark("seen_by", "no_evidence", _("Say how it will be seen to be done."))
