"""The board in a browser: dragging as an extra, stage tabs on a phone, moves without scripts."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from funnels import boards
from funnels.models import Opportunity
from tests.browser.acme import Acme, Visit, enter, make_acme
from tests.factories import make_opportunity

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def acme() -> Acme:
    return make_acme()


def drag(page: Page, one: Opportunity, to: str) -> None:
    page.goto("/funnel/")
    page.locator(f"#opp-{one.pk}").drag_to(page.get_by_role("region", name=to))


def stage_of(one: Opportunity) -> str:
    one.refresh_from_db()
    return one.stage.code


def test_a_ready_card_moves_where_it_is_dropped_and_keeps_the_focus(visit: Visit, acme: Acme) -> None:
    page = enter(visit, acme.cast.nils)
    drag(page, acme.ready, "Define")
    expect(page.locator("[data-toast]")).to_contain_text("Tern Robotics moved to Define.")
    assert stage_of(acme.ready) == "define"
    expect(page.locator(f"#opp-{acme.ready.pk} .title a")).to_be_focused()


def test_a_drop_that_the_gate_refuses_opens_what_is_missing(visit: Visit, acme: Acme) -> None:
    page = enter(visit, acme.cast.nils)
    drag(page, acme.owed, "Evaluate")
    dialog = page.get_by_role("dialog", name="Record a commitment")
    expect(dialog).to_contain_text("5 customer commitments are missing.")
    expect(dialog).to_contain_text("States the issue in its own words")
    assert stage_of(acme.owed) == "acknowledge"
    expect(page.get_by_role("region", name="Acknowledge")).to_contain_text("Halden Shipping")


def test_a_drop_backwards_asks_for_a_reason(visit: Visit, acme: Acme) -> None:
    page = enter(visit, acme.cast.nils)
    drag(page, acme.late, "Acknowledge")
    dialog = page.get_by_role("dialog", name="Move back")
    expect(dialog.get_by_label("Acknowledge")).to_be_checked()
    dialog.get_by_label("Why it moves back").fill("The sponsor left.")
    dialog.get_by_role("button", name="Move back").click()
    expect(page.locator("[data-toast]")).to_contain_text("Moved back to Acknowledge.")
    assert stage_of(acme.late) == "acknowledge"


def test_a_move_from_an_old_page_moves_nothing_and_says_so(visit: Visit, acme: Acme) -> None:
    page = enter(visit, acme.cast.nils)
    page.goto("/funnel/")
    acme.ready.edit({"segment": "Robots"}, by=acme.cast.lena, at=timezone.now())
    page.get_by_role("button", name="Move Tern Robotics to Define").click()
    expect(page.get_by_role("heading", name="Somebody changed this since you opened it")).to_be_visible()
    expect(page.get_by_text("Market segment: – → Robots")).to_be_visible()
    assert stage_of(acme.ready) == "acknowledge"


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_without_scripts_one_click_moves(visit: Visit, acme: Acme, size: str) -> None:
    page = enter(visit, acme.cast.nils, size, scripts=False)
    page.goto("/funnel/")
    page.get_by_role("button", name="Move Tern Robotics to Define").click()
    expect(page.get_by_text("Tern Robotics moved to Define.")).to_be_visible()
    assert stage_of(acme.ready) == "define"


def test_a_phone_shows_one_stage_and_tabs_for_the_others(visit: Visit, acme: Acme) -> None:
    page = enter(visit, acme.cast.nils, "phone")
    page.goto("/funnel/")
    expect(page.get_by_text("Halden Shipping")).to_be_visible()
    expect(page.get_by_text("Osprey Logistics")).to_be_hidden()
    page.get_by_role("navigation", name="Stages").get_by_role("link", name="Define").click()
    expect(page.get_by_text("Osprey Logistics")).to_be_visible()
    expect(page.get_by_text("Halden Shipping")).to_be_hidden()


def test_further_cards_are_added_in_place(visit: Visit, acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boards, "CARDS", 1)
    monkeypatch.setattr(boards.fill, "__kwdefaults__", {"cards": 1})
    account = acme.owed.account
    make_opportunity(acme.cast.nils, acme.cast.oslo, name="One more", account=account, at=timezone.now())
    page = enter(visit, acme.cast.nils)
    page.goto("/funnel/")
    column = page.get_by_role("region", name="Acknowledge")
    expect(column.get_by_role("article")).to_have_count(1)
    column.get_by_role("link", name="Show more").click()
    expect(column.get_by_role("article")).to_have_count(2)


def test_a_pill_filters_and_lets_go_again(visit: Visit, acme: Acme) -> None:
    page = enter(visit, acme.cast.nils)
    page.goto("/funnel/")
    page.get_by_role("link", name="1 commitments overdue").click()
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_role("article")).to_contain_text("4 days overdue")
    page.get_by_role("link", name="1 commitments overdue").click()
    expect(page.get_by_role("article")).to_have_count(3)
