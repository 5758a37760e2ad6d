"""Whoever leaves or moves leaves no charter, objective, tactic or answer behind without somebody who takes it."""

from datetime import timedelta

import pytest

from charters.choices import FeedbackTopic
from charters.handover import hand_over, open_in, open_items
from charters.models import Charter, Question, StrategyFeedback, Tactic
from charters.refusals import WrongState
from charters.rules import may_answer
from portal.handover import SuccessorMissing
from portal.joining import move
from portal.leaving import leave
from portal.models import Event, Membership, Person
from portal.organising import archive_team
from portal.refusals import Invalid, Refusal
from tests.cast import NOON, Cast
from tests.charter_factories import make_mission, put_into_force
from tests.charters.places import ALL, anew


def titles(person: Person) -> list[tuple[str, str]]:
    return [(one.title, one.detail) for one in open_items(person)]


def everything_to(person: Person, leaving: Person) -> dict[object, Person]:
    return {one.id: person for one in open_items(leaving)}


@pytest.fixture
def running(child: Charter) -> Charter:
    return put_into_force(child)


def test_everything_that_somebody_answers_for_is_listed(cast: Cast, running: Charter) -> None:
    told = {"owner": cast.lena, "by": cast.nils, "at": NOON, "team": cast.oslo}
    StrategyFeedback.file(topic=FeedbackTopic.COMPETITOR, text="They are faster", **told)
    assert titles(cast.lena) == [
        ("North charter", "Charter · North"),
        ("Salespeople search less", "Objective · North"),
        ("Write the first playbook", "Tactic · North"),
        ("Feedback to answer by 2 Dec 2026", "Oslo"),
    ]


def test_what_was_never_approved_does_not_say_its_name(cast: Cast, child: Charter) -> None:
    assert {title for title, _detail in titles(cast.lena)} == {"Still being written"}


def test_what_is_over_is_nobodys_to_take(cast: Cast, running: Charter) -> None:
    running.tactics.get().progress.done(by=cast.lena, at=NOON)
    assert [detail for _title, detail in titles(cast.lena)] == ["Charter · North", "Objective · North"]
    running.retire(by=cast.lena, at=NOON)
    assert titles(cast.lena) == []


def test_it_passes_on_in_every_living_version(cast: Cast, running: Charter) -> None:
    later = running.revise(by=cast.lena, at=NOON)
    assert len(titles(cast.lena)) == 3
    hand_over(everything_to(cast.olga, cast.lena), by=cast.stella, at=NOON)
    for charter in (anew(running), anew(later)):
        assert charter.owner == cast.olga
        assert charter.objectives.get().progress.owner == cast.olga
        assert charter.tactics.get().progress.owner == cast.olga
    assert titles(cast.lena) == []
    assert Event.objects.about(running).filter(verb="objective_handed_over").get().reason == "Handed over"


@pytest.mark.parametrize("submitted", [False, True])
def test_it_passes_on_before_anything_is_approved(cast: Cast, child: Charter, submitted: bool) -> None:
    if submitted:
        child.submit(by=cast.lena, at=NOON)
    hand_over(everything_to(cast.olga, cast.lena), by=cast.stella, at=NOON)
    assert (anew(child).owner, child.tactics.get().progress.owner) == (cast.olga, cast.olga)


def test_a_new_owner_of_an_objective_is_asked_to_accept_it(cast: Cast, running: Charter) -> None:
    running.objectives.get().progress.accept(by=cast.lena, at=NOON)
    hand_over(everything_to(cast.olga, cast.lena), by=cast.stella, at=NOON)
    assert running.objectives.get().progress.accepted_at is None


