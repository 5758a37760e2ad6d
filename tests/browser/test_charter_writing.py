"""Writing charters in a real browser: no barrier on any page, dialogs by keyboard, what is typed is never lost."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from charters.models import Charter, Question, Realignment, StrategicPriority
from tests.browser.acme import Visit, enter
from tests.browser.chartered import Chartered, make_chartered
from tests.browser.judging import WINDOWS, barriers, faults_on, too_wide
from tests.cast import NOON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECTIONS = (
    "head", "scope", "audiences", "tag_line", "vision", "mission", "purpose", "core_values", "goals", "objectives",
    "strategies", "tactics", "services", "measures", "connections", "governance",
)  # fmt: skip
KINDS = "goals objectives targets strategies tactics services measures connections stakeholders".split()
ALL = {"reason": "a test"}


def writings_of(chartered: Chartered) -> list[str]:
    """As lena sees them: what she writes, what she does with it, what she answers."""
    draft, child = f"/charters/{chartered.draft.pk}/", f"/charters/{chartered.child.pk}/"
    objective, tactic = chartered.child.objectives.get().pk, chartered.child.tactics.get().pk
    task = Realignment.objects.everything(**ALL).filter(charter=chartered.child).first()
    waiting = Question.objects.everything(**ALL).open().first()
    goal = chartered.draft.goals.first()
    assert task
    assert waiting
    assert goal
    return [
        "/charters/new/",
        *(f"{draft}write/{name}/" for name in SECTIONS),
        *(f"{draft}parts/{kind}/new/" for kind in KINDS),
        f"{draft}parts/goals/{goal.pk}/",
        f"{draft}parts/goals/{goal.pk}/remove/",
        *(f"{draft}{verb}/" for verb in ("submit", "retire", "entrust")),
        *(f"{child}{verb}/" for verb in ("review", "acknowledge", "ask", "revise", "activate")),
        f"/charters/realignments/{task.pk}/",
        f"/charters/questions/{waiting.pk}/answer/",
        *(f"/charters/objectives/{objective}/{verb}/" for verb in ("measure", "hand-over", "accept")),
        *(f"/charters/tactics/{tactic}/{verb}/" for verb in ("done", "redate", "drop", "hand-over")),
        "/charters/feedback/",
        "/charters/feedback/new/",
    ]


def keepings_of(chartered: Chartered) -> list[str]:
    """As vera sees them: the strategy brief."""
    brief = f"/charters/briefs/{chartered.brief.pk}/"
    draft = chartered.brief.revise(by=chartered.cast.vera, at=NOON)
    priority = StrategicPriority.objects.everything(**ALL).get(brief=draft)
    return [
        brief, "/charters/briefs/new/", f"/charters/briefs/{draft.pk}/", f"/charters/briefs/{draft.pk}/write/",
        f"/charters/briefs/{draft.pk}/publish/", f"/charters/briefs/{draft.pk}/priorities/new/",
        f"/charters/priorities/{priority.pk}/edit/", f"/charters/priorities/{priority.pk}/remove/", f"{brief}acknowledge/",
    ]  # fmt: skip


@pytest.mark.parametrize(("size", "dark"), WINDOWS)
def test_every_page_that_writes_charters_is_without_barrier_and_fits(visit: Visit, size: str, dark: bool) -> None:
    chartered = make_chartered()
    assert faults_on(enter(visit, chartered.cast.lena, size, dark=dark), writings_of(chartered)) == []
    assert faults_on(enter(visit, chartered.cast.vera, size, dark=dark), keepings_of(chartered)) == []


def section(chartered: Chartered, name: str) -> str:
    return f"/charters/{chartered.draft.pk}/write/{name}/"


def test_a_goal_is_added_in_a_dialog_by_keyboard(visit: Visit) -> None:
    chartered = make_chartered()
    page: Page = enter(visit, chartered.cast.lena)
    page.goto(section(chartered, "goals"))
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    expect(dialog.get_by_label("Goal")).to_be_focused()
    page.keyboard.type("From reporting to deciding")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="From reporting to deciding")).to_be_visible()
    assert chartered.draft.goals.filter(statement="From reporting to deciding").exists()


def test_what_is_refused_in_a_dialog_stays_typed(visit: Visit) -> None:
    chartered = make_chartered()
    page: Page = enter(visit, chartered.cast.lena)
    page.goto(section(chartered, "goals"))
    page.get_by_role("link", name="Add goal").click()
    dialog: Any = page.get_by_role("dialog")
    dialog.get_by_label("From", exact=False).first.fill("Nobody knows")
    dialog.get_by_role("button", name="Save goal").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(dialog.get_by_label("From", exact=False).first).to_have_value("Nobody knows")


def test_a_part_is_judged_while_it_is_typed_and_its_dialog_stays_open(visit: Visit) -> None:
    chartered = make_chartered()
    page: Page = enter(visit, chartered.cast.lena)
    page.goto(section(chartered, "objectives"))
    page.get_by_role("link", name="Add objective").click()
    dialog: Any = page.get_by_role("dialog")
    dialog.get_by_label("Objective", exact=True).fill("World-class partners")
    expect(dialog.get_by_role("status")).to_contain_text("can mean anything")
    expect(dialog.get_by_role("status")).to_contain_text("Name the one person who owns it.")
    dialog.get_by_label("Objective", exact=True).fill("Partners answer within a day")
    expect(dialog.get_by_role("status")).not_to_contain_text("can mean anything")
    assert chartered.draft.objectives.count() == 1


def test_the_checks_speak_up_while_one_types(visit: Visit) -> None:
    chartered = make_chartered()
    page: Page = enter(visit, chartered.cast.lena)
    page.goto(section(chartered, "purpose"))
    page.locator("#id_purpose").fill("To win 20 % more.")
    expect(page.get_by_text("figures belong to objectives")).to_be_visible()
    kept: Charter = Charter.objects.everything(**ALL).get(pk=chartered.draft.pk)
    assert kept.purpose == chartered.draft.purpose


@pytest.mark.parametrize(("size", "dark"), [("desk", True), ("phone", False)])
def test_what_the_checks_say_meanwhile_is_without_barrier_and_fits(visit: Visit, size: str, dark: bool) -> None:
    chartered = make_chartered()
    page: Page = enter(visit, chartered.cast.lena, size, dark=dark)
    page.goto(section(chartered, "purpose"))
    page.locator("#id_purpose").fill("To win 20 % more.")
    page.get_by_text("figures belong to objectives").wait_for()
    faults = barriers(page)
    page.goto(section(chartered, "objectives"))
    page.get_by_role("link", name="Add objective").click()
    dialog: Any = page.get_by_role("dialog")
    dialog.get_by_label("Objective", exact=True).fill("World-class partners")
    expect(dialog.get_by_role("status")).to_contain_text("can mean anything")
    faults += barriers(page)
    page.goto(f"/charters/{chartered.draft.pk}/parts/objectives/new/")
    page.get_by_label("Objective", exact=True).fill("World-class partners")
    page.get_by_text("can mean anything").wait_for()
    faults += barriers(page)
    assert not faults
    assert size == "desk" or not too_wide(page, "a new objective")
