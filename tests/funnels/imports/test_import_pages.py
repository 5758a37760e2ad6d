"""The import's pages: from the file to the report and back, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from funnels.models import ImportBatch, ImportReceipt, Opportunity
from funnels.models.importing import BatchState
from portal.models import Person
from tests.cast import Cast
from tests.funnels.imports.steps import as_csv, bring_in, checked, staged

HEADER = ["Deal ID", "Deal name", "Account", "Owner", "Stage", "Amount", "Close date", "Fax"]
ROWS = [
    ["D-1", "New cranes", "Halden Shipping", "Nils", "Won", "1200.50", "2026-10-01", ""],
    ["D-2", "Spare parts", "Halden Shipping", "Olga", "Proposal", "800", "2026-12-01", "12"],
    ["D-3", "Bad day", "Tern Robotics", "Nils", "Proposal", "900", "2026-02-31", ""],
]
CSV = as_csv(HEADER, ROWS)
ALL = "a test looks at everything"


class Fields(HTMLParser):
    """What a browser would send of the page's own form when nothing is touched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "select":
            self.select = found["name"]
        elif tag == "option" and self.select and "selected" in found:
            self.values[self.select] = found["value"]
        elif tag == "input" and found.get("name") == "version":
            self.values["version"] = found["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""


@pytest.fixture
def stella(cast: Cast, funnel: object, enter: Callable[[Person], Client]) -> Client:
    return enter(cast.stella)


@pytest.fixture
def tried(cast: Cast, funnel: object) -> ImportBatch:
    return checked(staged(CSV, team=cast.acme, by=cast.stella))


@pytest.fixture
def done(cast: Cast, funnel: object) -> ImportBatch:
    return bring_in(CSV, team=cast.acme, by=cast.stella)


def words(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def upload(client: Client, cast: Cast, content: bytes = CSV, name: str = "crm.csv") -> HttpResponse:
    sent = {
        "kind": "opportunities",
        "source": "CRM",
        "team": str(cast.acme.pk),
        "file": SimpleUploadedFile(name, content),
    }
    return client.post("/imports/new/", sent)


def only() -> ImportBatch:
    return ImportBatch.objects.everything(reason=ALL).get()


def test_it_leads_from_the_file_to_the_report_and_back(
    stella: Client, cast: Cast, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    taken = upload(stella, cast)
    columns = stella.get(taken["Location"])
    assert "Stage · Won, Proposal" in words(columns)
    chosen = stella.post(taken["Location"], Fields(words(columns)).values)
    meanings = stella.get(chosen["Location"])
    assert "Stage “Won” (1 row)" in words(meanings)
    with django_capture_on_commit_callbacks(execute=True):
        stella.post(chosen["Location"], Fields(words(meanings)).values)
    batch = only()
    assert (batch.state, batch.created, batch.refused) == (BatchState.CHECKED, 2, 1)
    assert not Opportunity.objects.everything(reason=ALL).exists()

    trial = stella.get(f"/imports/{batch.pk}/")
    assert "Import 2 rows" in words(trial)
    assert "Close date: “2026-02-31” is not a day of the calendar." in words(trial)
    assert "Nothing was taken from these columns: Fax." in words(trial)
    with django_capture_on_commit_callbacks(execute=True):
        stella.post(f"/imports/{batch.pk}/run/", {"version": batch.version})
    assert Opportunity.objects.everything(reason=ALL).current().count() == 2
    report = stella.get(f"/imports/{batch.pk}/")
    assert "What happened" in words(report)
    with django_capture_on_commit_callbacks(execute=True):
        stella.post(f"/imports/{batch.pk}/undo/", {"version": only().version})
    assert only().state == BatchState.UNDONE
    assert not Opportunity.objects.everything(reason=ALL).current().exists()


def test_the_second_file_asks_nothing(stella: Client, cast: Cast, done: ImportBatch) -> None:
    taken = upload(stella, cast)
    chosen = stella.post(taken["Location"], Fields(words(stella.get(taken["Location"]))).values)
    page = words(stella.get(chosen["Location"]))
    assert "Every word in this file is known from earlier ones." in page
    assert "2 answers from last time" in page


def test_the_refused_rows_come_as_a_file_with_their_reasons(stella: Client, done: ImportBatch) -> None:
    answer = stella.get(f"/imports/{done.pk}/refused.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].split(",")[:2] == ["Deal ID", "Deal name"]
    assert lines[0].endswith("Row in the file,Why it was refused")
    assert lines[1].startswith("D-3,Bad day,")
    assert lines[1].endswith("4,Close date: “2026-02-31” is not a day of the calendar.")
    assert len(lines) == 2


def test_the_refused_file_holds_no_formula(stella: Client, cast: Cast, funnel: object) -> None:
    batch = bring_in(
        as_csv(HEADER, [["D-9", "=1+1", "A", "Nils", "Won", "1", "never", ""]]), team=cast.acme, by=cast.stella
    )
    text = b"".join(stella.get(f"/imports/{batch.pk}/refused.csv").streaming_content).decode()
    assert "'=1+1" in text


def test_an_unreadable_file_is_refused_at_its_field(stella: Client, cast: Cast) -> None:
    refused = upload(stella, cast, b"PK\x03\x04rubbish", "crm.xlsx")
    assert refused.status_code == 422
    assert "The workbook is damaged." in words(refused)
    assert not ImportBatch.objects.everything(reason=ALL).exists()


def test_a_file_that_the_form_does_not_keep_is_asked_for_again(stella: Client, cast: Cast) -> None:
    sent = {"kind": "opportunities", "source": "", "team": str(cast.acme.pk)}
    asked = "Choose the file again: it is not kept while something else is missing."
    refused = stella.post("/imports/new/", sent | {"file": SimpleUploadedFile("crm.csv", CSV)})
    assert refused.status_code == 422
    assert refused.context["form"].errors == {"source": ["Fill this in."], "file": [asked]}
    assert stella.post("/imports/new/", sent).context["form"].errors["file"] == ["Choose a file."]


def test_a_missing_answer_is_asked_for(stella: Client, cast: Cast) -> None:
    upload(stella, cast, as_csv(HEADER, [["D-1", "X", "A", "Nills", "Open", "1", "2026-12-01", ""]]))
    batch = only()
    address = f"/imports/{batch.pk}/columns/"
    stella.post(address, Fields(words(stella.get(address))).values)
    batch.refresh_from_db()
    refused = stella.post(f"/imports/{batch.pk}/words/", {"version": batch.version, "q0": "", "q1": "open"})
    assert refused.status_code == 422
    assert "Choose who “Nills” is." in words(refused)
    assert "Looks like “Nils”, spelled differently." in words(refused)


def test_somebody_elses_change_is_told(stella: Client, tried: ImportBatch) -> None:
    refused = stella.post(f"/imports/{tried.pk}/run/", {"version": tried.version - 1})
    assert refused.status_code == 409
    assert "Somebody changed this since you opened it." in words(refused)
    tried.refresh_from_db()
    assert tried.state == BatchState.CHECKED


def test_it_is_undone_only_once(stella: Client, done: ImportBatch) -> None:
    address = f"/imports/{done.pk}/undo/"
    assert stella.post(address, {"version": done.version}).status_code == 302
    again = stella.post(address, {"version": only().version})
    assert (again.status_code, "only once" in words(again)) == (409, True)


def test_a_button_says_which_version_it_was_pressed_on(stella: Client, done: ImportBatch) -> None:
    assert stella.post(f"/imports/{done.pk}/undo/").status_code == 409
    assert only().state == BatchState.DONE


@pytest.mark.parametrize("path", ["", "columns/", "words/", "refused.csv"])
@pytest.mark.parametrize(("name", "status"), [("nils", 403), ("lena", 403), ("stella", 200), ("adam", 403)])
def test_only_stewards_see_an_import(
    cast: Cast, tried: ImportBatch, enter: Callable[[Person], Client], path: str, name: str, status: int
) -> None:
    tried.team = cast.oslo
    tried.save()
    assert enter(getattr(cast, name)).get(f"/imports/{tried.pk}/{path}").status_code == status


def test_a_stranger_finds_nothing(cast: Cast, tried: ImportBatch, enter: Callable[[Person], Client]) -> None:
    tried.team = cast.oslo
    tried.save()
    rita = enter(cast.rita)
    assert rita.get(f"/imports/{tried.pk}/").status_code == 404
    assert rita.post(f"/imports/{tried.pk}/run/").status_code == 404


def test_the_list_is_empty_at_first(stella: Client) -> None:
    assert "Nothing imported yet" in words(stella.get("/imports/"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_one_as_for_three(
    stella: Client, cast: Cast, count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(count):
        staged(CSV, team=cast.acme, by=cast.stella, source=f"CRM {number}")
    stella.get("/imports/")
    with django_assert_num_queries(7):
        assert words(stella.get("/imports/")).count("crm.csv") == count


def test_the_owner_finds_a_receipt(cast: Cast, done: ImportBatch, enter: Callable[[Person], Client]) -> None:
    nils = enter(cast.nils)
    assert "From the CRM" in words(nils.get("/"))
    page = words(nils.get("/imports/receipts/"))
    assert "New cranes" in page
    assert "Spare parts" not in page
    nils.post("/imports/receipts/read/")
    assert not ImportReceipt.objects.of(cast.nils).unread().exists()
    assert ImportReceipt.objects.of(cast.olga).unread().exists()
    assert "From the CRM" not in words(nils.get("/"))


def test_a_new_import_is_for_the_highest_team_and_shows_the_tree(stella: Client, cast: Cast) -> None:
    teams = stella.get("/imports/new/").context["form"]["team"].field.choices
    assert [label for _key, label in teams][:3] == ["Acme", "\u2003North", "\u2003\u2003Bergen"]
    assert teams[0][0] == str(cast.acme.pk)
