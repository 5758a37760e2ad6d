"""What the page's script adds: dialogs, focus, toasts, drafts and keys. The style guide stands in for any page."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.judging import judged
from tests.cast import PASSWORD, Cast, make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Page]
DRAFT = "Object.keys(localStorage).filter((name) => name.startsWith('draft:')).length"


@pytest.fixture(autouse=True)
def with_style_guide(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.portal.ui.urls"
    settings.SEARCH_SECTIONS = settings.HOME_SECTIONS = []


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def guide(visit: Visit, cast: Cast) -> Callable[..., Page]:
    def opened(size: str = "desk", address: str = "/styleguide/", **kwargs: bool) -> Page:
        page = visit(size, **kwargs)
        page.goto(f"/accounts/login/?next={address}")
        page.get_by_label("E-mail address").fill("nils@acme.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"**{address}")
        return page

    return opened


def _wait_for_a_draft(page: Page) -> None:
    for _ in range(30):
        if page.evaluate(DRAFT):
            return
        page.wait_for_timeout(200)
    pytest.fail("Nothing was kept on the device.")


def test_a_dialog_takes_the_focus_and_gives_it_back(guide: Callable[..., Page]) -> None:
    page = guide()
    opener = page.get_by_role("link", name="Open dialog")
    opener.click()
    dialog = page.get_by_role("dialog", name="Record a commitment")
    expect(dialog.get_by_label("Who committed")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_form_in_a_dialog_is_refused_saved_and_announced(guide: Callable[..., Page]) -> None:
    page = guide("phone")
    page.get_by_role("link", name="Open dialog").click()
    dialog = page.get_by_role("dialog", name="Record a commitment")
    dialog.get_by_role("button", name="Record commitment").click()
    expect(dialog.get_by_role("alert")).to_be_focused()
    expect(page).to_have_title("Error: Style guide · Waypoint")
    dialog.get_by_role("link", name="What did the customer say or send? Fill this in.").click()
    expect(dialog.get_by_label("What did the customer say or send?")).to_be_focused()
    page.keyboard.type("The board decides on 14 January.")
    dialog.get_by_role("button", name="Record commitment").click()
    expect(page.locator("[data-toast]")).to_contain_text("Recorded.")
    expect(dialog).to_be_hidden()


def test_without_scripts_the_dialog_is_a_page(guide: Callable[..., Page]) -> None:
    page = guide(scripts=False)
    page.get_by_role("link", name="Open dialog").click()
    expect(page.get_by_role("heading", name="Record a commitment")).to_be_visible()
    page.get_by_role("button", name="Record commitment").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    expect(page).to_have_title("Error: Record a commitment · Waypoint")
    page.get_by_label("What did the customer say or send?").fill("In January.")
    page.get_by_role("button", name="Record commitment").click()
    expect(page.get_by_text("Recorded. Halden Shipping stays in Evaluate.")).to_be_visible()


def test_a_draft_outlives_a_closed_page_and_ends_when_saved(guide: Callable[..., Page]) -> None:
    page = guide(address="/styleguide/dialog/")
    words = page.get_by_label("What did the customer say or send?")
    words.fill("The board decides on 14 January.")
    _wait_for_a_draft(page)
    page.reload()
    expect(words).to_have_value("The board decides on 14 January.")
    page.get_by_role("button", name="Record commitment").click()
    page.wait_for_url("**/styleguide/")
    assert page.evaluate(DRAFT) == 0


def test_signing_out_takes_the_drafts_along(guide: Callable[..., Page]) -> None:
    page = guide(address="/styleguide/dialog/")
    page.get_by_label("What did the customer say or send?").fill("A secret of the customer.")
    _wait_for_a_draft(page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    assert page.evaluate(DRAFT) == 0


def test_what_cannot_be_saved_stays_and_says_so(guide: Callable[..., Page]) -> None:
    page = guide()
    page.get_by_role("link", name="Open dialog").click()
    dialog = page.get_by_role("dialog", name="Record a commitment")
    words = dialog.get_by_label("What did the customer say or send?")
    words.fill("In January.")
    page.route("**/styleguide/dialog/", lambda route: route.fulfill(status=503, body="<!doctype html><p>Down</p>"))
    dialog.get_by_role("button", name="Record commitment").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Your text is still here.")
    expect(words).to_have_value("In January.")


def test_a_session_that_ended_leads_to_the_sign_in_page(guide: Callable[..., Page]) -> None:
    page = guide()
    page.context.clear_cookies()
    page.get_by_role("link", name="Open dialog").click()
    page.wait_for_url("**/accounts/login/?next=/styleguide/dialog/")


def test_keys_search_help_and_go(guide: Callable[..., Page]) -> None:
    page = guide()
    page.keyboard.press("Control+k")
    search = page.get_by_role("searchbox")
    expect(search).to_be_focused()
    page.keyboard.type("oslo")
    expect(page.get_by_role("dialog").get_by_role("link", name="Oslo")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("dialog").get_by_role("link", name="Oslo")).to_be_focused()
    page.keyboard.press("Escape")
    expect(search).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page).to_have_title("This week · Waypoint")


def test_keys_walk_cards_and_columns(guide: Callable[..., Page]) -> None:
    page = guide()
    page.evaluate("document.activeElement.blur()")
    for key, card in [("j", "Halden Shipping"), ("j", "Aldgate Insurance"), ("ArrowRight", "Brightwater Utilities")]:
        page.keyboard.press(key)
        expect(page.get_by_role("link", name=card, exact=True)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Aldgate Insurance", exact=True)).to_be_focused()


def test_single_keys_stay_silent_while_typing_and_when_switched_off(guide: Callable[..., Page], cast: Cast) -> None:
    page = guide()
    help_dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    page.get_by_label("Single sales objective").first.press("?")
    expect(help_dialog).to_be_hidden()
    cast.nils.single_keys = False
    cast.nils.save()
    page.reload()
    page.keyboard.press("?")
    expect(help_dialog).to_be_hidden()


def test_a_menu_closes_with_escape_and_gives_the_focus_back(guide: Callable[..., Page]) -> None:
    page = guide()
    menu = page.locator("details.menu summary")
    menu.click()
    expect(page.get_by_role("link", name="The customer declined")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="The customer declined")).to_be_hidden()
    expect(menu).to_be_focused()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_style_guide_has_no_barrier_and_does_not_scroll_sideways(
    guide: Callable[..., Page], size: str, dark: bool
) -> None:
    page = guide(size, dark=dark)
    found = judged(page)
    assert found["violations"] == []
    assert len(found["passes"]) > 20
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_paper_shows_every_column_and_no_controls(guide: Callable[..., Page]) -> None:
    page = guide(dark=True)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1000})
    expect(page.get_by_role("link", name="Brightwater Utilities", exact=True)).to_be_visible()
    for hidden in (page.get_by_role("navigation", name="Main", exact=True), page.get_by_role("button", name="Edit")):
        expect(hidden).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 688
