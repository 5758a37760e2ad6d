"""Phrases by which a statement gives itself away as empty, and words of change, per language. Data only.

The list is editable per organisation (charters.models.PhraseList); these are what a language begins with.
Sources: "improving collaboration" and "improving productivity" are the literature's own examples of what is not
even a goal; the rest are of the same kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Phrases:
    """`weak` say nothing anywhere; `bare` are verbs that, alone with a noun, are no goal."""

    weak: tuple[str, ...]
    bare: tuple[str, ...]


ENGLISH: Final = Phrases(
    weak=(
        "improve collaboration", "improving collaboration", "improve productivity", "improving productivity",
        "drive growth", "world-class", "best practice", "best practices", "leverage", "optimise", "optimize",
        "enhance", "state-of-the-art", "strengthen", "foster", "support the business", "as needed", "where possible",
        "ongoing", "TBD", "ASAP",
    ),
    bare=("improve", "improving", "increase", "increasing", "enhance", "enhancing"),
)  # fmt: skip

GERMAN: Final = Phrases(
    weak=(
        "Zusammenarbeit verbessern", "Produktivität verbessern", "Produktivität steigern", "Wachstum treiben",
        "Weltklasse", "Best Practice", "optimieren", "stärken", "fördern", "das Geschäft unterstützen", "bei Bedarf",
        "wo möglich", "laufend", "offen", "so bald wie möglich",
    ),
    bare=("verbessern", "steigern", "erhöhen"),
)  # fmt: skip

PHRASES: Final = {"en": ENGLISH, "de": GERMAN}


def base_of(language: str) -> str:
    """Of "en-gb" it is "en"."""
    return language.split("-", maxsplit=1)[0].lower()


def phrases_of(language: str, weak: Sequence[str] | None = None) -> Phrases | None:
    """Those of a language such as en-gb, with the organisation's own `weak` ones where it keeps a list.

    None where nothing is known of the language: then words are not checked.
    """
    known = PHRASES.get(base_of(language))
    if weak is None:
        return known
    return Phrases(tuple(weak), known.bare if known else ())
