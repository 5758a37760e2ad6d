"""A charter as a document: where, how, why; the plan and where it stands; who has a say; what fits and what does not."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client

from charters.models import Charter, Connection, Measure, Question, Stakeholder
from portal.models import Person
from tests.cast import NOON, TODAY, Cast
from tests.charter_factories import approve, draft, fill, make_mission, put_into_force

Enter = Callable[[Person], Client]
Shown = Callable[[HttpResponse], str]


def address(charter: Charter) -> str:
    return f"/charters/{charter.pk}/"


def test_a_draft_is_hidden_from_those_whom_it_is_not_for(cast: Cast, child: Charter, enter: Enter) -> None:
    reading = {person.name: enter(person).get(address(child)).status_code for person in cast.everybody()}
    assert [name for name, status in reading.items() if status == 200] == ["Lena", "Stella", "Vera"]
    assert {status for status in reading.values() if status != 200} == {404}


def test_what_is_in_review_is_read_by_those_who_are_asked(cast: Cast, child: Charter, enter: Enter) -> None:
    child.add_part(Stakeholder, {"person": cast.sam}, by=cast.lena, at=NOON)
    assert enter(cast.sam).get(address(child)).status_code == 404
    child.submit(by=cast.lena, at=NOON)
    assert enter(cast.sam).get(address(child)).status_code == 200


def test_everything_that_was_written_is_there(cast: Cast, child: Charter, enter: Enter, shown: Shown) -> None:
    put_into_force(child)
    words = shown(enter(cast.rita).get(address(child)))
    for said in (
        "From searching to selling",
        "sell outcomes that customers can measure themselves.",
        "It frees time for outcomes.",
        "With playbooks written beside customers.",
        "So that good conversations do not depend on luck.",
        "We show leadership every day.",
        "From “Everyone searches” to “Nobody does”",
        "From 12 hours on 2 Nov 2026 to 9 by 30 Jun 2027",
        "Playbooks where one works",
        "Write the first playbook",
        "Pricing",
        "Salespeople",
    ):
        assert said in words


def test_an_empty_draft_says_what_is_missing(cast: Cast, root: Charter, enter: Enter, shown: Shown) -> None:
    empty = draft(cast.north, by=cast.lena, sponsor=cast.vera, parent=root)
    words = shown(enter(cast.lena).get(address(empty)))
    assert "Say where we aim to be." in words
    assert "No goals yet" in words
    assert "Not written yet." in words
    assert 'id="roadmap-h"' not in words


def test_a_measurement_stands_against_the_line(cast: Cast, root: Charter, enter: Enter, shown: Shown) -> None:
    browser, objective = enter(cast.nils), root.objectives.get()
    assert "no data" in shown(browser.get(address(root)))
    objective.measure(value=Decimal("12.5"), why="Two people were new.", by=cast.vera, at=NOON)
    words = shown(browser.get(address(root)))
    assert "behind" in words
    assert "12.5 hours on" in words
    assert "the line expects 11.8 hours" in words
    assert "“Two people were new.”" in words
    objective.measure(value=Decimal(11), why="A good week.", by=cast.vera, at=NOON)
    assert "on course" in shown(browser.get(address(root)))


def test_objectives_link_up_and_down(cast: Cast, root: Charter, child: Charter, enter: Enter, shown: Shown) -> None:
    above, below = root.objectives.get(), child.objectives.get()
    browser = enter(cast.lena)
    assert f"{address(root)}#part-{above.pk}" in shown(browser.get(address(child)))
    assert f"{address(child)}#part-{below.pk}" in shown(browser.get(address(root)))
    assert f"{address(child)}#part-{below.pk}" not in shown(enter(cast.rita).get(address(root)))


def test_the_roadmap_tells_what_is_late(cast: Cast, root: Charter, enter: Enter, shown: Shown, noon: object) -> None:
    progress = root.tactics.get().progress
    type(progress).objects.everything(reason="test").update(due_on=TODAY - timedelta(days=4))
    words = shown(enter(cast.nils).get(address(root)))
    assert "1 tactic late" in words
    assert "4 days overdue" in words
    progress.refresh_from_db()
    progress.done(by=cast.vera, at=NOON)
    assert "tactic late" not in shown(enter(cast.nils).get(address(root)))


def test_a_stale_charter_says_so_and_leads_to_the_question(
    cast: Cast, root: Charter, child: Charter, enter: Enter, shown: Shown
) -> None:
    put_into_force(child)
    put_into_force(root.revise(by=cast.vera, at=NOON))
    words = shown(enter(cast.lena).get(address(child)))
    assert "“Acme charter” has version 2;" in words
    assert f"/charters/realignments/{child.realignments.get().pk}/" in words


def test_an_earlier_version_leads_to_the_newer_one(cast: Cast, root: Charter, enter: Enter, shown: Shown) -> None:
    later = put_into_force(root.revise(by=cast.vera, at=NOON))
    assert f'href="{address(later)}">Read the newer one' in shown(enter(cast.nils).get(address(root)))
    draft_of_three = later.revise(by=cast.vera, at=NOON)
    assert f'href="{address(draft_of_three)}">Read the draft' in shown(enter(cast.vera).get(address(later)))
    assert "Read the draft" not in shown(enter(cast.nils).get(address(later)))


def test_who_has_read_it_is_told(cast: Cast, child: Charter, enter: Enter, shown: Shown) -> None:
    child.add_part(Stakeholder, {"person": cast.olga, "role": "Speaks for Bergen"}, by=cast.lena, at=NOON)
    put_into_force(child)
    child.acknowledge(by=cast.nils, at=NOON)
    words = shown(enter(cast.rita).get(address(child)))
    assert "Speaks for Bergen · has not acknowledged it yet" in words
    assert "1 other has read it" in words
    child.acknowledge(by=cast.olga, at=NOON)
    assert "Speaks for Bergen · has read it" in shown(enter(cast.rita).get(address(child)))


def test_questions_of_every_version_are_shown(cast: Cast, root: Charter, enter: Enter, shown: Shown) -> None:
    asked = Question.ask(root, "Who pays?", by=cast.nils, at=NOON)
    later = put_into_force(root.revise(by=cast.vera, at=NOON))
    assert "Waits for an answer" in shown(enter(cast.rita).get(address(later)))
    asked.reply("The region does.", by=cast.vera, at=NOON)
    words = shown(enter(cast.rita).get(address(later)))
    assert "The region does." in words
    assert "Waits for an answer" not in words


def test_a_connection_with_a_hidden_draft_is_not_told(
    cast: Cast, root: Charter, child: Charter, enter: Enter, shown: Shown
) -> None:
    other = draft(cast.south, by=cast.sam, sponsor=cast.vera, parent=root, title="Secret of South")
    later = root.revise(by=cast.vera, at=NOON)
    later.add_part(Connection, {"other": other}, by=cast.vera, at=NOON)
    put_into_force(later)
    assert "Secret of South" in shown(enter(cast.vera).get(address(later)))
    assert "Secret of South" not in shown(enter(cast.nils).get(address(later)))


def test_an_audience_without_service_and_a_measure_with_its_value(
    cast: Cast, child: Charter, enter: Enter, shown: Shown
) -> None:
    audience = {"key": "mgr", "name": "Managers", "group": "manager", "gains": "", "tag_line": "", "none_yet": False}
    child.edit({"audiences": [*child.audiences, audience]}, by=cast.lena, at=NOON)
    assert "no service" in shown(enter(cast.lena).get(address(child)))
    child.edit({"audiences": [child.audiences[0], {**audience, "none_yet": True}]}, by=cast.lena, at=NOON)
    put_into_force(child)
    Measure.objects.everything(reason="test").filter(charter=child).first().measure(
        value=Decimal(75), why="Counted.", by=cast.lena, at=NOON
    )
    words = shown(enter(cast.lena).get(address(child)))
    assert "none yet, and known" in words
    assert "<b>75 </b>" in words


def test_a_sales_mission_is_read_as_one(cast: Cast, root: Charter, enter: Enter, shown: Shown) -> None:
    mission = make_mission(cast, root, root.goals.get())
    put_into_force(mission)
    words = shown(enter(cast.rita).get(address(mission)))
    assert "One of the top five dealers" in words
    assert "I will see every customer twice." in words
    assert "Where, how and why" not in words
    assert "Services by audience" not in words


def test_members_without_a_tactic_of_their_mission_are_named(
    cast: Cast, root: Charter, enter: Enter, shown: Shown
) -> None:
    mission = make_mission(cast, root, root.goals.get())
    assert "Still without one:" not in shown(enter(cast.lena).get(address(mission)))
    mission.edit_part(mission.tactics.get(), {"owner": cast.lena}, by=cast.lena, at=NOON)
    assert "Still without one: Nils" in shown(enter(cast.lena).get(address(mission)))


@pytest.mark.parametrize("ends_on", [date(2027, 2, 1), date(2028, 6, 1)])
def test_a_mission_outside_six_to_twelve_months_is_warned_of(
    cast: Cast, root: Charter, enter: Enter, shown: Shown, ends_on: date
) -> None:
    mission = make_mission(cast, root, root.goals.get())
    mission.edit_part(mission.sales_mission, {"ends_on": ends_on}, by=cast.lena, at=NOON)
    assert "too narrow" in (words := shown(enter(cast.lena).get(address(mission)))) or "too far-reaching" in words


def test_a_read_charter_offers_what_one_may_do(cast: Cast, root: Charter, enter: Enter, shown: Shown) -> None:
    other = fill(draft(cast.south, by=cast.sam, sponsor=cast.vera, parent=root))
    approve(other)
    assert enter(cast.nils).get(f"{address(other)}print/").status_code == 200
    assert "Print or PDF" in shown(enter(cast.nils).get(address(other)))
