"""Texts are erased once they are older than the team keeps them; that a session took place stays known."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from coaching.models import CoachingSession, CommitmentWords, ObservationWords, PrivateNote, SessionWords
from coaching.models.observation_words import Mark
from coaching.models.words import PROMISED, SPOKEN
from coaching.observed import watched
from coaching.standards import say
from coaching.upkeep import erase_old
from portal.models import Event, Person
from tests.cast import NOON, TODAY, Cast
from tests.coaching_factories import make_form, make_observation, make_promise, make_session

TWO_YEARS = timedelta(days=740)


@pytest.fixture
def old(cast: Cast) -> CoachingSession:
    session = make_session(cast.lena, cast.nils, note="Watch his pace.", promises=[make_promise()])
    session.acknowledge(took_place=True, useful=4, comment="Yes.", by=cast.nils, at=NOON)
    return session


def texts(person: Person) -> set[str]:
    found = {getattr(one, name) for one in SessionWords.objects.visible_to(person) for name in SPOKEN}
    found |= {getattr(one, name) for one in CommitmentWords.objects.visible_to(person) for name in PROMISED}
    return (found | {one.text for one in PrivateNote.objects.visible_to(person)}) - {""}


def test_what_is_too_old_is_erased_and_the_facts_stay(cast: Cast, old: CoachingSession) -> None:
    later = NOON + TWO_YEARS
    version = old.version
    assert len(texts(cast.lena)) == 6
    assert erase_old(at=later) == 1
    assert texts(cast.lena) == texts(cast.nils) == set()
    old.refresh_from_db()
    assert (old.minutes, old.counted_minutes, old.version) == (45, 45, version + 1)
    assert SessionWords.objects.visible_to(cast.nils).get().erased_at == later
    [event] = Event.objects.about(old).filter(verb="erased")
    assert (event.by, event.after) == (None, {})
    assert erase_old(at=later) == 0


def test_nothing_is_left_of_it_in_the_table(cast: Cast, old: CoachingSession) -> None:
    erase_old(at=NOON + TWO_YEARS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(SPOKEN)} FROM coaching_sessionwords")
        assert {bytes(one) for one in cursor.fetchone()} == {b""}


def test_what_is_younger_stays(cast: Cast, old: CoachingSession) -> None:
    assert erase_old(at=NOON + timedelta(days=700)) == 0
    assert texts(cast.nils)


def test_a_team_keeps_texts_for_as_long_as_it_or_the_team_above_says(cast: Cast, old: CoachingSession) -> None:
    of_olga = make_session(cast.lena, cast.olga)
    say(cast.north, {"kept_months": 12}, by=cast.vera, at=NOON)
    say(cast.bergen, {"kept_months": 36}, by=cast.vera, at=NOON)
    assert erase_old(at=NOON + timedelta(days=400)) == 1
    assert SessionWords.objects.visible_to(cast.nils).get().focus == ""
    assert SessionWords.objects.visible_to(cast.olga).get(session=of_olga).focus == "Ask first"


def test_what_is_written_into_an_old_session_is_erased_with_the_next_run(cast: Cast, old: CoachingSession) -> None:
    later = NOON + TWO_YEARS
    erase_old(at=later)
    old.commitments.get().settle("missed", reason="Never came to it", by=cast.nils, at=later)
    assert texts(cast.nils) == {"Never came to it"}
    assert erase_old(at=later) == 1
    assert texts(cast.nils) == set()


def test_what_was_seen_long_ago_is_erased_and_that_it_was_stays(cast: Cast) -> None:
    observation = make_observation(cast.lena, cast.nils, make_form(cast.acme, by=cast.stella))
    observation.give([Mark("issue", 2, "He asked first")], "Well prepared", by=cast.lena, at=NOON)
    observation.decline(by=cast.nils, at=NOON)
    assert erase_old(at=NOON) == 0
    assert erase_old(at=NOON + TWO_YEARS) == 1
    words = ObservationWords.objects.visible_to(cast.nils).get()
    assert {(mark.level, mark.evidence) for mark in words.told.values()} == {(2, "")}
    assert words.comment == ""
    assert watched(cast.nils, cast.nils, TODAY).with_customers == 1
