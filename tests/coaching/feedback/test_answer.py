"""Answering: one effect, and nothing that leads back."""

from datetime import timedelta

import pytest

from coaching.feedback import bundle
from coaching.feedback.statements import TEAM
from coaching.models import FeedbackBallot, FeedbackBox, FeedbackCycle
from coaching.refusals import BallotUsed
from portal.models import Event
from portal.refusals import Invalid, WrongState
from portal.roles import Role
from tests.cast import NOON, Cast, join, make_person
from tests.coaching.feedback.conftest import Branch
from tests.feedback_factories import answer, answer_all, answer_from_above, ballot_of, close, make_cycle


def box_of(branch: Branch) -> FeedbackBox:
    found: FeedbackBox = FeedbackBox.objects.everything(reason="test").get(manager=branch.otto)
    return found


def test_it_lies_in_the_box_and_the_ballot_is_used(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    assert len(FeedbackBallot.objects.visible_to(cast.nils).open_on(cycle.opens_on)) == 1
    answer(cast.nils, branch.otto, 6, asks_first=2, early=8)
    width = len(cycle.statements_of(TEAM))
    assert bundle.answers(box_of(branch).answers, width) == [[6, 8, 6, 6, 2, *[6] * 7]]
    assert FeedbackBallot.objects.visible_to(cast.nils).open_on(cycle.opens_on) == []


def test_a_second_answer_is_refused_and_changes_nothing(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    answer(cast.nils, branch.otto, 6)
    before = box_of(branch).answers
    with pytest.raises(BallotUsed):
        answer(cast.nils, branch.otto, 1)
    assert box_of(branch).answers == before


def test_every_statement_is_answered_on_the_scale(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    ballot = ballot_of(cast.nils, branch.otto)
    whole = dict.fromkeys(cycle.statements_of(TEAM), 5)
    for marks, field in [
        ({**whole, "early": 9}, "early"),
        ({**whole, "early": 0}, "early"),
        ({**whole, "luck": 5}, "luck"),
        ({code: 5 for code in whole if code != "early"}, "early"),
    ]:
        with pytest.raises(Invalid) as refused:
            ballot.answer(marks, at=NOON)
        assert list(refused.value.errors) == [field]
    assert FeedbackBallot.objects.visible_to(cast.nils).open_on(cycle.opens_on)


def test_it_is_taken_until_the_end_of_the_last_day(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    with pytest.raises(WrongState):
        answer(cast.nils, branch.otto, at=NOON + timedelta(days=15))
    answer(cast.nils, branch.otto, at=NOON + timedelta(days=14))


def test_after_the_close_there_is_no_box_left(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    ballot = ballot_of(cast.nils, branch.otto)
    close(cycle)
    with pytest.raises(WrongState):
        ballot.answer(dict.fromkeys(cycle.statements_of(TEAM), 5), at=NOON)


def test_it_leaves_no_event(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    before = Event.objects.count()
    answer(cast.nils, branch.otto)
    assert Event.objects.count() == before


def test_the_box_is_as_long_empty_as_full(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    empty = box_of(branch)
    answer_all(branch.six, branch.otto, [1, 2, 3, 4, 5, 6])
    full = box_of(branch)
    assert (len(full.answers), len(full.used)) == (len(empty.answers), len(empty.used))


def test_answers_lie_in_another_order_than_they_came(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    width, came, orders = len(cycle.statements_of(TEAM)), [], set()
    for person, mark in zip(branch.six, range(1, 7), strict=True):
        answer(person, branch.otto, mark)
        came.append([mark] * width)
        lying = bundle.answers(box_of(branch).answers, width)
        assert sorted(lying) == came
        orders.add(lying == came)
    assert orders == {True, False}


def test_a_person_of_two_managers_answers_about_each(cast: Cast, branch: Branch) -> None:
    olav = make_person("Olav")
    join(olav, cast.oslo, Role.MANAGER)
    cycle = make_cycle(cast.north, cast.stella)
    answer(cast.nils, branch.otto)
    assert [one.box.manager for one in FeedbackBallot.objects.visible_to(cast.nils).open_on(cycle.opens_on)] == [olav]


def test_the_manager_above_answers_once_and_by_name(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    form = answer_from_above(cast.lena, branch.otto, 6)
    form.refresh_from_db()
    assert form.marks == dict.fromkeys(cycle.statements_of("above"), 6)
    assert Event.objects.about(form).get().verb == "answered"
    with pytest.raises(WrongState, match="already"):
        form.answer(form.marks, by=cast.lena, at=NOON)
