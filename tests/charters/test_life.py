"""From approval to the end: in force, superseded, retired, brought back, reviewed."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from charters.choices import CharterKind, CharterState
from charters.models import Charter
from charters.refusals import CharterFixed, WrongState
from portal.models import Event
from tests.cast import NOON, TODAY, Cast
from tests.charter_factories import approve, draft, fill, put_into_force

ALL = Charter.objects.everything(reason="test")


def anew(charter: Charter) -> Charter:
    found: Charter = ALL.get(pk=charter.pk)
    return found


def test_it_waits_for_the_day_it_takes_effect(cast: Cast, child: Charter) -> None:
    child.edit({"effective_on": TODAY + timedelta(days=1)}, by=cast.lena, at=NOON)
    approve(child)
    with pytest.raises(WrongState, match="2026-11-19"):
        child.activate(by=cast.lena, at=NOON)
    assert list(ALL.due_to_begin(TODAY)) == []
    assert list(ALL.due_to_begin(TODAY + timedelta(days=1))) == [child]
    child.activate(by=None, at=NOON + timedelta(days=1))
    assert child.state == CharterState.ACTIVE


def test_the_next_version_supersedes_the_one_before(cast: Cast, root: Charter) -> None:
    later = root.revise(by=cast.vera, at=NOON)
    assert (later.revision, later.lineage, later.state) == (2, root.lineage, CharterState.DRAFT)
    put_into_force(later)
    assert (anew(root).state, anew(later).state) == (CharterState.SUPERSEDED, CharterState.ACTIVE)
    assert Event.objects.about(root).filter(verb="superseded").exists()


def test_two_versions_are_never_in_force_at_once(cast: Cast, root: Charter) -> None:
    later = approve(root.revise(by=cast.vera, at=NOON))
    with pytest.raises(IntegrityError), transaction.atomic():
        ALL.filter(pk=later.pk).update(state=CharterState.ACTIVE)


def test_a_team_has_one_active_charter_of_a_kind(cast: Cast, root: Charter, child: Charter) -> None:
    put_into_force(child)
    second = draft(cast.north, by=cast.lena, sponsor=cast.vera, kind=CharterKind.REGION, parent=root, title="Another")
    fill(second)
    values = {"other": anew(child), "words": "Playbooks"}
    second.add_part(child.connections.model, values, by=cast.lena, at=NOON)
    approve(second)
    with pytest.raises(WrongState, match="in force for North already"):
        second.activate(by=cast.lena, at=NOON)
    child.retire(by=cast.lena, at=NOON)
    second.activate(by=cast.lena, at=NOON)
    assert second.state == CharterState.ACTIVE


def test_there_is_one_draft_at_a_time(cast: Cast, root: Charter) -> None:
    root.revise(by=cast.vera, at=NOON)
    with pytest.raises(WrongState, match="exists already"):
        root.revise(by=cast.vera, at=NOON)


def test_what_is_approved_names_the_verb_to_use(cast: Cast, root: Charter) -> None:
    with pytest.raises(CharterFixed) as refusal:
        root.edit({"vision": "Another"}, by=cast.vera, at=NOON)
    assert refusal.value.extra == {"verb": "revise"}
    with pytest.raises(CharterFixed):
        root.remove_part(root.goals.get(), by=cast.vera, at=NOON)


def test_what_is_in_review_is_not_edited(cast: Cast, child: Charter) -> None:
    child.submit(by=cast.lena, at=NOON)
    with pytest.raises(WrongState, match="in review"):
        child.edit({"vision": "Another"}, by=cast.lena, at=NOON)


def test_what_was_retired_comes_back_as_what_it_was(cast: Cast, root: Charter, child: Charter) -> None:
    child.retire(by=cast.lena, at=NOON)
    child.bring_back(by=cast.lena, at=NOON)
    assert child.state == CharterState.DRAFT
    root.retire(by=cast.vera, at=NOON)
    root.bring_back(by=cast.vera, at=NOON)
    assert root.state == CharterState.APPROVED


def test_a_review_moves_the_next_one(cast: Cast, root: Charter) -> None:
    later = NOON + timedelta(days=100)
    assert list(ALL.review_overdue(later.date())) == [root]
    root.review(note="Still right.", by=cast.vera, at=later)
    assert root.review_due_on == date(2026, 11, 18) + timedelta(days=190)
    assert list(ALL.review_overdue(later.date())) == []


def test_each_person_acknowledges_a_version_once(cast: Cast, root: Charter) -> None:
    root.acknowledge(by=cast.nils, at=NOON)
    with pytest.raises(WrongState, match="already"):
        root.acknowledge(by=cast.nils, at=NOON)
    later = put_into_force(root.revise(by=cast.vera, at=NOON))
    later.acknowledge(by=cast.nils, at=NOON)
    assert (root.acknowledgements.count(), later.acknowledgements.count()) == (1, 1)


def test_a_draft_is_not_acknowledged(cast: Cast, child: Charter) -> None:
    with pytest.raises(WrongState):
        child.acknowledge(by=cast.nils, at=NOON)


def test_present_is_the_version_in_force_or_else_the_newest(cast: Cast, root: Charter, child: Charter) -> None:
    root.revise(by=cast.vera, at=NOON)
    child.retire(by=cast.lena, at=NOON)
    assert list(ALL.present()) == [root]
