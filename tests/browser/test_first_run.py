"""From an empty database to an organisation with teams and people, as somebody does it who has read no guide."""

from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from funnels.models import Funnel
from portal import firstrun
from portal.models import Membership, Team

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Page]
PASSWORD = "three-quiet-otters"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def come_in(page: Page) -> None:
    page.goto(firstrun.link().removeprefix("http://testserver"))
    page.get_by_label("Name", exact=True).fill("Greta Holm")
    page.get_by_label("E-mail address").fill("greta@acme.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    press(page, "Begin")


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_empty_database_ends_with_a_working_funnel(visit: Visit, size: str, scripts: bool) -> None:
    page = visit(size, scripts=scripts)
    page.goto("/")
    expect(page.locator("main")).to_contain_text("manage.py first_run")
    come_in(page)

    page.get_by_label("Name of the organisation").fill("Acme Marine")
    page.get_by_label("Time zone").select_option("Europe/Oslo")
    press(page, "Save and go on")

    page.get_by_label("Regions and teams").fill("North\n  Oslo\n  Bergen")
    press(page, "Add teams and go on")

    first = page.get_by_role("group", name="Person 1")
    first.get_by_label("Name").fill("Nils Berg")
    first.get_by_label("E-mail address").fill("nils@acme.example")
    first.get_by_label("Team").select_option(label="\u2003\u2003Oslo")
    press(page, "Invite and go on")

    page.get_by_label("Put it into use as it is").check()
    press(page, "Create funnel")

    page.goto("/")
    expect(page.get_by_role("link", name="Start with a funnel")).to_have_count(0)
    expect(page.get_by_role("link", name="Invite your people")).to_have_count(0)
    assert set(Team.objects.values_list("name", flat=True)) == {"Acme Marine", "North", "Oslo", "Bergen"}
    assert Membership.objects.get(person__name="Nils Berg").team.name == "Oslo"
    assert [letter.to for letter in mail.outbox] == [["nils@acme.example"]]
    assert Funnel.objects.everything(reason="test").active().get().team.name == "Acme Marine"


def test_a_step_left_for_later_waits_on_the_home_page(visit: Visit) -> None:
    page = visit()
    come_in(page)
    page.get_by_label("Name of the organisation").fill("Acme Marine")
    press(page, "Save and go on")
    page.get_by_role("link", name="Do this later").click()
    page.goto("/")
    page.get_by_role("link", name="Add your teams").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Add your teams")


def test_an_invited_person_chooses_a_password_and_is_in(visit: Visit) -> None:
    page = visit()
    come_in(page)
    page.get_by_label("Name of the organisation").fill("Acme Marine")
    press(page, "Save and go on")
    page.goto("/people/invite/")
    page.get_by_label("Name", exact=True).fill("Nils Berg")
    page.get_by_label("E-mail address").fill("nils@acme.example")
    page.get_by_label("Team").select_option(label="Acme Marine")
    press(page, "Send invitation")
    expect(page.locator("#toasts")).to_contain_text("Nils Berg is invited")

    link = next(word for word in mail.outbox[0].body.split() if "/key/" in word)
    invited = visit("phone")
    invited.goto(link.removeprefix("http://testserver"))
    for field in invited.locator("input[type=password]").all():
        field.fill(PASSWORD)
    invited.locator("main form button").click()
    invited.goto("/")
    expect(invited.get_by_role("heading", level=1).or_(invited.locator(".topbar"))).to_contain_text(["This week"])
