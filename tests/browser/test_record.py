"""Recording a commitment: the portal's main act, at a desk, on a phone, and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acme import Acme, Visit, address, enter, make_acme

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "What did the customer say or send?"


@pytest.fixture
def acme() -> Acme:
    return make_acme()


def stage_of(acme: Acme) -> str:
    acme.owed.refresh_from_db()
    return acme.owed.stage.code


def open_dialog(page: Page) -> None:
    page.goto("/funnel/")
    page.get_by_role("link", name="Record a commitment of Halden Shipping").click()
    expect(page.get_by_role("dialog", name="Record a commitment")).to_be_visible()


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_two_fields_are_filled_in_already_and_one_is_typed(visit: Visit, acme: Acme, size: str) -> None:
    page = enter(visit, acme.cast.nils, size)
    open_dialog(page)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Who committed")).to_contain_text("Karin Aune")
    expect(dialog.get_by_label("When")).not_to_have_value("")
    dialog.get_by_label(WORDS).fill("“We lose two days at every port call.”")
    dialog.get_by_role("button", name="Record and move to Define").click()
    expect(page.locator("[data-toast]")).to_contain_text("Halden Shipping moved to Define.")
    assert stage_of(acme) == "define"
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-toast]")).to_contain_text("back in Acknowledge")
    assert stage_of(acme) == "acknowledge"


def test_what_is_missing_is_said_in_the_dialog_and_the_rest_stays(visit: Visit, acme: Acme) -> None:
    page = enter(visit, acme.cast.nils)
    open_dialog(page)
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Somebody new at the customer").click()
    dialog.get_by_label("Somebody new").fill("Tom Reyes")
    dialog.get_by_role("button", name="Record only").click()
    expect(dialog.get_by_role("alert")).to_be_focused()
    expect(dialog.get_by_label("Somebody new")).to_have_value("Tom Reyes")
    dialog.get_by_label("Who committed").select_option("")
    dialog.get_by_label(WORDS).fill("He confirmed the recap.")
    dialog.get_by_role("button", name="Record only").click()
    expect(page.locator("[data-toast]")).to_contain_text("Recorded")
    assert acme.owed.account.contacts.filter(name="Tom Reyes").exists()
    assert stage_of(acme) == "acknowledge"


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_without_scripts_the_same_is_done_on_pages(visit: Visit, acme: Acme, size: str) -> None:
    page = enter(visit, acme.cast.nils, size, scripts=False)
    page.goto("/funnel/")
    page.get_by_role("link", name="Record a commitment of Halden Shipping").click()
    expect(page.get_by_role("heading", name="Record a commitment")).to_be_visible()
    page.get_by_role("button", name="Record and move to Define").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.get_by_label(WORDS).fill("They wrote it.")
    page.get_by_role("button", name="Record and move to Define").click()
    expect(page.get_by_text("Halden Shipping moved to Define.")).to_be_visible()
    assert stage_of(acme) == "define"


def test_the_gate_on_the_opportunitys_page_has_the_form_open(visit: Visit, acme: Acme) -> None:
    page = enter(visit, acme.cast.nils, "phone")
    page.goto(address(acme.owed))
    page.get_by_label(WORDS).fill("They wrote it.")
    page.get_by_role("button", name="Record and move to Define").click()
    expect(page.get_by_role("heading", name="What the customer must commit to before Evaluate")).to_be_visible()


def test_the_phones_middle_tab_leads_to_the_own_opportunities(visit: Visit, acme: Acme) -> None:
    page = enter(visit, acme.cast.nils, "phone")
    page.goto("/")
    page.get_by_role("navigation", name="Main, mobile").get_by_role("link", name="Record").click()
    page.get_by_role("link", name="Halden Shipping").click()
    expect(page.get_by_label("Who committed")).to_contain_text("Karin Aune")
