"""The charter above has a new version: each owner below is asked once, and answers."""

import pytest

from charters.aligned import aligned
from charters.alignment import align
from charters.choices import CharterState, RealignAnswer
from charters.findings import Check
from charters.models import Charter, Realignment
from charters.models.outlining import documents
from charters.refusals import WrongState
from portal.refusals import Invalid
from tests.cast import NOON, TODAY, Cast
from tests.charter_factories import approve, make_mission, put_into_force
from tests.charters.places import ALL, anew

TASKS = Realignment.objects.everything(reason="test")


@pytest.fixture
def newer(cast: Cast, root: Charter, child: Charter) -> Charter:
    """Acme's second version, approved while North's first is in force."""
    put_into_force(child)
    later = root.revise(by=cast.vera, at=NOON)
    later.edit({"vision": "Salespeople advise customers on outcomes that they measure."}, by=cast.vera, at=NOON)
    return approve(later)


def stale() -> set[object]:
    found = align(documents(ALL.present().with_parts())).findings
    return {one.charter for one in found if one.check == Check.A4}


def stale_on_the_tree(cast: Cast) -> set[object]:
    return {one.charter for one in aligned(cast.lena, TODAY)[1].findings if one.check == Check.A4}


def test_the_owner_is_asked_with_both_texts(cast: Cast, root: Charter, child: Charter, newer: Charter) -> None:
    task = TASKS.get()
    assert (task.charter, task.before, task.after, task.answer) == (child, root, newer, RealignAnswer.OPEN)
    assert list(TASKS.waiting_for(cast.lena)) == [task]
    assert task.before.vision != task.after.vision
    assert stale() == stale_on_the_tree(cast) == {child.pk}


def test_still_valid_is_remembered_and_the_text_stays(
    cast: Cast, root: Charter, child: Charter, newer: Charter
) -> None:
    TASKS.get().settle("still_valid", by=cast.lena, at=NOON)
    assert anew(child).parent == root
    assert stale() == stale_on_the_tree(cast) == set()
    assert not TASKS.open().exists()


def test_to_adapt_drafts_the_next_version_for_the_new_parent(cast: Cast, child: Charter, newer: Charter) -> None:
    draft = TASKS.get().settle("adapt", by=cast.lena, at=NOON)
    assert draft is not None
    assert (draft.revision, draft.parent, draft.state) == (2, newer, CharterState.DRAFT)
    assert stale() == {child.pk}
    put_into_force(draft)
    assert stale() == set()


def test_a_draft_that_is_there_already_follows(cast: Cast, child: Charter, newer: Charter) -> None:
    draft = child.revise(by=cast.lena, at=NOON)
    ALL.filter(pk=draft.pk).update(parent=child.parent)
    assert TASKS.get().settle("adapt", by=cast.lena, at=NOON) == draft
    assert anew(draft).parent == newer


def test_what_no_longer_serves_says_why_and_stays_marked(cast: Cast, child: Charter, newer: Charter) -> None:
    task = TASKS.get()
    with pytest.raises(Invalid):
        task.settle("no_longer_serves", by=cast.lena, at=NOON)
    task.settle("no_longer_serves", reason="We sell through partners now.", by=cast.lena, at=NOON)
    assert str(task.remark) == "We sell through partners now."
    assert stale() == {child.pk}


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_there_are_three_answers(cast: Cast, newer: Charter, answer: str) -> None:
    with pytest.raises(Invalid):
        TASKS.get().settle(answer, by=cast.lena, at=NOON)


def test_it_is_answered_once(cast: Cast, newer: Charter) -> None:
    TASKS.get().settle("still_valid", by=cast.lena, at=NOON)
    with pytest.raises(WrongState):
        TASKS.get().settle("adapt", by=cast.lena, at=NOON)


def test_each_charter_below_is_asked_once_and_grandchildren_are_not(cast: Cast, root: Charter, child: Charter) -> None:
    put_into_force(child)
    mission = make_mission(cast, child)
    child.revise(by=cast.lena, at=NOON)
    approve(root.revise(by=cast.vera, at=NOON))
    assert [task.charter for task in TASKS.all()] == [child]
    assert not mission.realignments.exists()


def test_writing_for_the_new_version_answers_by_itself(cast: Cast, child: Charter, newer: Charter) -> None:
    approve(child.revise(by=cast.lena, at=NOON))
    assert TASKS.get().answer == RealignAnswer.ADAPT


def test_a_retired_charter_is_not_asked(cast: Cast, root: Charter, child: Charter) -> None:
    child.retire(by=cast.lena, at=NOON)
    approve(root.revise(by=cast.vera, at=NOON))
    assert not TASKS.exists()
