"""No barrier that axe finds at WCAG 2.2 A and AA, and nothing wider than the window, on every page of the funnel."""

import pytest

from portal.digests.models.subscription import HARD, bounced
from portal.digests.planning import plan
from tests.browser.acme import Acme, Visit, address, enter, make_acme
from tests.browser.chartered import make_chartered, readings_of
from tests.browser.judging import WINDOWS, barriers, faults_on, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pages_of(acme: Acme) -> list[str]:
    forms = ("record/", "ask/", "edit/", "regress/", "close/?outcome=postponed", "park/", "people/", "lines/", "history/",
             "influences/new/", "meetings/new/", "override/", "reassign/")  # fmt: skip
    account = f"/funnel/accounts/{acme.late.account_id}/"
    practice = f"/coaching/practices/{acme.practice.pk}/"
    seen = "/coaching/observations/"
    return [
        seen, f"{seen}?setting=recording", f"{seen}new/", f"{seen}{acme.observation.pk}/", f"{seen}{acme.begun.pk}/",
        f"{seen}{acme.begun.pk}/give/", f"{seen}forms/", f"{seen}forms/{acme.form.pk}/",
        "/coaching/practices/", "/coaching/practices/?q=nothing", "/coaching/practices/new/", practice,
        "/digests/", "/settings/digest/",
        "/", "/funnel/", "/funnel/?need=overdue", "/funnel/table/", "/funnel/table/?q=nothing", "/funnel/record/",
        "/opportunities/new/", "/funnel/accounts/", account, f"{account}edit/", f"{account}contacts/new/",
        address(acme.ready), address(acme.late), *(address(acme.late, form) for form in forms),
    ]  # fmt: skip


@pytest.mark.parametrize(("size", "dark"), WINDOWS)
def test_every_page_is_without_barrier_and_fits(visit: Visit, size: str, dark: bool) -> None:
    acme = make_acme()
    assert not faults_on(enter(visit, acme.cast.lena, size, dark=dark), pages_of(acme))


@pytest.mark.parametrize(("size", "dark"), WINDOWS)
def test_the_pages_of_mail_are_without_barrier_and_fit(visit: Visit, size: str, dark: bool) -> None:
    acme = make_acme()
    for _time in range(2):
        bounced(acme.cast.nils, points=HARD, at=acme.begun.created_at)
    plan(at=acme.begun.created_at)
    page = enter(visit, acme.cast.adam, size, dark=dark)
    faults = faults_on(page, ["/settings/mail/trial/", "/settings/mail/"])
    for one in ("trial/?at=never", "preview/"):
        page.goto(f"/settings/mail/{one}")
        faults += barriers(page)
    page.fill("[name=email]", "nils@acme.example")
    page.click("main button.primary")
    assert not [*faults, *barriers(page)]


@pytest.mark.parametrize(("size", "dark"), WINDOWS)
def test_a_form_that_is_being_written_is_without_barrier_and_fits(visit: Visit, size: str, dark: bool) -> None:
    acme = make_acme()
    draft = acme.form.revise(by=acme.cast.stella, at=acme.begun.created_at)
    page = enter(visit, acme.cast.stella, size, dark=dark)
    address = f"/coaching/observations/forms/{draft.pk}/"
    page.goto(address)
    assert not barriers(page)
    assert size == "desk" or not too_wide(page, address)


@pytest.mark.parametrize(("size", "dark"), WINDOWS)
def test_every_page_that_reads_charters_is_without_barrier_and_fits(visit: Visit, size: str, dark: bool) -> None:
    chartered = make_chartered()
    assert not faults_on(enter(visit, chartered.cast.lena, size, dark=dark), readings_of(chartered))


@pytest.mark.parametrize("dark", [False, True])
def test_dialogs_are_without_barrier(visit: Visit, dark: bool) -> None:
    acme = make_acme()
    page = enter(visit, acme.cast.nils, dark=dark)
    faults: list[str] = []
    for verb in ("Record a commitment of Halden Shipping", "Record a commitment of Osprey Logistics"):
        page.goto("/funnel/")
        page.get_by_role("link", name=verb).click()
        page.get_by_role("dialog").wait_for()
        faults += barriers(page)
        page.get_by_role("dialog").get_by_role("button", name="Record").last.click()
        page.get_by_role("alert").wait_for()
        faults += barriers(page)
    assert not faults
