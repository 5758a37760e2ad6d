"""Coverage in a real browser: read without a barrier in every width, and one step from a person to the form."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from coaching.choices import AbsenceKind
from coaching.models import Absence
from coaching.standards import say
from funnels.models import Opportunity
from portal.roles import Role
from tests.browser.acme import Acme, Visit, enter, make_acme
from tests.browser.judging import WINDOWS, faults_on
from tests.cast import join, make_person
from tests.coaching_factories import make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def acme() -> Acme:
    """Nils was coached a month ago and yesterday, Olga and Per never, and Per is on leave."""
    made, now = make_acme(), timezone.now()
    cast, today = made.cast, now.date()
    make_session(cast.lena, cast.nils, held_at=now - timedelta(days=30), at=now).acknowledge(
        took_place=True, useful=4, by=cast.nils, at=now
    )
    make_session(cast.lena, cast.nils, held_at=now - timedelta(days=1), at=now, opportunities=[made.owed])
    away = make_person("Per")
    join(away, cast.oslo, Role.MEMBER)
    Absence.add(
        away, cast.oslo, kind=AbsenceKind.LEAVE, starts_on=today - timedelta(days=20),
        ends_on=today + timedelta(days=9), by=away, at=now,
    )  # fmt: skip
    Opportunity.objects.everything(reason="test").filter(pk=made.late.pk).update(opened_on=today - timedelta(days=9))
    say(cast.north, {"minutes_a_month": 200}, by=cast.lena, at=now)
    return made


def pages_of(acme: Acme) -> list[str]:
    return [
        "/coaching/", "/coaching/?weeks=6", "/coaching/?weeks=52", f"/coaching/?team={acme.cast.bergen.pk}",
        "/coaching/standards/", f"/coaching/standards/{acme.cast.north.pk}/",
        f"/coaching/standards/{acme.cast.oslo.pk}/", "/coaching/absences/", "/coaching/absences/?past=1",
    ]  # fmt: skip


@pytest.mark.parametrize(("size", "dark"), WINDOWS)
def test_every_page_of_coverage_is_without_barrier_and_fits(visit: Visit, acme: Acme, size: str, dark: bool) -> None:
    page = enter(visit, acme.cast.lena, size, dark=dark)
    assert not faults_on(page, pages_of(acme))


def test_from_a_persons_line_one_key_opens_the_form_prefilled(visit: Visit, acme: Acme) -> None:
    page = enter(visit, acme.cast.lena)
    page.goto("/coaching/")
    expect(page.get_by_role("heading", name="2 of 3 people have had no session for two weeks")).to_be_visible()

    page.get_by_role("link", name="Log a session with Nils", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/coaching/log/?person={acme.cast.nils.pk}")
    expect(page.get_by_label("What was it about?")).to_be_visible()


def test_a_place_to_coach_opens_the_form_with_person_and_opportunity(visit: Visit, acme: Acme) -> None:
    page = enter(visit, acme.cast.lena)
    page.goto("/coaching/")

    page.get_by_role("link", name="a session with Nils about Route optimisation").click()
    page.wait_for_url(f"**/coaching/log/?person={acme.cast.nils.pk}&opportunity={acme.late.pk}")


def test_a_phone_shows_six_weeks_and_a_button_for_each_person(visit: Visit, acme: Acme) -> None:
    page = enter(visit, acme.cast.lena, "phone")
    page.goto("/coaching/")

    line = page.get_by_role("row").filter(has=page.get_by_role("link", name="Nils", exact=True))
    assert line.get_by_role("cell").filter(visible=True).count() == 7
    button = line.get_by_role("link", name="Log").bounding_box()
    assert button is not None
    assert button["x"] + button["width"] <= 390


def test_the_year_opens_at_its_end(visit: Visit, acme: Acme) -> None:
    page = enter(visit, acme.cast.lena)
    page.goto("/coaching/?weeks=52")

    expect(page.get_by_role("columnheader", name="Last session")).to_be_in_viewport()


def test_leave_is_recorded_and_taken_back_without_scripts(visit: Visit, acme: Acme) -> None:
    page = enter(visit, acme.cast.nils, scripts=False)
    page.goto("/coaching/absences/")
    page.get_by_label("Who").select_option(label="Nils · Oslo")
    day = (timezone.now().date() + timedelta(days=3)).isoformat()
    page.get_by_label("From").fill(day)
    page.get_by_label("To", exact=True).fill(day)
    page.get_by_role("button", name="Record days").click()
    page.get_by_role("button", name="Take back Leave of Nils").click()
    expect(page.get_by_text("Nobody is away")).to_be_visible()
