"""Upward feedback on a phone, by keyboard, and without barrier."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from coaching.feedback.closing import close_cycle
from coaching.feedback.opening import plan_cycle
from coaching.feedback.statements import BY_TEAM
from coaching.models import FeedbackBallot, FeedbackCycle, FeedbackFromAbove
from portal.roles import Role
from tests.browser.acme import Visit, enter
from tests.browser.judging import WINDOWS, faults_on
from tests.cast import Cast, join, make_cast, make_person
from tests.coaching.feedback.conftest import Branch
from tests.feedback_factories import answer_all, answer_from_above, ballot_of, make_team_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOME = "/coaching/feedback/"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def branch(cast: Cast) -> Branch:
    otto = make_person("Otto")
    join(otto, cast.oslo, Role.MANAGER)
    return Branch(otto, [cast.nils, *make_team_of(cast.oslo, 5)])


@pytest.fixture
def cycle(cast: Cast, branch: Branch) -> FeedbackCycle:
    return open_today(cast)


def open_today(cast: Cast) -> FeedbackCycle:
    today = cast.stella.organisation.today()
    return plan_cycle(
        cast.north, opens_on=today, closes_on=today + timedelta(days=14), by=cast.stella, at=timezone.now()
    )


def marked(page: Page) -> int:
    return page.locator(".scale input:checked").count()


def test_twelve_taps_and_one_answer_on_a_phone(visit: Visit, cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    page = enter(visit, cast.nils, "phone")
    page.goto(HOME)
    page.get_by_role("link", name="How Otto coaches").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for group in page.get_by_role("group").all():
        group.locator("label").nth(4).click()
    assert marked(page) == len(BY_TEAM)
    page.get_by_role("button", name="Put answer in the box").click()
    expect(page.get_by_role("heading", name="Your answer counts")).to_be_visible()
    assert FeedbackBallot.objects.visible_to(cast.nils).open_on(cycle.opens_on) == []


def test_a_keyboard_alone_answers_and_what_is_missing_takes_the_focus(
    visit: Visit, cast: Cast, branch: Branch, cycle: FeedbackCycle
) -> None:
    page = enter(visit, cast.nils)
    page.goto(f"{HOME}ballots/{ballot_of(cast.nils, branch.otto).box_id}/")
    page.locator(".scale input").first.focus()
    for place in range(len(BY_TEAM)):
        if place != 3:
            page.keyboard.press("Space")
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    assert marked(page) == len(BY_TEAM) - 1
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Put answer in the box").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your answer counts")).to_be_visible()


@pytest.mark.parametrize(("size", "dark"), WINDOWS)
def test_every_page_is_without_barrier_and_fits(
    visit: Visit, cast: Cast, branch: Branch, cycle: FeedbackCycle, size: str, dark: bool
) -> None:
    olav = make_person("Olav")
    join(olav, cast.south, Role.STEWARD)
    addresses = {
        cast.nils: [HOME, f"{HOME}ballots/{ballot_of(cast.nils, branch.otto).box_id}/", f"{HOME}results/"],
        cast.stella: [f"{HOME}{one}" for one in ("cycles/", "cycles/new/", f"cycles/{cycle.pk}/", "statements/")],
        cast.rita: [HOME, f"{HOME}thanks/", f"{HOME}protection/"],
    }
    form = FeedbackFromAbove.objects.visible_to(cast.lena).get(manager=branch.otto)
    addresses[cast.lena] = [HOME, f"{HOME}from-above/{form.pk}/"]
    addresses[olav] = [f"{HOME}cycles/"]
    found = []
    for person, pages in addresses.items():
        found += faults_on(enter(visit, person, size, dark=dark), pages)
    finish(cast, branch, cycle)
    results = [f"{HOME}results/", f"{HOME}results/{branch.otto.pk}/"]
    found += faults_on(enter(visit, branch.otto, size, dark=dark), results)
    assert found == []


def finish(cast: Cast, branch: Branch, cycle: FeedbackCycle) -> None:
    now = timezone.now()
    answer_all(branch.six, branch.otto, range(2, 8), at=now)
    answer_from_above(cast.lena, branch.otto, at=now)
    close_cycle(cycle, at=now + timedelta(days=15))
