"""Words without an end, as links have them, are broken: no page scrolls sideways for one, and none runs out of its card."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.models import Organisation
from portal.tokens.models import Token, TokenScope
from tests.browser.acme import Acme, Visit, enter, make_acme
from tests.browser.judging import too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "https://files.example/" + "x" * 170
SPILLING = """[...document.querySelectorAll("main *")]
    .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0)
    .filter((each) => getComputedStyle(each).overflowX === "visible" && getComputedStyle(each).display !== "inline")
    .filter((each) => each.textContent.includes("xxxxx"))
    .map((each) => each.outerHTML.slice(0, 120))"""


@pytest.fixture
def acme() -> Acme:
    """A long word wherever somebody writes a text of their own."""
    made, now = make_acme(), timezone.now()
    nils = made.cast.nils
    due = Organisation.current().today(now) + timedelta(days=1)
    made.owed.ask(statement=LONG, promised_for=due, by=nils, at=now)
    made.ready.edit({"name": LONG}, by=nils, at=now)
    made.ready.account.name = LONG[:120]
    made.ready.account.save()
    Token.issue(nils, name="x" * 50, scope=TokenScope.READ, by=nils, at=now)
    return made


def test_a_word_without_an_end_is_broken(acme: Acme, visit: Visit) -> None:
    places = [f"/opportunities/{one.pk}/" for one in (acme.owed, acme.ready)]
    addresses = ["/", "/funnel/", "/funnel/table/", "/funnel/record/", "/settings/tokens/", *places]
    faults = []
    for size in ("phone", "desk"):
        page = enter(visit, acme.cast.nils, size)
        for address in addresses:
            response = page.goto(address)
            assert response is not None
            assert response.status == 200, address
            faults += [f"{size} {address} {each}" for each in page.evaluate(SPILLING)]
            faults += too_wide(page, address) if size == "phone" else []
    assert not faults, "\n".join(faults)
