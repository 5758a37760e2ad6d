"""A digest only goes forward, keeps its bytes once they were offered, and stays."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from portal.digests.choices import FINAL, Outcome, State
from portal.digests.dbrules import STEPS
from portal.digests.models import Digest, Offer
from tests.cast import Cast
from tests.portal.digests.conftest import MONDAY
from tests.portal.digests.written import planned, rendered

WAYS = {  # through which states each is reached
    "planned": [],
    "rendered": ["rendered"],
    "sending": ["rendered", "sending"],
    "sent": ["rendered", "sending", "sent"],
    "skipped": ["skipped"],
    "failed": ["failed"],
    "uncertain": ["rendered", "sending", "uncertain"],
}


def go(digest: Digest, state: str) -> None:
    values: dict[str, Any] = {"state": state, "settled_at": MONDAY if state in FINAL else None}
    if state == State.RENDERED:
        values |= {"rendered_at": MONDAY, "message_id": f"<{digest.pk}@here>", "mime": b"Hello"}
    Digest.objects.filter(pk=digest.pk).update(**values)


@pytest.mark.parametrize(("before", "after"), list(permutations(WAYS, 2)), ids=str)
def test_only_steps_forward_are_taken(cast: Cast, before: str, after: str) -> None:
    digest = planned(cast.nils, MONDAY)
    for state in WAYS[before]:
        go(digest, state)
    if after in STEPS.get(before, ()):
        go(digest, after)
    else:
        with pytest.raises(DatabaseError, match="only goes forward|keeps its bytes"), transaction.atomic():
            go(digest, after)


@pytest.mark.parametrize(
    "change", [{"week": "2026-11-23"}, {"due_at": MONDAY.replace(hour=8)}, {"kind": "daily"}], ids=str
)
def test_recipient_and_week_stay(cast: Cast, change: dict[str, Any]) -> None:
    digest = planned(cast.nils, MONDAY)
    with pytest.raises(DatabaseError, match="keeps its recipient"), transaction.atomic():
        Digest.objects.filter(pk=digest.pk).update(**change)


def test_it_may_be_written_anew_until_it_was_offered(cast: Cast) -> None:
    digest = rendered(cast.nils, MONDAY)
    Digest.objects.filter(pk=digest.pk).update(mime=b"Other words", subject="2 commitments overdue")
    Digest.objects.filter(pk=digest.pk).update(state=State.SENDING, offered_at=MONDAY)
    for change in ({"mime": b"Again"}, {"subject": "3 commitments overdue"}, {"message_id": "<other@here>"}):
        with pytest.raises(DatabaseError, match="keeps its bytes"), transaction.atomic():
            Digest.objects.filter(pk=digest.pk).update(**change)


def test_the_bytes_may_be_forgotten_once_the_answer_is_known_and_not_before(cast: Cast) -> None:
    digest = Digest.objects.filter(pk=rendered(cast.nils, MONDAY).pk)
    for change in (
        {"state": State.SENDING, "offered_at": MONDAY},
        {"state": State.UNCERTAIN, "settled_at": MONDAY},
        {"offered_at": None},
    ):
        with pytest.raises(DatabaseError, match="until its answer is known"), transaction.atomic():
            digest.update(mime=None)
        digest.update(**change)
    with pytest.raises(DatabaseError, match="until its answer is known"), transaction.atomic():
        digest.update(mime=None)
    digest.update(answered_at=MONDAY)
    digest.update(mime=None)
    with pytest.raises(DatabaseError, match="keeps its bytes"), transaction.atomic():
        digest.update(mime=b"Other words")


def test_there_is_one_a_week(cast: Cast) -> None:
    planned(cast.nils, MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        planned(cast.nils, MONDAY)


def test_nothing_is_sent_that_was_not_written(cast: Cast) -> None:
    digest = planned(cast.nils, MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.filter(pk=digest.pk).update(state=State.RENDERED)


def test_digests_and_offers_stay(cast: Cast) -> None:
    digest = planned(cast.nils, MONDAY)
    offer = Offer.objects.create(digest=digest, at=MONDAY, outcome=Outcome.LATER)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        offer.delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Offer.objects.update(outcome=Outcome.ACCEPTED)
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        Digest.objects.filter(pk=digest.pk)._raw_delete("default")