def test_what_waits_for_a_sponsor_passes_to_somebody_who_leads(cast: Cast, child: Charter) -> None:
    child.submit(by=cast.lena, at=NOON)
    [item] = [one for one in open_items(cast.vera) if one.detail == "Approval of a charter · North"]
    assert item.title == "Still being written"
    with pytest.raises(Invalid) as refused:
        hand_over({item.id: cast.nils}, by=cast.stella, at=NOON)
    assert "somebody who leads its team" in refused.value.errors["sponsor"][0]
    hand_over({item.id: cast.lena}, by=cast.stella, at=NOON)
    assert anew(child).sponsor == cast.lena
    assert Event.objects.about(child).filter(verb="sponsor_named").exists()
    anew(child).approve(by=cast.lena, at=NOON)


def test_who_owns_and_sponsors_hands_over_both(cast: Cast, child: Charter) -> None:
    child.edit({"sponsor": cast.lena}, by=cast.lena, at=NOON)
    assert [one.detail for one in open_items(cast.lena)][:2] == ["Charter · North", "Approval of a charter · North"]
    hand_over(everything_to(cast.vera, cast.lena), by=cast.stella, at=NOON)
    assert (anew(child).owner, anew(child).sponsor) == (cast.vera, cast.vera)
    assert open_items(cast.lena) == []


def test_who_approved_a_version_stays_named_in_it(cast: Cast, running: Charter) -> None:
    assert "Approval of a charter · North" not in [one.detail for one in open_items(cast.vera)]
    with pytest.raises(WrongState):
        running.name_sponsor(to=cast.lena, by=cast.vera, at=NOON)


def test_nothing_is_submitted_to_a_sponsor_who_has_left(cast: Cast, child: Charter) -> None:
    type(cast.vera).objects.filter(pk=cast.vera.pk).update(is_active=False)
    with pytest.raises(Invalid) as refused:
        anew(child).submit(by=cast.lena, at=NOON)
    assert refused.value.errors == {"sponsor": ["This sponsor no longer works here. Name another one."]}


def test_questions_go_with_the_charter(cast: Cast, running: Charter) -> None:
    Question.ask(running, "Why?", by=cast.nils, at=NOON)
    hand_over(everything_to(cast.olga, cast.lena), by=cast.stella, at=NOON)
    asked = Question.objects.everything(reason="test").waiting_for(cast.olga).get()
    assert may_answer(cast.olga, asked)


def test_nobody_leaves_while_somebody_waits_for_them(cast: Cast, running: Charter) -> None:
    with pytest.raises(SuccessorMissing, match="still open: 3 things"):
        leave(cast.lena, by=cast.adam, at=NOON)
    leave(cast.lena, successors=everything_to(cast.vera, cast.lena), by=cast.adam, at=NOON)
    assert anew(running).owner == cast.vera


def test_whoever_moves_may_take_it_along(cast: Cast, root: Charter) -> None:
    mission = put_into_force(make_mission(cast, root, root.goals.get()))
    here = Membership.objects.get(person=cast.nils, ends_on=None)
    [item] = open_items(cast.nils)
    move(here, to=cast.bergen, successors={item.id: cast.nils}, by=cast.stella, at=NOON)
    assert mission.tactics.get().progress.owner == cast.nils
    assert not Event.objects.about(mission).filter(verb="tactic_handed_over").exists()


def test_what_lies_in_a_team_that_is_still_read_stays(cast: Cast, running: Charter) -> None:
    running.tactics.get().progress.hand_over(to=cast.nils, by=cast.lena, at=NOON)
    here = Membership.objects.get(person=cast.nils, ends_on=None)
    move(here, to=cast.bergen, by=cast.stella, at=NOON + timedelta(hours=1))
    assert Tactic.objects.everything(reason="test").get(progress__owner=cast.nils).charter == running


def test_a_team_with_a_charter_is_not_archived(cast: Cast, root: Charter) -> None:
    mission = make_mission(cast, root, root.goals.get())
    assert open_in(cast.oslo) == "1 charter"
    with pytest.raises(Refusal, match="1 person and 1 charter"):
        archive_team(cast.oslo, by=cast.stella, at=NOON)
    mission.retire(by=cast.lena, at=NOON)
    assert open_in(cast.oslo) == ""
    assert list(ALL.live()) == [root]
