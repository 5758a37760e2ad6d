"""A real Chromium that sees the portal as a person does, at a desk and on a phone."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.house.selection import chromium

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop runs in the thread of the tests


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, live_server: object) -> Iterator[Callable[..., Page]]:
    """`visit(size="phone", dark=False, scripts=True)` gives a fresh page on the running portal.

    Requests that leave the host and errors in the page's console fail the test.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(size: str = "desk", *, dark: bool = False, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=str(live_server),
            viewport=SIZES[size],  # type: ignore[arg-type]
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
            locale="en-GB",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: _note_leaving(request.url, str(live_server), faults))
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults


def _note_leaving(url: str, home: str, faults: list[str]) -> None:
    if not url.startswith((home, "data:", "blob:", "about:")):
        faults.append(f"left the host: {url}")


@pytest.fixture
def browser_page(visit: Callable[..., Page]) -> Page:
    """A page at 1440 px in light."""
    return visit()
