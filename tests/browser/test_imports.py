"""Importing as a person does it: with and without scripts, on both sizes, without barrier."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from funnels.models import ImportBatch, Opportunity
from portal.models import Person
from tests.browser.acme import Acme, Visit, enter, make_acme
from tests.browser.judging import WINDOWS, barriers, too_wide
from tests.funnels.imports.steps import as_csv

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADER = ["Opportunity ID", "Deal name", "Account", "Owner", "Product", "Stage", "Amount", "Close date", "Fax"]
ROWS = [
    [
        "006-1",
        "Port turnaround planning",
        "Halden Shipping",
        "Nils",
        "Planner",
        "Closed Won",
        "38400",
        "2026-01-20",
        "",
    ],
    ["006-2", "Spare parts forecasting", "Tern Robotics", "Olga", "Plan-ner", "Proposal", "12500.50", "2027-02-01", ""],
    ["006-3", "Route optimisation", "Osprey Logistics", "Nills", "Planner", "Negotiation", "9000", "2027-03-15", ""],
    ["006-4", "Cold chain audit", "Osprey Logistics", "Nils", "Planner", "Proposal", "-50", "2027-02-31", ""],
]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "opportunities-november.csv"
    path.write_bytes(as_csv(HEADER, ROWS))
    return path


def begin(page: Page, export: Path) -> None:
    page.goto("/imports/new/")
    page.get_by_label("File", exact=True).set_input_files(export)
    page.get_by_label("Where it comes from").fill("Salesforce")
    page.get_by_label("For the team").select_option(label="Acme")
    page.get_by_role("button", name="Read file").click()


def answer(page: Page) -> None:
    page.get_by_role("button", name="Use these columns").click()
    page.get_by_label("Owner “Nills” (1 row)").select_option(label="Nils · nils@acme.example")
    page.get_by_role("button", name="Try the import").click()


@pytest.mark.parametrize(("size", "dark"), WINDOWS)
def test_every_step_is_without_barrier_and_fits(visit: Visit, export: Path, size: str, dark: bool) -> None:
    acme = make_acme()
    page = enter(visit, acme.cast.stella, size, dark=dark)
    faults: list[str] = []

    def look(name: str) -> None:
        faults.extend(f"{name}: {fault}" for fault in barriers(page))
        if size == "phone":
            faults.extend(too_wide(page, name))

    page.goto("/imports/")
    look("empty list")
    begin(page, export)
    look("columns")
    page.get_by_role("button", name="Use these columns").click()
    look("words")
    page.get_by_role("button", name="Try the import").click()
    look("words with errors")
    page.get_by_label("Owner “Nills” (1 row)").select_option(label="Nils · nils@acme.example")
    page.get_by_role("button", name="Try the import").click()
    look("trial")
    page.get_by_role("button", name="Import 3 rows").click()
    look("report")
    page.get_by_role("button", name="Undo import").click()
    look("undone")
    page.goto("/imports/")
    look("list")
    nils = enter(visit, acme.cast.nils, size, dark=dark)
    nils.goto("/imports/receipts/")
    faults.extend(f"receipts: {fault}" for fault in barriers(nils))
    expect(nils.get_by_text("Put away again").first).to_be_visible()
    if size == "phone":
        faults.extend(too_wide(nils, "receipts"))
    assert not faults


@pytest.mark.parametrize("scripts", [True, False])
def test_it_goes_the_whole_way_with_and_without_scripts(visit: Visit, export: Path, scripts: bool) -> None:
    acme = make_acme()
    page = enter(visit, acme.cast.stella, scripts=scripts)
    begin(page, export)
    answer(page)
    expect(page.get_by_role("heading", name="What would happen")).to_be_visible()
    page.get_by_role("button", name="Import 3 rows").click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    assert imported(acme) == {"006-1": acme.cast.nils, "006-2": acme.cast.olga, "006-3": acme.cast.nils}
    page.get_by_role("button", name="Undo import").click()
    expect(page.get_by_role("heading", name="What had happened")).to_be_visible()
    assert imported(acme) == {}
    assert ImportBatch.objects.everything(reason="a test looks at everything").count() == 1


def imported(acme: Acme) -> dict[str, Person | None]:
    rows = Opportunity.objects.everything(reason="a test looks at everything").current().exclude(external_id="")
    return {one.external_id: one.owner for one in rows}
