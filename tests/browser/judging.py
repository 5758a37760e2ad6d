"""What a page in the browser is judged by: barriers that axe finds, and what is wider than the window."""

from collections.abc import Sequence
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.house.proofs import IN_FULL

WCAG: Final = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
"""Level A and AA of WCAG 2.2. What passes is counted alone: describing it would take a third of the time."""
WINDOWS: Final = [
    ("desk", False),
    ("phone", True),
    pytest.param("desk", True, marks=pytest.mark.full),
    pytest.param("phone", False, marks=pytest.mark.full),
]
"""In which every page is looked at: the size of the window, and whether it is dark."""
SLIM = {"width": 320, "height": 700}
BEYOND = """[...document.querySelectorAll("main *")]
    .filter((each) => each.getBoundingClientRect().right > 320 && each.checkVisibility())
    .map((each) => each.outerHTML.slice(0, 120))"""


def judged(page: Page) -> dict[str, Any]:
    return dict(Axe().run(page, options=WCAG).response)


def barriers(page: Page) -> list[str]:
    return [f"{one['id']}: {node['html']}" for one in judged(page)["violations"] for node in one["nodes"]]


def too_wide(page: Page, address: str) -> list[str]:
    usual = page.viewport_size
    assert usual is not None
    page.set_viewport_size(SLIM)  # type: ignore[arg-type]
    width = page.evaluate("document.documentElement.scrollWidth")
    beyond = page.evaluate(BEYOND) if width > SLIM["width"] else []
    page.set_viewport_size(usual)
    return [f"{address}: {width} pixels wide at 320: {each}" for each in beyond[:5]]


def on_phone(page: Page) -> bool:
    assert page.viewport_size is not None
    return page.viewport_size["width"] < 500


def faults_on(page: Page, addresses: Sequence[str], *, first: str = "") -> list[str]:
    """Of each page, after the script `first`. A phone sees them all, and tells what is too wide; a desk every second, in full all."""
    faults: list[str] = []
    for one in addresses if IN_FULL or on_phone(page) else addresses[::2]:
        response = page.goto(one)
        assert response is not None
        assert response.status == 200, one
        if first:
            page.evaluate(first)
        faults += [f"{one}: {fault}" for fault in barriers(page)]
        if on_phone(page):
            faults += too_wide(page, one)
    return faults
