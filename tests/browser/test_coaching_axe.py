"""No barrier that axe finds on the pages of logging and of the pair, and nothing wider than a phone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from coaching.models import CoachingCommitment, CoachingSession
from coaching.rhythm import begin
from portal.models import Person
from tests.browser.acme import Acme, Visit, enter, make_acme
from tests.browser.judging import WINDOWS, barriers, faults_on
from tests.coaching_factories import make_promise, make_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPENED = "document.querySelectorAll('main details:not(.menu)').forEach((one) => { one.open = true; })"
HREFS = "(links) => links.map((link) => link.getAttribute('href'))"


def make_coached(acme: Acme) -> dict[str, Any]:
    """A pair with everything that the pages show: answered, unanswered and planned sessions, promises due and kept."""
    now, (lena, nils) = timezone.now(), (acme.cast.lena, acme.cast.nils)
    before = now - timedelta(days=10)
    promises = [
        make_promise("Call the dispatcher", due_on=before.date() + timedelta(days=2)),
        make_promise("Open the door", "coach", due_on=before.date() + timedelta(days=3)),
    ]
    past = make_session(
        lena, nils, at=before, held_at=before, promises=promises, note="Watch his pace", opportunities=[acme.owed]
    )  # fmt: skip
    past.acknowledge(took_place=True, useful=4, comment="Thank you", by=nils, at=before)
    kept = CoachingCommitment.objects.visible_to(lena).filter(owner=lena).get()
    kept.settle("missed", reason="No time", by=lena, at=now)
    claimed = make_session(lena, nils, at=now, held_at=now)
    begin({"every_days": 7, "first_at": now + timedelta(days=2)}, coach=lena, coachee=nils, by=lena, at=now)
    return {"past": past, "claimed": claimed, "kept": kept}


def pages_of(person: Person, acme: Acme, made: dict[str, Any]) -> list[str]:
    past, claimed = (f"/coaching/sessions/{made[name].pk}/" for name in ("past", "claimed"))
    them, both = f"/coaching/people/{acme.cast.nils.pk}/", ["/", past, claimed, "/coaching/me/", "/coaching/me/share/"]
    if person == acme.cast.nils:
        return [*both, f"{them}prep/"]
    promise = past.replace("sessions", "promises").replace(str(made["past"].pk), str(made["kept"].pk))
    return [
        *both, f"/coaching/log/?person={acme.cast.nils.pk}", "/coaching/log/", "/coaching/plan/", them, f"{them}prep/",
        f"{claimed}correct/", f"{claimed}note/", f"{promise}settle/", f"{promise}redate/", f"/opportunities/{acme.owed.pk}/",
    ]  # fmt: skip


@pytest.mark.parametrize(("size", "dark"), WINDOWS)
def test_every_page_of_the_pair_is_without_barrier_and_fits(visit: Visit, size: str, dark: bool) -> None:
    acme = make_acme()
    made = make_coached(acme)
    faults: list[str] = []
    for person in (acme.cast.lena, acme.cast.nils):
        faults += faults_on(enter(visit, person, size, dark=dark), pages_of(person, acme, made), first=OPENED)
    assert not faults


@pytest.mark.parametrize(("size", "dark"), [("desk", True), ("phone", False)])
def test_the_dialogs_are_without_barrier(visit: Visit, size: str, dark: bool) -> None:
    """Each that opens from a session held or planned, and from a person's page."""
    acme = make_acme()
    made = make_coached(acme)
    page = enter(visit, acme.cast.lena, size, dark=dark)
    sessions = [made["claimed"].pk, CoachingSession.objects.visible_to(acme.cast.lena).planned().get().pk]
    opened, faults = [], []
    for one in (*(f"/coaching/sessions/{key}/" for key in sessions), f"/coaching/people/{acme.cast.nils.pk}/"):
        page.goto(one)
        for way in dict.fromkeys(page.eval_on_selector_all("a[data-dialog]", HREFS)):
            page.evaluate("(way) => document.querySelector(`a[data-dialog][href='${way}']`).click()", way)
            page.get_by_role("dialog").get_by_role("button").first.wait_for()
            faults += [f"{way}: {fault}" for fault in barriers(page)]
            opened.append(way.partition("?")[0].rstrip("/").rpartition("/")[2])
            page.keyboard.press("Escape")
            page.get_by_role("dialog").wait_for(state="detached")
    assert not faults
    assert set(opened) == {"note", "move", "excuse", "call-off", "settle", "plan", "search"}


def test_what_is_wrong_is_said_without_barrier(visit: Visit) -> None:
    page = enter(visit, make_acme().cast.lena, "phone", dark=True)
    page.goto("/coaching/log/")
    page.get_by_role("button", name="Save session").click()
    page.get_by_role("alert").wait_for()
    assert not barriers(page)
