"""Others work that way from a day on, and say whether it was useful."""

from datetime import date, timedelta

import pytest

from coaching import rules
from coaching.models import BestPractice, PracticeVoice
from coaching.refusals import WrongState
from portal.models import Event
from portal.refusals import Invalid
from tests.cast import NOON, TODAY, Cast
from tests.coaching_factories import make_practice


@pytest.fixture
def practice(cast: Cast) -> BestPractice:
    return make_practice(cast.nils, cast.oslo)


def test_it_is_adopted_with_a_day_and_counted(cast: Cast, practice: BestPractice) -> None:
    practice.adopt(on=TODAY - timedelta(days=3), by=cast.rita, at=NOON)
    practice.adopt(by=cast.olga, at=NOON)
    assert practice.adopted_count == 2
    assert practice.adoptions.get(person=cast.rita).adopted_on == TODAY - timedelta(days=3)
    assert practice.adoptions.get(person=cast.olga).team == cast.bergen


def test_others_do_not_make_a_version_of_it(cast: Cast, practice: BestPractice) -> None:
    practice.adopt(by=cast.rita, at=NOON)
    practice.judge(True, by=cast.rita, at=NOON)
    assert practice.version == 1


def test_nobody_adopts_twice_or_from_tomorrow_on(cast: Cast, practice: BestPractice) -> None:
    practice.adopt(by=cast.rita, at=NOON)
    with pytest.raises(WrongState):
        practice.adopt(by=cast.rita, at=NOON)
    with pytest.raises(Invalid):
        practice.adopt(on=TODAY + timedelta(days=1), by=cast.olga, at=NOON)


def test_whoever_stops_can_begin_again_and_both_are_known(cast: Cast, practice: BestPractice) -> None:
    practice.adopt(by=cast.rita, at=NOON)
    practice.stop_using(by=cast.rita, at=NOON)
    assert practice.adopted_count == 0
    with pytest.raises(WrongState):
        practice.stop_using(by=cast.rita, at=NOON)
    practice.adopt(by=cast.rita, at=NOON)
    assert (practice.adopted_count, practice.adoptions.count()) == (1, 2)


def test_the_team_is_that_of_the_day(cast: Cast, practice: BestPractice) -> None:
    before = date(2026, 5, 1)
    cast.felix.memberships.create(team=cast.rome, role="member", starts_on=date(2026, 6, 1))
    practice.adopt(on=before, by=cast.felix, at=NOON)
    assert practice.adoptions.get().team == cast.oslo


def test_one_voice_a_person_which_can_change_and_be_taken_back(cast: Cast, practice: BestPractice) -> None:
    practice.judge(True, by=cast.rita, at=NOON)
    practice.judge(False, by=cast.rita, at=NOON)
    assert (practice.useful_count, practice.voices_count) == (0, 1)
    practice.judge(None, by=cast.rita, at=NOON)
    assert practice.voices_count == 0
    assert PracticeVoice.objects.everything(reason="a test").count() == 1


def test_a_share_of_fewer_than_three_voices_is_unknown(cast: Cast, practice: BestPractice) -> None:
    practice.judge(True, by=cast.rita, at=NOON)
    practice.judge(True, by=cast.olga, at=NOON)
    assert practice.useful_share is None
    practice.judge(False, by=cast.sam, at=NOON)
    assert practice.useful_share == 0.667


def test_its_author_neither_adopts_nor_judges_it(cast: Cast, practice: BestPractice) -> None:
    assert not rules.may_adopt(cast.nils, practice)
    assert rules.may_adopt(cast.rita, practice)


def test_what_is_put_away_is_neither_adopted_nor_judged(cast: Cast, practice: BestPractice) -> None:
    practice.archive(by=cast.nils, at=NOON)
    with pytest.raises(WrongState):
        practice.adopt(by=cast.rita, at=NOON)
    with pytest.raises(WrongState):
        practice.judge(True, by=cast.rita, at=NOON)


def test_each_leaves_an_event(cast: Cast, practice: BestPractice) -> None:
    practice.adopt(by=cast.rita, at=NOON)
    practice.judge(True, by=cast.rita, at=NOON)
    practice.stop_using(by=cast.rita, at=NOON)
    verbs = Event.objects.about(practice).values_list("verb", flat=True)
    assert set(verbs) == {"written", "adopted", "judged", "stopped"}
