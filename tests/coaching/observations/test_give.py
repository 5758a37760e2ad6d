"""Two views of the same conversation: apart until both are in, between the two for ever."""

from datetime import timedelta

import pytest
from django.db import connection

from coaching import rules
from coaching.choices import ObservationState, Side
from coaching.models import Observation, ObservationWords, ReadingGrant
from coaching.models.observation_words import Mark
from coaching.observed import compared, words_of
from coaching.refusals import WrongState
from portal.models import Event, Person
from portal.refusals import Invalid, Stale
from tests.cast import NOON, Cast
from tests.coaching_factories import make_marks

SECRET = "He let the pause stand"


def sides(observation: Observation, person: Person) -> set[str]:
    return set(words_of(observation, person))


def test_neither_sees_the_other_before_both_are_in(cast: Cast, observation: Observation) -> None:
    observation.give(make_marks(3), "Well done", by=cast.lena, at=NOON)
    assert sides(observation, cast.lena) == {Side.COACH}
    assert sides(observation, cast.nils) == set()
    observation.give(make_marks(2), by=cast.nils, at=NOON)
    assert observation.state == ObservationState.COMPLETE
    assert sides(observation, cast.lena) == sides(observation, cast.nils) == {Side.COACH, Side.COACHEE}


def test_the_coachee_may_be_first_and_stays_hidden_as_well(cast: Cast, observation: Observation) -> None:
    observation.give(make_marks(2), by=cast.nils, at=NOON)
    assert sides(observation, cast.lena) == set()
    assert observation.is_open


def test_whoever_declines_sees_the_observers_as_soon_as_they_are_in(cast: Cast, observation: Observation) -> None:
    observation.decline(by=cast.nils, at=NOON)
    assert sides(observation, cast.nils) == set()
    observation.give(make_marks(3), by=cast.lena, at=NOON)
    assert observation.is_complete
    assert sides(observation, cast.nils) == {Side.COACH}


def test_the_observers_are_shown_when_the_coachee_declines_later(cast: Cast, observation: Observation) -> None:
    observation.give(make_marks(3), by=cast.lena, at=NOON)
    observation.decline(by=cast.nils, at=NOON)
    assert sides(observation, cast.nils) == {Side.COACH}


def test_managers_above_stewards_and_strangers_read_neither(cast: Cast, observation: Observation) -> None:
    observation.give(make_marks(3), SECRET, by=cast.lena, at=NOON)
    observation.give(make_marks(2), by=cast.nils, at=NOON)
    for person in (cast.vera, cast.stella, cast.sam, cast.rita, cast.olga, cast.adam):
        assert sides(observation, person) == set()
    assert Observation.objects.visible_to(cast.vera).filter(pk=observation.pk).exists()
    for person in (cast.stella, cast.sam, cast.olga, cast.adam):
        assert not Observation.objects.visible_to(person).exists()


def test_whom_the_coachee_lets_read_reads_once_both_are_in(cast: Cast, observation: Observation) -> None:
    ReadingGrant.objects.create(coachee=cast.nils, reader=cast.vera, granted_at=NOON)
    observation.give(make_marks(3), by=cast.lena, at=NOON)
    assert sides(observation, cast.vera) == set()
    observation.give(make_marks(2), by=cast.nils, at=NOON)
    assert sides(observation, cast.vera) == {Side.COACH, Side.COACHEE}


@pytest.mark.parametrize("level", [1, 4])
def test_the_lowest_and_the_highest_level_need_a_sentence(cast: Cast, observation: Observation, level: int) -> None:
    with pytest.raises(Invalid) as refused:
        observation.give(make_marks(level, issue="He asked first."), by=cast.lena, at=NOON)
    assert set(refused.value.errors) == {"marks.0.evidence", "marks.2.evidence"}
    told = dict.fromkeys(("preparation", "issue", "listening"), "As seen.")
    observation.give(make_marks(level, **told), by=cast.lena, at=NOON)


def test_odd_marks_are_named(cast: Cast, observation: Observation) -> None:
    with pytest.raises(Invalid) as refused:
        observation.give([Mark("charm", 2), Mark("issue", 7), Mark("issue", 2)], by=cast.lena, at=NOON)
    assert set(refused.value.errors) == {"marks.0.item", "marks.1.level", "marks.2.item"}


def test_nothing_seen_at_all_is_no_view(cast: Cast, observation: Observation) -> None:
    with pytest.raises(Invalid) as refused:
        observation.give([Mark("issue", None)], by=cast.lena, at=NOON)
    assert set(refused.value.errors) == {"marks"}


def test_it_can_be_given_anew_until_both_are_in(cast: Cast, observation: Observation) -> None:
    observation.give(make_marks(3), by=cast.lena, at=NOON)
    observation.give(make_marks(2), by=cast.lena, at=NOON + timedelta(minutes=5))
    observation.give(make_marks(2), by=cast.nils, at=NOON)
    [first, *_rest] = compared(observation, words_of(observation, cast.nils))
    assert first.observer == Mark("preparation", 2)
    with pytest.raises(WrongState):
        observation.give(make_marks(3), by=cast.lena, at=NOON)


def test_two_levels_apart_are_to_be_talked_about(cast: Cast, observation: Observation) -> None:
    observation.give([Mark("issue", 1, SECRET), Mark("loop", 2)], by=cast.lena, at=NOON)
    observation.give([Mark("issue", 3), Mark("loop", 3)], by=cast.nils, at=NOON)
    apart = [one.item.code for one in compared(observation, words_of(observation, cast.nils)) if one.apart]
    assert apart == ["issue"]


def test_levels_and_words_are_sealed_and_no_event_holds_them(cast: Cast, observation: Observation) -> None:
    observation.give([Mark("issue", 4, SECRET)], SECRET, by=cast.lena, at=NOON)
    events = Event.objects.about(observation)
    assert SECRET not in str(list(events.values()))
    assert [event.after for event in events.filter(verb="given")] == [{"side": "coach"}]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT marks, comment FROM {ObservationWords._meta.db_table}")
        stored = repr([bytes(cell) for row in cursor.fetchall() for cell in row])
    assert SECRET not in stored
    assert "issue" not in stored


def test_a_view_of_an_old_version_is_refused(cast: Cast, observation: Observation) -> None:
    observation.give(make_marks(2), by=cast.nils, at=NOON, version=1)
    with pytest.raises(Stale):
        observation.give(make_marks(2), by=cast.lena, at=NOON, version=1)


def test_only_the_two_say_anything(cast: Cast, observation: Observation) -> None:
    assert rules.may_give(cast.lena, observation)
    assert rules.may_give(cast.nils, observation)
    assert not rules.may_give(cast.vera, observation)
    assert rules.may_decline(cast.nils, observation)
    assert not rules.may_decline(cast.lena, observation)
    assert rules.may_withdraw_observation(cast.lena, observation)
    assert not rules.may_withdraw_observation(cast.nils, observation)


def test_what_was_withdrawn_takes_no_more(cast: Cast, observation: Observation) -> None:
    observation.withdraw(by=cast.lena, at=NOON)
    with pytest.raises(WrongState):
        observation.decline(by=cast.nils, at=NOON)
    with pytest.raises(WrongState):
        observation.give(make_marks(2), by=cast.lena, at=NOON)


def test_nobody_declines_after_giving(cast: Cast, observation: Observation) -> None:
    observation.give(make_marks(2), by=cast.nils, at=NOON)
    with pytest.raises(WrongState):
        observation.decline(by=cast.nils, at=NOON)
