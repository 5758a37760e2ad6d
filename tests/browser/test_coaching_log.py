"""Logging a session on a phone: few taps, two short texts, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from coaching.models import CoachingCommitment, CoachingSession, SessionWords
from portal.models import Person
from tests.browser.acme import Acme, Visit, enter, make_acme
from tests.cast import PASSWORD
from tests.coaching_factories import make_promise, make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOCUS, PROMISE = "Asking for the date", "Ask Karin for the board's date"


@pytest.fixture
def acme() -> Acme:
    return make_acme()


class Thumb:
    """Taps and types on a phone, and counts both."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.texts = page, 0, 0

    def tap(self, target: Any) -> None:
        target.click()
        self.taps += 1

    def type(self, target: Any, words: str) -> None:
        self.tap(target)
        self.page.keyboard.type(words)
        self.texts += 1


@pytest.fixture
def thumb(visit: Visit, acme: Acme) -> Thumb:
    page = enter(visit, acme.cast.lena, "phone")
    page.goto("/")
    return Thumb(page)


def sessions(person: Person) -> Any:
    return CoachingSession.objects.visible_to(person)


def focus(page: Page) -> Any:
    return page.get_by_label("What was it about?")


def saved(page: Page) -> None:
    expect(page.locator("[data-toast]")).to_contain_text("Saved. It counts once Nils confirms it.")


def kept(page: Page) -> str:
    return str(page.evaluate("JSON.stringify(localStorage)"))


def type_both(page: Page) -> None:
    focus(page).fill(FOCUS)
    page.get_by_label("What will Nils do?").fill(PROMISE)


def test_from_the_middle_tab_it_takes_seven_taps_and_two_texts(acme: Acme, thumb: Thumb) -> None:
    page = thumb.page
    thumb.tap(page.get_by_role("navigation", name="Main, mobile").get_by_role("link", name="Log a session"))
    thumb.tap(page.get_by_role("radio", name="Nils", exact=True))
    thumb.tap(page.get_by_role("radio", name="45", exact=True))
    thumb.type(focus(page), FOCUS)
    thumb.type(page.get_by_label("What will Nils do?"), PROMISE)
    thumb.tap(page.get_by_role("group", name="By when").first.get_by_role("radio", name="In a week"))
    thumb.tap(page.get_by_role("button", name="Save session"))
    saved(page)

    assert (thumb.taps, thumb.texts) == (7, 2)
    session = sessions(acme.cast.lena).get()
    assert (session.coachee, session.minutes) == (acme.cast.nils, 45)
    assert SessionWords.objects.visible_to(acme.cast.nils).get().focus == FOCUS
    assert CoachingCommitment.objects.visible_to(acme.cast.nils).get().owner == acme.cast.nils


def test_from_an_opportunity_it_takes_four_taps(acme: Acme, thumb: Thumb) -> None:
    page = thumb.page
    page.goto(f"/opportunities/{acme.owed.pk}/")
    thumb.tap(page.get_by_role("link", name="Log a session").first)
    thumb.type(focus(page), FOCUS)
    thumb.type(page.get_by_label("What will Nils do?"), PROMISE)
    thumb.tap(page.get_by_role("button", name="Save session"))
    saved(page)

    assert (thumb.taps, thumb.texts) == (4, 2)
    assert sessions(acme.cast.lena).get().links.get().opportunity == acme.owed


def test_what_was_chosen_stays_chosen_when_the_form_is_refused(thumb: Thumb) -> None:
    page = thumb.page
    page.goto("/coaching/log/")
    page.get_by_role("radio", name="Nils", exact=True).click()
    for chosen in ("Skill", "60"):
        page.get_by_role("radio", name=chosen, exact=True).click()
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.wait_for_timeout(50)  # what the library does after a swap
    for chosen in ("Nils", "Skill", "60"):
        expect(page.get_by_role("radio", name=chosen, exact=True)).to_be_checked()


def test_what_the_two_had_agreed_comes_with_the_person(acme: Acme, thumb: Thumb) -> None:
    before = timezone.now() - timedelta(days=9)
    promises = [make_promise("Call the dispatcher", due_on=before.date() + timedelta(days=2))]
    make_session(acme.cast.lena, acme.cast.nils, at=before, held_at=before, promises=promises)
    page = thumb.page
    page.goto("/coaching/log/")
    page.get_by_role("radio", name="Nils", exact=True).click()
    expect(page.get_by_role("group", name="Call the dispatcher")).to_be_visible()
    expect(page.get_by_label("Why")).to_be_hidden()
    type_both(page)
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_role("alert")).to_contain_text("Say first what became of it.")
    expect(focus(page)).to_have_value(FOCUS)
    page.get_by_role("radio", name="Not kept", exact=True).click()
    page.get_by_label("Why").fill("The customer was ill")
    page.get_by_role("button", name="Save session").click()
    saved(page)


def test_a_lost_network_loses_nothing_and_what_arrived_twice_is_saved_once(acme: Acme, thumb: Thumb) -> None:
    page = thumb.page
    page.goto("/coaching/log/")
    page.get_by_role("radio", name="Nils", exact=True).click()
    type_both(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_role("alert")).to_contain_text("We could not save. Your text is still here. Try again.")
    expect(focus(page)).to_have_value(FOCUS)
    page.context.set_offline(False)

    page.goto("/")
    page.goto("/coaching/log/")
    expect(focus(page)).to_have_value(FOCUS)
    expect(page.get_by_label("What will Nils do?")).to_have_value(PROMISE)
    expect(page.get_by_text("This is your draft, as you left it.")).to_be_visible()
    page.get_by_role("button", name="Save session").click()
    saved(page)
    assert sessions(acme.cast.lena).count() == 1
    assert FOCUS not in kept(page)


