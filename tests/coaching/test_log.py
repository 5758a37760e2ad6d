"""Logging a session: facts in one table, what was said in another, and nothing counts before the coachee has answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from coaching.choices import Channel, CommitmentState, Kind, Side
from coaching.coverage import Share
from coaching.keeping import reliability_of
from coaching.models import CoachingCommitment, CoachingSession, CommitmentWords, PrivateNote, SessionWords
from coaching.recording import Log, Review, log_session
from coaching.refusals import ReviewFirst, WrongState
from portal.models import Event, Person
from portal.refusals import Invalid
from portal.scoping import ScopeMissing
from tests.cast import NOON, TODAY, Cast
from tests.coaching_factories import make_promise, make_session
from tests.factories import make_funnel, make_opportunity

SECRET = "He talks before he asks."


def log(cast: Cast, coachee: Person | None = None, **more: Any) -> CoachingSession:
    return make_session(cast.lena, coachee or cast.nils, **({"note": "Watch his pace."} | more))


def test_a_session_is_claimed_until_its_coachee_answers(cast: Cast) -> None:
    session = log(cast)

    assert session.is_claimed
    assert session.counted_minutes == 0
    assert session.team == cast.oslo

    session.acknowledge(took_place=True, minutes=30, useful=4, by=cast.nils, at=NOON)
    assert session.counted_minutes == 30
    assert session.minutes == 45


def test_a_session_that_did_not_take_place_never_counts(cast: Cast) -> None:
    session = log(cast)

    session.acknowledge(took_place=False, by=cast.nils, at=NOON)

    assert session.counted_minutes == 0
    assert session.is_disputed


def test_a_session_the_coachee_disagrees_with_counts_and_is_flagged(cast: Cast) -> None:
    session = log(cast)

    session.acknowledge(took_place=True, agrees=False, by=cast.nils, at=NOON)

    assert session.counted_minutes == 45
    assert session.is_disputed


def test_a_session_is_answered_once(cast: Cast) -> None:
    session = log(cast)
    session.acknowledge(took_place=True, by=cast.nils, at=NOON)

    with pytest.raises(WrongState):
        session.acknowledge(took_place=False, by=cast.nils, at=NOON)


def test_only_the_two_read_what_was_said(cast: Cast) -> None:
    session = log(cast)

    for person in cast.everybody():
        readable = SessionWords.objects.visible_to(person).filter(session=session).exists()
        assert readable == (person in (cast.lena, cast.nils)), person
    assert PrivateNote.objects.visible_to(cast.lena).get().text == "Watch his pace."
    assert not PrivateNote.objects.visible_to(cast.nils).exists()


def test_words_are_not_reached_by_way_of_their_session(cast: Cast) -> None:
    session = log(cast)

    assert not [name for name in dir(session) if "words" in name or "privatenote" in name]
    with pytest.raises(ScopeMissing):
        SessionWords.objects.get(session=session)


def test_what_was_said_lies_sealed_in_the_database(cast: Cast) -> None:
    log(cast, promises=[make_promise("Meet the harbour master")])

    with connection.cursor() as cursor:
        cursor.execute("SELECT focus, observed FROM coaching_sessionwords")
        stored = [bytes(value) for value in cursor.fetchone()]
        cursor.execute("SELECT what FROM coaching_commitmentwords")
        stored.append(bytes(cursor.fetchone()[0]))
    assert not any(word in value for value in stored for word in (b"Ask first", b"talks", b"harbour"))


def test_events_tell_facts_and_no_word(cast: Cast) -> None:
    session = log(cast, promises=[make_promise("Meet the harbour master")])
    session.acknowledge(took_place=True, comment="It was not like that.", by=cast.nils, at=NOON)

    told = str([(one.verb, one.before, one.after, one.reason) for one in Event.objects.all()])
    assert "harbour" not in told
    assert "not like that" not in told
    assert {"logged", "made", "acknowledged"} <= {one.verb for one in Event.objects.all()}


def test_what_is_sent_twice_is_kept_once(cast: Cast) -> None:
    facts = {"held_at": NOON - timedelta(days=1), "minutes": 45, "channel": Channel.REMOTE, "kind": Kind.SKILL}
    key = uuid4()

    first = log_session(Log(facts, {"focus": "Ask"}), coach=cast.lena, coachee=cast.nils, at=NOON, sent_as=key)
    second = log_session(Log(facts, {"focus": "Ask"}), coach=cast.lena, coachee=cast.nils, at=NOON, sent_as=key)

    assert first == second
    assert CoachingSession.objects.visible_to(cast.lena).count() == 1


def test_the_stage_of_that_moment_is_kept(cast: Cast) -> None:
    make_funnel(cast.acme)
    opportunity = make_opportunity(cast.nils, cast.oslo, at=NOON - timedelta(days=3))

    session = log(cast, opportunities=[opportunity])

    linked = session.links.get()
    assert linked.stage == opportunity.stage
    assert linked.early


def test_the_stage_is_that_of_the_day_of_the_session(cast: Cast) -> None:
    make_funnel(cast.acme)
    opportunity = make_opportunity(cast.nils, cast.oslo, at=NOON - timedelta(days=9))
    first = opportunity.stage
    for _stage in range(3):
        opportunity.advance(by=cast.vera, at=NOON - timedelta(days=1), override="The customer is ahead of us")

    before = log(cast, opportunities=[opportunity], held_at=NOON - timedelta(days=2)).links.get()
    after = log(cast, opportunities=[opportunity], held_at=NOON - timedelta(hours=1)).links.get()

    assert (before.stage, before.early) == (first, True)
    assert (after.stage, after.early) == (opportunity.stage, False)


def test_earlier_commitments_are_reviewed_before_new_ones_are_added(cast: Cast) -> None:
    log(cast, promises=[make_promise(due_on=TODAY), make_promise("Open the door", Side.COACH, due_on=TODAY)])
    due = list(CoachingCommitment.objects.visible_to(cast.lena))
    later = NOON + timedelta(days=1)
    facts = {"held_at": later, "minutes": 30, "channel": Channel.REMOTE, "kind": Kind.FUNNEL}
    again = Log(facts, {"focus": "Again"}, promises=[make_promise("A new one", due_on=TODAY + timedelta(days=9))])

    with pytest.raises(ReviewFirst) as refused:
        log_session(again, coach=cast.lena, coachee=cast.nils, at=later)
    assert len(refused.value.due) == 2

    reviews = [Review(one, CommitmentState.KEPT) for one in due]
    session = log_session(
        Log(again.facts, again.words, reviews=reviews, promises=again.promises),
        coach=cast.lena, coachee=cast.nils, at=later,
    )  # fmt: skip
    assert {one.settled_in for one in CoachingCommitment.objects.visible_to(cast.lena).exclude(state="open")} == {
        session
    }


@pytest.mark.parametrize(
    ("state", "on", "seen", "on_time"),
    [
        (CommitmentState.KEPT, None, TODAY, True),
        (CommitmentState.KEPT, TODAY + timedelta(days=2), TODAY + timedelta(days=2), False),
        (CommitmentState.PARTLY, None, TODAY + timedelta(days=5), False),
    ],
)
def test_what_was_kept_by_its_day_and_reviewed_later_was_kept_on_time(
    cast: Cast, state: str, on: date | None, seen: date, on_time: bool
) -> None:
    log(cast, promises=[make_promise(due_on=TODAY)])
    commitment, later = CoachingCommitment.objects.visible_to(cast.lena).get(), NOON + timedelta(days=5)
    make_session(cast.lena, cast.nils, held_at=later, at=later, reviews=[Review(commitment, state, on=on)])
    commitment.refresh_from_db()
    assert (commitment.settled_on, commitment.is_on_time()) == (seen, on_time)
    assert reliability_of(cast.nils, later.date()) == Share(int(on_time), 1)


def test_nothing_is_seen_to_be_kept_on_a_day_to_come(cast: Cast) -> None:
    log(cast, promises=[make_promise(due_on=TODAY)])
    commitment = CoachingCommitment.objects.visible_to(cast.lena).get()
    reviews = [Review(commitment, CommitmentState.KEPT, on=TODAY + timedelta(days=1))]
    with pytest.raises(Invalid) as refused:
        make_session(cast.lena, cast.nils, reviews=reviews)
    assert "on" in refused.value.errors


def test_somebody_of_another_team_is_not_coached(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        log(cast, coachee=cast.rita)
    assert "coachee" in refused.value.errors


def test_why_a_commitment_was_missed_is_read_by_the_two(cast: Cast) -> None:
    log(cast, promises=[make_promise()])
    commitment = CoachingCommitment.objects.visible_to(cast.nils).get()

    with pytest.raises(Invalid):
        commitment.settle(CommitmentState.MISSED, by=cast.nils, at=NOON)
    commitment.settle(CommitmentState.MISSED, reason="The customer was ill", by=cast.nils, at=NOON)

    assert CommitmentWords.objects.visible_to(cast.nils).get().reason == "The customer was ill"
    assert not CommitmentWords.objects.visible_to(cast.vera).exists()
