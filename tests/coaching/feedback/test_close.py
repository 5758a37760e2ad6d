"""Closing: figures once, and nothing else is left."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from coaching.feedback.closing import close_cycle, close_due
from coaching.feedback.states import CycleState
from coaching.models import FeedbackBallot, FeedbackBox, FeedbackCycle, FeedbackFromAbove, FeedbackResult
from portal.models import Event, Person
from portal.refusals import WrongState
from portal.roles import Role
from tests.cast import NOON, Cast, join, make_person
from tests.coaching.feedback.conftest import Branch
from tests.feedback_factories import answer, answer_all, answer_from_above, close, make_cycle, make_team_of


def seen_by(person: Person) -> list[FeedbackResult]:
    return list(FeedbackResult.objects.visible_to(person).in_order())


def result_of(manager: Person) -> FeedbackResult:
    found: FeedbackResult = FeedbackResult.objects.everything(reason="test").get(manager=manager)
    return found


def test_from_five_answers_up_there_are_figures(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    answer_all(branch.six[:5], branch.otto, [6] * 5)
    close(cycle)
    result = result_of(branch.otto)
    assert (result.asked, result.answers) == (6, 5)
    assert {(one["low"], one["high"], one["answers"]) for one in result.figures.values()} == {(5.5, 7.0, 5)}
    assert set(result.figures) == set(cycle.statements_of("team"))


def test_four_answers_are_told_by_nothing_but_that_they_are_too_few(
    cast: Cast, branch: Branch, cycle: FeedbackCycle
) -> None:
    answer_all(branch.six[:4], branch.otto, [1, 7, 7, 7])
    close(cycle)
    result = result_of(branch.otto)
    assert (result.answers, result.figures, result.is_shown) == (None, {}, False)


def test_a_statement_that_fewer_than_five_could_judge_has_no_figure(
    cast: Cast, branch: Branch, cycle: FeedbackCycle
) -> None:
    for number, person in enumerate(branch.six):
        answer(person, branch.otto, 5, early=8 if number < 2 else 5, observed=8 if number < 1 else 5)
    close(cycle)
    result = result_of(branch.otto)
    assert result.figure("early") is None
    assert result.figure("observed") is not None
    assert result.figure("observed").answers == 5  # type: ignore[union-attr]


def test_nothing_is_left_that_an_answer_could_be_found_in(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    answer_all(branch.six, branch.otto, range(1, 7))
    close(cycle)
    for model in (FeedbackBox, FeedbackBallot, FeedbackFromAbove):
        assert not model.objects.everything(reason="test").exists()


def test_it_closes_after_its_last_day_and_no_day_earlier(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    answer_all(branch.six, branch.otto, range(1, 7))
    close_cycle(cycle, at=NOON + timedelta(days=14))
    assert close_due(at=NOON + timedelta(days=14)) == 0
    cycle.refresh_from_db()
    assert cycle.state == CycleState.OPEN
    assert close_due(at=NOON + timedelta(days=15)) == 1
    cycle.refresh_from_db()
    assert cycle.state == CycleState.CLOSED


def test_it_closes_once(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    answer_all(branch.six, branch.otto, range(1, 7))
    moment = close(cycle)
    before = list(FeedbackResult.objects.everything(reason="test").values())
    close_cycle(cycle, at=moment)
    assert close_due(at=moment) == 0
    assert list(FeedbackResult.objects.everything(reason="test").values()) == before


@pytest.mark.parametrize("change", ["update", "delete"])
def test_what_is_published_is_never_changed(cast: Cast, branch: Branch, cycle: FeedbackCycle, change: str) -> None:
    answer_all(branch.six, branch.otto, range(1, 7))
    close(cycle)
    rows: Any = FeedbackResult.objects.everything(reason="test")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(answers=6) if change == "update" else rows._raw_delete(rows.db)


def test_the_manager_and_the_managers_above_read_the_figures_and_nobody_else(
    cast: Cast, branch: Branch, cycle: FeedbackCycle
) -> None:
    answer_all(branch.six, branch.otto, range(1, 7))
    olav = make_person("Olav")
    join(olav, cast.oslo, Role.MANAGER)
    close(cycle)
    readers = {
        one.name for one in [branch.otto, olav, *cast.everybody()] for row in seen_by(one) if row.manager == branch.otto
    }
    assert readers == {"Otto", "Lena", "Vera"}, "neither who opened it, nor an administrator, nor the team"


def test_before_the_close_nobody_reads_anything(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    answer_all(branch.six, branch.otto, range(1, 7))
    for person in [branch.otto, *cast.everybody()]:
        assert seen_by(person) == []
        assert not FeedbackBox.objects.visible_to(person).exists()


def test_what_the_manager_above_says_is_read_by_the_two_after_the_close(
    cast: Cast, branch: Branch, cycle: FeedbackCycle
) -> None:
    answer_from_above(cast.lena, branch.otto)
    assert not FeedbackFromAbove.objects.visible_to(branch.otto).exists()
    close(cycle)
    for person in [branch.otto, *cast.everybody()]:
        found = FeedbackFromAbove.objects.visible_to(person).exists()
        assert found == (person in (branch.otto, cast.lena)), person


def test_groups_that_are_too_small_are_put_together_where_their_managers_meet(cast: Cast) -> None:
    three, two = make_team_of(cast.oslo, 2), make_team_of(cast.bergen, 2)
    managers = [make_person("Otto"), make_person("Berta")]
    for manager, team in zip(managers, (cast.oslo, cast.bergen), strict=True):
        join(manager, team, Role.MANAGER)
    cycle = make_cycle(cast.acme, cast.stella)
    answer_all([cast.nils, *three], managers[0], [7, 7, 7])
    answer_all(two, managers[1], [7, 7])
    close(cycle)
    assert [row.is_shown for row in map(result_of, managers)] == [False, False]
    pooled = [row for row in seen_by(cast.lena) if row.manager is None]
    assert [(row.team, row.groups, row.asked, row.answers) for row in pooled] == [(cast.north, 2, 6, 5)]
    assert [row for row in seen_by(cast.sam) if row.manager is None] == []


def test_what_is_too_small_there_goes_on_to_the_team_above(cast: Cast) -> None:
    otto, rosa = make_person("Otto"), make_person("Rosa")
    join(otto, cast.oslo, Role.MANAGER)
    join(rosa, cast.rome, Role.MANAGER)
    oslo, rome = make_team_of(cast.oslo, 2), make_team_of(cast.rome, 2)
    cycle = make_cycle(cast.acme, cast.stella)
    answer_all([cast.nils, *oslo], otto, [4, 4, 4])
    answer_all([cast.rita, *rome], rosa, [4, 4, 4])
    close(cycle)
    assert [(row.team, row.groups, row.answers) for row in seen_by(cast.vera) if row.manager is None] == [
        (cast.acme, 3, 6)
    ]
    assert [row for row in seen_by(cast.lena) if row.manager is None] == []


def test_three_answers_that_nobody_joins_are_published_nowhere(
    cast: Cast, branch: Branch, cycle: FeedbackCycle
) -> None:
    answer_all(branch.six[:3], branch.otto, [1, 2, 3])
    close(cycle)
    assert not FeedbackResult.objects.everything(reason="test").exclude(answers=None).exists()


def test_a_change_of_team_shows_nothing_that_was_hidden(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    """Edge case: three answers of which two could be subtracted after somebody moved."""
    answer_all(branch.six, branch.otto, range(1, 7))
    answer(cast.olga, cast.lena, 1)
    moved = cast.nils.memberships.get()
    moved.team = cast.bergen
    moved.save()
    close(cycle)
    assert result_of(branch.otto).answers == 6, "an answer stays with the group of the opening day"
    assert not result_of(cast.lena).is_shown
    assert [row for row in seen_by(cast.vera) if row.manager is None] == []


def test_a_cycle_called_off_publishes_nothing(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    answer_all(branch.six, branch.otto, range(1, 7))
    cycle.call_off(by=cast.stella, at=NOON)
    assert not FeedbackBox.objects.everything(reason="test").exists()
    assert close_due(at=NOON + timedelta(days=15)) == 0
    assert not FeedbackResult.objects.everything(reason="test").exists()
    with pytest.raises(WrongState):
        cycle.call_off(by=cast.stella, at=NOON)


def test_closing_and_publishing_leave_events(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    answer_all(branch.six, branch.otto, range(1, 7))
    close(cycle)
    event = Event.objects.about(cycle).latest("id")
    assert (event.verb, event.by, event.after) == ("closed", None, {"groups": 2, "shown": 1})
    published = Event.objects.about(result_of(branch.otto)).get()
    assert (published.verb, published.after) == ("published", {"answers": 6})
