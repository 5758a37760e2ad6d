"""Guesses that a person confirms: which column holds what, what a word of the CRM means, what was misspelt."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from typing import Any, Final

from funnels.choices import Kind, Status
from funnels.importing.fields import Field
from portal.roles import Role

COLUMN_LIKENESS: Final = 0.86
WORD_LIKENESS: Final = 0.84

OUTCOMES: Final = {
    Status.WON: {"won", "closedwon", "closewon", "success", "ordered", "sold", "gewonnen", "gagne", "ganado", "vunnet"},
    Status.LOST: {"lost", "closedlost", "closelost", "verloren", "perdu", "perdido", "tapt", "failed", "rejected"},
    Status.NO_DECISION: {"nodecision", "abandoned", "cancelled", "canceled", "dead"},
    Status.WALKED_AWAY: {"disqualified", "unqualified", "walkedaway", "withdrawn"},
}
KINDS: Final = {
    Kind.NEW: {"new", "newbusiness", "newcustomer", "newlogo", "newclient"},
    Kind.CROSS_SELL: {"crosssell", "crosssale"},
    Kind.UPSELL: {"upsell", "upsale", "upgrade", "expansion", "existingbusiness", "existingcustomer", "addon"},
    Kind.RENEWAL: {"renewal", "renew", "extension"},
}
ROLES: Final = {
    Role.MEMBER: {"member", "salesperson", "salesrep", "rep", "agent", "salesagent", "seller", "representative"},
    Role.MANAGER: {"manager", "salesmanager", "teamlead", "teamleader", "lead", "supervisor"},
    Role.STEWARD: {"steward", "salesoperations", "operations", "salesops"},
}


def bare(words: str) -> str:
    """Letters and digits only, small, without accents: what two spellings of the same have in common."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def guess_columns(fields: Sequence[Field], columns: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """Field → column. What was chosen last time goes first, then equal names, then similar ones; no column twice."""
    chosen = {name: column for name, column in remembered.items() if column in columns}
    _take(chosen, fields, columns, lambda column, word: column == word)
    _take(chosen, fields, columns, lambda column, word: len(word) > 5 and _alike(column, word) >= COLUMN_LIKENESS)
    return chosen


def _take(
    chosen: dict[str, str], fields: Sequence[Field], columns: Sequence[str], fits: Callable[[str, str], bool]
) -> None:
    for field in fields:
        free = {column: bare(column) for column in columns if column not in chosen.values()}
        pairs = ((column, word) for word in field.words for column in free)
        found = next((column for column, word in pairs if fits(free[column], word)), None)
        if field.name not in chosen and found:
            chosen[field.name] = found


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def guess_meaning(word: str, meanings: Mapping[Any, set[str]], otherwise: str) -> str:
    return next((str(meaning) for meaning, words in meanings.items() if bare(word) in words), str(otherwise))


@dataclass(frozen=True)
class Likeness:
    """`same` when only blanks, marks or capitals differ; otherwise a misspelling is suspected."""

    name: str
    same: bool


def likeness(word: str, names: Iterable[str]) -> Likeness | None:
    by_letters = {bare(name): name for name in names}
    if bare(word) in by_letters:
        return Likeness(by_letters[bare(word)], same=True)
    comparable = [letters for letters in by_letters if _digits(letters) == _digits(word)]
    close = get_close_matches(bare(word), comparable, n=1, cutoff=WORD_LIKENESS)
    return Likeness(by_letters[close[0]], same=False) if close else None


def _digits(word: str) -> str:
    """What tells "Rack 500" from "Rack 700"."""
    return "".join(letter for letter in word if letter.isdigit())
