"""A keyboard alone records a commitment and moves the opportunity."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acme import Acme, Visit, address, enter, make_acme

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOCUSED = "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()"


@pytest.fixture
def acme() -> Acme:
    return make_acme()


def tab_to(page: Page, name: str) -> None:
    for _step in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(name):
            return
    pytest.fail(f"Tab never reached {name}.")


def test_tab_and_enter_are_enough(visit: Visit, acme: Acme) -> None:
    page = enter(visit, acme.cast.nils)
    page.goto("/funnel/")
    tab_to(page, "Record a commitment of Halden Shipping")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Record a commitment")
    expect(dialog.get_by_label("Who committed")).to_be_focused()
    while not dialog.get_by_label("What did the customer say or send?").evaluate(
        "node => node === document.activeElement"
    ):
        page.keyboard.press("Tab")
    page.keyboard.type("We lose two days at every port call.")
    tab_to(page, "Record and move to Define")
    page.keyboard.press("Enter")
    expect(page.locator("[data-toast]")).to_contain_text("Halden Shipping moved to Define.")
    acme.owed.refresh_from_db()
    assert acme.owed.stage.code == "define"
    moved = page.locator(f"#opp-{acme.owed.pk} .title a")
    expect(moved).to_be_focused()
    expect(page.get_by_role("region", name="Define")).to_contain_text("Halden Shipping")


def test_single_keys_record_and_move(visit: Visit, acme: Acme) -> None:
    page = enter(visit, acme.cast.nils)
    page.goto("/funnel/")
    page.locator(f"#opp-{acme.ready.pk} .title a").focus()
    page.keyboard.press("m")
    expect(page.locator("[data-toast]")).to_contain_text("Tern Robotics moved to Define.")
    page.locator(f"#opp-{acme.owed.pk} .title a").focus()
    page.keyboard.press("r")
    expect(page.get_by_role("dialog", name="Record a commitment")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Record a commitment of Halden Shipping")).to_be_focused()


def test_the_gate_on_the_page_is_reached_and_left_by_keyboard(visit: Visit, acme: Acme) -> None:
    page = enter(visit, acme.cast.nils)
    page.goto(address(acme.owed))
    page.get_by_label("What did the customer say or send?").focus()
    page.keyboard.type("They wrote it.")
    tab_to(page, "Record and move to Define")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Stage path")).to_have_count(0)
    expect(page.locator("li[aria-current=step]")).to_contain_text("Define")
