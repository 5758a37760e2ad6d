"""Where to coach: value × missing commitments × days since coached, at most five, with the reason in words."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from coaching.places import Candidate, places
from tests.coaching.reckoning.facts import NILS, TODAY


def candidate(number: int = 1, **more: Any) -> Candidate:
    usual: dict[str, Any] = {
        "name": "Planning", "account": "Tern", "owner": NILS, "stage": "Acknowledge", "amount": Decimal(1000),
        "currency": "EUR", "missing": 1, "opened_on": TODAY - timedelta(days=10), "coached_on": None,
    }  # fmt: skip
    return Candidate(id=UUID(int=number), **(usual | more))


def order(*candidates: Candidate) -> list[int]:
    return [one.candidate.id.int for one in places(candidates, TODAY)]


def test_each_factor_moves_an_opportunity_up() -> None:
    plain = candidate(1)
    assert order(plain, candidate(2, amount=Decimal(2000))) == [2, 1]
    assert order(plain, candidate(3, missing=2)) == [3, 1]
    assert order(plain, candidate(4, opened_on=TODAY - timedelta(days=20))) == [4, 1]
    assert order(plain, candidate(5, coached_on=TODAY - timedelta(days=2))) == [1, 5]


def test_nothing_missing_or_coached_today_is_no_place() -> None:
    assert order(candidate(1, missing=0), candidate(2, coached_on=TODAY), candidate(3, amount=Decimal(0))) == []


def test_at_most_five_are_named() -> None:
    assert len(order(*(candidate(number) for number in range(1, 9)))) == 5


def test_currencies_are_not_converted_but_each_taken_by_its_own_median() -> None:
    krona = {"currency": "SEK", "amount": Decimal(90_000)}
    assert order(candidate(1), candidate(2, amount=Decimal(3000)), candidate(3, **krona)) == [2, 3, 1]


def test_an_unknown_amount_counts_as_the_median() -> None:
    known = [candidate(1, amount=Decimal(500)), candidate(2), candidate(3, amount=Decimal(2000))]
    assert order(*known, candidate(4, amount=None)) == [3, 2, 4, 1]


def test_the_reason_is_said_in_words() -> None:
    [never] = places([candidate(missing=2)], TODAY)
    assert never.reason == (
        "€1,000 in “Acknowledge”, 2 commitments of the customer missing, not coached since it opened 10 days ago"
    )
    [lately] = places([candidate(amount=None, coached_on=date(2026, 11, 17))], TODAY)
    assert lately.reason == (
        "amount unknown in “Acknowledge”, 1 commitment of the customer missing, last coached 1 day ago"
    )
