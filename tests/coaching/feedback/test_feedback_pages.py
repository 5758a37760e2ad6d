"""The pages of upward feedback."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from coaching.feedback.statements import ABOVE, TEAM
from coaching.feedback.states import CycleState
from coaching.models import FeedbackBallot, FeedbackCycle, FeedbackFromAbove, FeedbackTemplate
from portal.models import Person
from portal.roles import Role
from tests.cast import NOON, TODAY, Cast, join, make_person
from tests.coaching.feedback.conftest import Branch
from tests.feedback_factories import answer, answer_all, answer_from_above, ballot_of, close, make_cycle
from tests.portal.costs import cost

Enter = Callable[[Person], Client]
HOME = "/coaching/feedback/"


def text_of(response: Any) -> str:
    return str(response.content.decode())


def main_of(response: Any) -> str:
    return text_of(response).partition("<main")[2].partition("</main>")[0]


def form_of(person: Person, manager: Person) -> str:
    return f"{HOME}ballots/{ballot_of(person, manager).box_id}/"


def marks(cycle: FeedbackCycle, mark: int = 5, form: str = TEAM, **more: int) -> dict[str, str]:
    return {code: str(more.get(code, mark)) for code in cycle.statements_of(form)}


def test_who_is_asked_finds_their_ballots(cast: Cast, branch: Branch, cycle: FeedbackCycle, enter: Enter) -> None:
    assert "How Otto coaches" in text_of(enter(cast.nils).get(HOME))
    assert "How Otto coaches, as their manager" in text_of(enter(cast.lena).get(HOME))
    assert "Nobody waits for your feedback" in text_of(enter(cast.rita).get(HOME))


def test_an_answer_goes_into_the_box_and_is_thanked_for(
    cast: Cast, branch: Branch, cycle: FeedbackCycle, enter: Enter
) -> None:
    browser, address = enter(cast.nils), form_of(cast.nils, branch.otto)
    assert "Put answer in the box" in text_of(browser.get(address))
    sent = browser.post(address, marks(cycle, early=8), follow=True)
    assert sent.redirect_chain[-1][0] == f"{HOME}thanks/"
    assert "Otto" not in text_of(sent)
    assert "Nobody waits for your feedback" in text_of(browser.get(HOME))


def test_sent_twice_it_counts_once(cast: Cast, branch: Branch, cycle: FeedbackCycle, enter: Enter) -> None:
    browser, address = enter(cast.nils), form_of(cast.nils, branch.otto)
    for mark in (7, 1):
        assert browser.post(address, marks(cycle, mark)).headers["Location"] == f"{HOME}thanks/"
    answer_all(branch.six[1:5], branch.otto, [7] * 4)
    close(cycle)
    page = text_of(enter(branch.otto).get(f"{HOME}results/{branch.otto.pk}/"))
    assert "5 of 6" in page
    assert "5.5 or more" in page


def test_a_statement_without_a_mark_is_named(cast: Cast, branch: Branch, cycle: FeedbackCycle, enter: Enter) -> None:
    sent = marks(cycle)
    del sent["early"]
    response = enter(cast.nils).post(form_of(cast.nils, branch.otto), sent)
    assert response.status_code == 422
    assert "Choose one." in text_of(response)
    assert "error-summary" in text_of(response) or "alert" in text_of(response)
    assert FeedbackBallot.objects.visible_to(cast.nils).open_on(TODAY)


def test_nobody_opens_the_ballot_of_somebody_else(
    cast: Cast, branch: Branch, cycle: FeedbackCycle, enter: Enter
) -> None:
    address = form_of(cast.nils, branch.otto)
    for person in (branch.otto, cast.lena, cast.stella, cast.adam, cast.olga):
        assert enter(person).get(address).status_code == 404


def test_the_form_keeps_nothing_on_the_device(cast: Cast, branch: Branch, cycle: FeedbackCycle, enter: Enter) -> None:
    response = enter(cast.nils).get(form_of(cast.nils, branch.otto))
    assert "no-store" in response.headers["Cache-Control"]
    assert "data-draft" not in text_of(response)


def test_the_manager_above_answers_by_name(cast: Cast, branch: Branch, cycle: FeedbackCycle, enter: Enter) -> None:
    form = FeedbackFromAbove.objects.visible_to(cast.lena).get(manager=branch.otto)
    address, browser = f"{HOME}from-above/{form.pk}/", enter(cast.lena)
    assert "carries your name" in text_of(browser.get(address))
    assert browser.post(address, marks(cycle, 6, ABOVE)).status_code == 302
    close(cycle)
    page = text_of(enter(branch.otto).get(f"{HOME}results/{branch.otto.pk}/"))
    assert "What Lena says" in page
    assert "Too few answers" in page
    assert "What Lena says" not in text_of(enter(cast.vera).get(f"{HOME}results/{branch.otto.pk}/"))


def test_results_are_shown_to_the_manager_and_the_managers_above(
    cast: Cast, branch: Branch, cycle: FeedbackCycle, enter: Enter
) -> None:
    answer_all(branch.six, branch.otto, [1, 2, 3, 4, 5, 6])
    close(cycle)
    address = f"{HOME}results/{branch.otto.pk}/"
    for person in (branch.otto, cast.lena, cast.vera):
        assert "6 of 6" in text_of(enter(person).get(address))
        assert "6 of 6 answered" in text_of(enter(person).get(f"{HOME}results/"))
    for person in (cast.stella, cast.adam, cast.nils, cast.sam):
        assert enter(person).get(address).status_code == 404
        assert "No results yet" in text_of(enter(person).get(f"{HOME}results/"))


def test_below_five_it_says_so(cast: Cast, branch: Branch, cycle: FeedbackCycle, enter: Enter) -> None:
    answer_all(branch.six[:4], branch.otto, [1, 2, 3, 4])
    close(cycle)
    page = text_of(enter(branch.otto).get(f"{HOME}results/{branch.otto.pk}/"))
    assert "Too few answers" in page
    assert "Fewer than five of 6 answered" in page
    assert "4 of 6" not in page


def test_the_trend_goes_over_cycles(cast: Cast, branch: Branch, cycle: FeedbackCycle, enter: Enter) -> None:
    answer_all(branch.six, branch.otto, [2] * 6)
    later = close(cycle) + timedelta(days=60)
    second = make_cycle(cast.north, cast.stella, at=later)
    answer_all(branch.six, branch.otto, [5] * 6, at=later)
    close(second)
    page = text_of(enter(branch.otto).get(f"{HOME}results/{branch.otto.pk}/"))
    assert page.index("5 to 5.5") < page.index("2.5 or less")


def test_the_protection_page_names_its_limits(cast: Cast, enter: Enter) -> None:
    page = text_of(enter(cast.nils).get(f"{HOME}protection/"))
    for limit in (
        "Whoever rules the computer",
        "Colleagues who tell each other",
        "how somebody writes",
        "watches your network",
    ):
        assert limit in page


def test_a_steward_opens_a_cycle_and_never_sees_how_many_answered(cast: Cast, branch: Branch, enter: Enter) -> None:
    browser = enter(cast.stella)
    assert "No cycles yet" in text_of(browser.get(f"{HOME}cycles/"))
    sent = {"team": str(cast.north.pk), "opens_on": str(TODAY), "closes_on": str(TODAY + timedelta(days=14))}
    assert browser.post(f"{HOME}cycles/new/", sent).status_code == 302
    cycle = FeedbackCycle.objects.visible_to(cast.stella).get()
    address = f"{HOME}cycles/{cycle.pk}/"
    before = main_of(browser.get(address))
    assert "People asked</dt><dd>7" in before
    answer_all(branch.six, branch.otto, [1] * 6)
    assert main_of(browser.get(address)) == before
    assert browser.post(f"{HOME}cycles/new/", sent).status_code == 409
    for person in (cast.lena, cast.nils, branch.otto):
        assert enter(person).get(f"{HOME}cycles/").status_code == 403
        assert enter(person).get(address).status_code == 404


def test_a_cycle_is_called_off_once(cast: Cast, branch: Branch, cycle: FeedbackCycle, enter: Enter) -> None:
    browser, address = enter(cast.stella), f"{HOME}cycles/{cycle.pk}/call-off/"
    assert "cannot be undone" in text_of(browser.get(address))
    assert browser.post(address, {"version": cycle.version}).status_code == 302
    cycle.refresh_from_db()
    assert cycle.state == CycleState.CALLED_OFF
    assert browser.post(address, {"version": cycle.version}).status_code == 409


def test_statements_are_kept_in_the_organisations_words(cast: Cast, branch: Branch, enter: Enter) -> None:
    browser, address = enter(cast.stella), f"{HOME}statements/"
    page = browser.get(address)
    sent = {name: field.initial for name, field in page.context["form"].fields.items()} | {"version": "0"}
    sent |= {"team-time": "There is time for me.", "team-early": ""}
    assert browser.post(address, sent).status_code == 302
    cycle = make_cycle(cast.north, cast.stella)
    assert cycle.statements_of(TEAM)["time"] == "There is time for me."
    assert "early" not in cycle.statements_of(TEAM)
    assert FeedbackTemplate.current().statements == {
        "team": {"time": "There is time for me.", "early": ""},
        "above": {},
    }
    assert browser.post(address, sent).status_code == 412
    assert enter(cast.lena).get(address).status_code == 403


@pytest.mark.parametrize("many", [1, 3])
def test_the_pages_take_as_many_statements_for_one_as_for_three(cast: Cast, many: int, enter: Enter) -> None:
    for number in range(many):
        join(make_person(f"Manager {number}"), cast.oslo, Role.MANAGER)
    cycle = make_cycle(cast.north, cast.stella)
    assert cost(enter(cast.nils), HOME) == 7
    assert cost(enter(cast.lena), HOME) == 7
    with time_machine.travel(NOON + timedelta(days=15), tick=False):
        close(cycle)
        assert cost(enter(cast.lena), f"{HOME}results/") == 6


def test_answering_is_over_after_the_last_day(cast: Cast, branch: Branch, cycle: FeedbackCycle, enter: Enter) -> None:
    address = form_of(cast.nils, branch.otto)
    with time_machine.travel(NOON + timedelta(days=15), tick=False):
        response = enter(cast.nils).post(address, marks(cycle))
        assert response.status_code == 409
        assert "This cycle has closed." in text_of(response)


def test_what_the_author_said_is_told_to_the_author(
    cast: Cast, branch: Branch, cycle: FeedbackCycle, enter: Enter
) -> None:
    answer_from_above(cast.lena, branch.otto)
    answer(cast.nils, branch.otto)
    close(cycle)
    assert "What Lena says" in text_of(enter(cast.lena).get(f"{HOME}results/{branch.otto.pk}/"))
