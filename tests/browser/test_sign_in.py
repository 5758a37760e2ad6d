"""Signing in as a person does."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.cast import PASSWORD, make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Page]


def sign_in(page: Page, password: str) -> None:
    page.goto("/")
    page.get_by_label("E-mail").fill("nils@acme.example")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_right_password_leads_home(visit: Visit, size: str, scripts: bool) -> None:
    make_cast()
    page = visit(size, scripts=scripts)
    sign_in(page, PASSWORD)
    expect(page).not_to_have_url("/accounts/login/?next=/")
    expect(page.locator("body")).to_contain_text("Nils")


def test_a_wrong_password_says_so_and_keeps_the_address(visit: Visit) -> None:
    make_cast()
    page = visit()
    sign_in(page, "not the password")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("E-mail address")).to_have_value("nils@acme.example")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_page_does_not_scroll_sideways(visit: Visit, size: str) -> None:
    page = visit(size)
    page.goto("/accounts/login/")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
