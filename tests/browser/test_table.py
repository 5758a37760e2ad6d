"""The table's filters: folded on a phone, open at a desk, at work at once."""

import pytest
from playwright.sync_api import expect

from tests.browser.acme import Visit, enter, make_acme

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_filters_fold_where_room_is_short_and_narrow_at_once(visit: Visit, size: str) -> None:
    acme = make_acme()
    page = enter(visit, acme.cast.nils, size)
    page.goto("/funnel/")
    page.get_by_role("link", name="Table", exact=True).locator("visible=true").click()
    stage = page.get_by_label("Stage", exact=True)
    if size == "phone":
        expect(stage).to_be_hidden()
        page.get_by_text("Filters", exact=True).click()
    stage.select_option(label="Define")
    expect(page.get_by_role("link", name="Halden Shipping")).to_have_count(0)
    expect(page.get_by_role("link", name="Osprey Logistics")).to_be_visible()
