"""Somebody with a copy of the database, who links rows of persons to answers by place, order, age and time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from statistics import NormalDist
from typing import Any

from django.db import connection

Row = dict[str, Any]


def dump(table: str) -> list[Row]:
    """Every column, and what PostgreSQL keeps beside: the place of the row (ctid) and the transaction that wrote it."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT ctid::text AS "ctid", xmin::text::bigint AS "xmin", * FROM "{table}"')
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def ranked(values: Sequence[Any]) -> list[int]:
    """Each value's place among all, as texts where they cannot be compared."""
    texts = [repr(one) if not isinstance(one, int) else f"{one:030d}" for one in values]
    order = {text: place for place, text in enumerate(sorted(set(texts)))}
    return [order[text] for text in texts]


def auc(scores: Iterable[tuple[float, bool]]) -> float:
    """How often a true pair scores higher than a false one; 0.5 is guessing."""
    rows = sorted(scores)
    ranks: dict[float, list[int]] = {}
    for place, (score, _true) in enumerate(rows, start=1):
        ranks.setdefault(score, []).append(place)
    mean = {score: sum(places) / len(places) for score, places in ranks.items()}
    true = [mean[score] for score, is_true in rows if is_true]
    false = len(rows) - len(true)
    return (sum(true) - len(true) * (len(true) + 1) / 2) / (len(true) * false)


def linked(people: Sequence[Sequence[Any]], answers: Sequence[Sequence[Any]], truth: Sequence[Sequence[int]]) -> float:
    """The AUC of saying that who stands at a place among the people is whose answer stands at that place.

    By group: what orders the people, what orders the answers, and for each answer whose it is. Backwards counts as well.
    """
    scores: list[tuple[float, bool]] = []
    for ordered, placed, owners in zip(people, answers, truth, strict=True):
        of_people, of_answers = ranked(ordered), ranked(placed)
        for (answer, at), (person, rank) in product(enumerate(of_answers), enumerate(of_people)):
            scores.append((-abs(at / len(placed) - rank / len(ordered)), owners[answer] == person))
    found = auc(scores)
    return max(found, 1 - found)


def by_chance(true: int, tries: int) -> float:
    """What the highest AUC of so many tries exceeds once in a thousand, when there is nothing to find."""
    deviation = (1 / (12 * true)) ** 0.5
    return 0.5 + NormalDist().inv_cdf(1 - 0.001 / (2 * tries)) * deviation