def test_an_answer_that_never_came_does_not_save_it_twice(acme: Acme, thumb: Thumb) -> None:
    page = thumb.page
    page.goto("/coaching/log/")
    page.get_by_role("radio", name="Nils", exact=True).click()
    type_both(page)

    def lose_the_answer(route: Any) -> None:
        route.fetch(max_redirects=0)
        route.abort()

    page.route("**/coaching/log/", lose_the_answer)
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_role("alert")).to_contain_text("We could not save.")
    assert sessions(acme.cast.lena).count() == 1
    page.unroute("**/coaching/log/")
    page.get_by_role("button", name="Save session").click()
    saved(page)
    assert sessions(acme.cast.lena).count() == 1
    assert CoachingCommitment.objects.visible_to(acme.cast.lena).count() == 1


def test_an_expired_session_loses_nothing(acme: Acme, thumb: Thumb) -> None:
    page = thumb.page
    page.goto("/coaching/log/")
    page.get_by_role("radio", name="Nils", exact=True).click()
    type_both(page)
    Session.objects.all().delete()
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_role("alert")).to_contain_text("You are signed out, so this was not saved.")
    expect(focus(page)).to_have_value(FOCUS)

    page.get_by_role("link", name="Sign in again").click()
    page.get_by_label("E-mail").fill(acme.cast.lena.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(focus(page)).to_have_value(FOCUS)
    expect(page.get_by_label("What will Nils do?")).to_have_value(PROMISE)
    page.get_by_role("button", name="Save session").click()
    saved(page)
    assert sessions(acme.cast.lena).count() == 1


def test_another_person_does_not_find_the_draft_and_signing_out_forgets_it(
    visit: Visit, acme: Acme, thumb: Thumb
) -> None:
    page = thumb.page
    page.goto(f"/coaching/log/?person={acme.cast.nils.pk}")
    type_both(page)
    page.goto(f"/coaching/log/?person={acme.cast.olga.pk}")
    expect(focus(page)).to_have_value("")
    assert FOCUS in kept(page)
    page.goto("/coaching/log/")
    expect(focus(page)).to_have_value(FOCUS)
    page.get_by_role("button", name="Begin anew").click()
    expect(focus(page)).to_have_value("")
    assert FOCUS not in kept(page)

    type_anew = f"/coaching/log/?person={acme.cast.nils.pk}"
    page.goto(type_anew)
    type_both(page)
    page.goto("/")
    assert FOCUS in kept(page)
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Sign out").last.click()
    expect(page.get_by_label("Password")).to_be_visible()
    assert FOCUS not in kept(page)


def test_a_weak_verb_is_said_and_holds_nobody_up(acme: Acme, thumb: Thumb) -> None:
    page = thumb.page
    page.goto(f"/coaching/log/?person={acme.cast.nils.pk}")
    focus(page).fill(FOCUS)
    page.get_by_label("What will Nils do?").fill("Focus on the date")
    page.get_by_label("What will Nils do?").blur()
    expect(page.get_by_text("cannot be seen to be done")).to_be_visible()
    page.get_by_role("button", name="Save session").click()
    saved(page)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_without_scripts_the_same_is_done_on_pages(visit: Visit, acme: Acme, size: str) -> None:
    page = enter(visit, acme.cast.lena, size, scripts=False)
    page.goto("/coaching/log/")
    page.get_by_role("radio", name="Nils", exact=True).click()
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    type_both(page)
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_text("Saved. It counts once Nils confirms it.")).to_be_visible()


def test_the_key_l_opens_the_form_at_a_desk(visit: Visit, acme: Acme) -> None:
    page = enter(visit, acme.cast.lena)
    page.goto("/")
    page.keyboard.press("l")
    expect(page.get_by_role("heading", name="Log a session")).to_be_visible()


def test_the_coachee_confirms_in_one_tap(visit: Visit, acme: Acme) -> None:
    now = timezone.now()
    session = make_session(acme.cast.lena, acme.cast.nils, at=now, held_at=now)
    page = enter(visit, acme.cast.nils, "phone")
    page.goto(f"/coaching/sessions/{session.pk}/")
    page.get_by_role("button", name="Confirm, useful 4 of 5").click()
    expect(page.get_by_text("Nils confirmed 45 minutes.")).to_be_visible()
    session.refresh_from_db()
    assert (session.took_place, session.useful) == (True, 4)


def test_done_is_said_in_its_place_and_undone_from_the_toast(visit: Visit, acme: Acme) -> None:
    now = timezone.now()
    promises = [make_promise("Call the dispatcher", due_on=now.date() + timedelta(days=1))]
    make_session(acme.cast.lena, acme.cast.nils, at=now, held_at=now, promises=promises)
    page = enter(visit, acme.cast.nils, "phone")
    page.goto("/coaching/me/")
    page.get_by_role("button", name="Done : Call the dispatcher").click()
    expect(page.get_by_role("heading", name="Call the dispatcher")).to_be_focused()
    expect(page.locator("[data-toast]")).to_contain_text("Saved as kept.")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Done : Call the dispatcher")).to_be_visible()
    page.get_by_label("More: Call the dispatcher").click()
    page.get_by_role("link", name="Another day").click()
    expect(page.get_by_role("dialog", name="Another day")).to_be_visible()
