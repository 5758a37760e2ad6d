"""What the coachee has answered stays as it is, whoever writes; and who reads a text is whom its session names."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from coaching.models import CoachingCommitment, CoachingSession, CommitmentWords, PrivateNote, SessionWords
from funnels.models import Opportunity
from portal.dbrules import missing
from tests.cast import NOON, Cast
from tests.coaching_factories import make_promise, make_session

ANSWERED = "a session that its coachee has answered never changes"
PAIR = "the pair of a session never changes"
OWNED = "stays so"
WORDS = "belongs to the pair of its session"


@pytest.fixture
def answered(cast: Cast, opportunity: Opportunity) -> CoachingSession:
    session = make_session(cast.lena, cast.nils, opportunities=[opportunity], note="n", promises=[make_promise()])
    session.acknowledge(took_place=True, useful=4, comment="Yes.", by=cast.nils, at=NOON)
    return session


def key(value: Any) -> Any:
    return value.pk if connection.vendor == "postgresql" else value.pk.hex


def refused(words: str, statement: str, *values: Any) -> None:
    with pytest.raises(DatabaseError, match=words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("minutes", 90),
        ("held_on", "2026-11-01"),
        ("channel", "'written'"),
        ("kind", "'skill'"),
        ("state", "'planned'"),
        ("agreed_minutes", 90),
        ("counted_minutes", 90),
        ("took_place", "NULL"),
        ("agrees", "NULL"),
        ("useful", 5),
        ("acknowledged_at", "NULL"),
    ],
)
def test_no_statement_changes_what_was_answered(answered: CoachingSession, column: str, value: Any) -> None:
    told = f"'{value}'" if column == "held_on" else value
    refused(ANSWERED, f"UPDATE coaching_coachingsession SET {column} = {told} WHERE id = %s", key(answered))


def test_what_was_answered_is_not_deleted_nor_what_it_was_about(answered: CoachingSession) -> None:
    refused(ANSWERED, "DELETE FROM coaching_sessionopportunity WHERE session_id = %s", key(answered))
    refused(ANSWERED, "UPDATE coaching_sessionopportunity SET early = NOT early WHERE session_id = %s", key(answered))
    refused(ANSWERED, "DELETE FROM coaching_coachingsession WHERE id = %s", key(answered))


@pytest.mark.parametrize("side", ["coach", "coachee"])
def test_the_pair_never_changes_not_even_before_the_answer(cast: Cast, session: CoachingSession, side: str) -> None:
    refused(PAIR, f"UPDATE coaching_coachingsession SET {side}_id = %s WHERE id = %s", key(cast.vera), key(session))


@pytest.mark.parametrize("table", ["coaching_sessionwords", "coaching_commitmentwords"])
@pytest.mark.parametrize("side", ["coach", "coachee"])
def test_nobody_else_is_written_beside_the_words(cast: Cast, answered: CoachingSession, table: str, side: str) -> None:
    refused(WORDS, f"UPDATE {table} SET {side}_id = %s WHERE session_id = %s", key(cast.vera), key(answered))


def test_no_row_of_words_names_another_pair_from_the_beginning(cast: Cast, session: CoachingSession) -> None:
    SessionWords.objects.everything(reason="test").filter(session=session).delete()
    rows: list[Any] = [
        SessionWords(session=session, coach=cast.vera, coachee=cast.nils, held_at=NOON, focus="x"),
        PrivateNote(session=session, author=cast.nils, text="x"),
    ]
    for row in rows:
        with pytest.raises(DatabaseError, match=WORDS), transaction.atomic():
            row.save()


def test_a_commitment_stays_its_owners_and_its_sessions(cast: Cast, answered: CoachingSession) -> None:
    commitment = answered.commitments.get()
    other = make_session(cast.lena, cast.olga)
    here = "UPDATE coaching_coachingcommitment SET"
    refused(OWNED, f"{here} owner_id = %s WHERE id = %s", key(cast.lena), key(commitment))
    refused(OWNED, f"{here} session_id = %s WHERE id = %s", key(other), key(commitment))
    words = CommitmentWords.objects.visible_to(cast.nils).get()
    refused(WORDS, "UPDATE coaching_commitmentwords SET session_id = %s WHERE id = %s", key(other), key(words))


def test_the_verbs_that_go_on_after_the_answer_still_do(cast: Cast, answered: CoachingSession) -> None:
    PrivateNote.of_session(answered).write("Slower.")
    commitment = CoachingCommitment.objects.visible_to(cast.nils).get()
    commitment.settle("kept", by=cast.nils, at=NOON)
    assert missing(connection) == []
