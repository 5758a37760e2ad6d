"""Words by which a commitment gives itself away as an intention. One entry per language; data only.

The weak verbs are the literature's own examples of what is no commitment; an organisation keeps its own list of each
language (coaching.models.WeakVerbs). `verbless` finds a text that names a thing and says nothing to be done with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Verbs:
    weak: tuple[str, ...]
    verbless: re.Pattern[str] | None = None


ENGLISH: Final = Verbs(
    weak=(
        "try", "trying", "try to", "focus on", "focusing on", "work on", "working on", "be better at", "get better at",
        "keep in mind", "bear in mind", "look into", "looking into",
    ),
    verbless=re.compile(
        r"^(?:the|a|an|my|our|his|her|their|more|less|better|good|next|every|all|no)\b"
        r"|^\w+(?:tion|ment|ness|ship|ance|ence)\b",
        re.IGNORECASE,
    ),
)  # fmt: skip

GERMAN: Final = Verbs(
    weak=(
        "versuchen", "versuche", "sich fokussieren", "Fokus auf", "arbeiten an", "arbeite an", "besser werden",
        "im Kopf behalten", "im Hinterkopf behalten", "daran denken", "mal anschauen",
    ),
    verbless=re.compile(r"^(?!.*\b\w+(?:en|eln|ern)\b)", re.IGNORECASE | re.DOTALL),
)  # fmt: skip

VERBS: Final = {"en": ENGLISH, "de": GERMAN}


def verbs_of(language: str, weak: Sequence[str] | None = None) -> Verbs | None:
    """Those of a language such as en-gb, with the organisation's own `weak` ones where it keeps a list.

    None where nothing is known of the language: then words are not checked.
    """
    known = VERBS.get(language.split("-", maxsplit=1)[0].lower())
    if weak is None:
        return known
    return Verbs(tuple(weak), known.verbless if known else None)
