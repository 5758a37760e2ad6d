"""What each picture shows, and how one gets there: as the person who uses that page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

from playwright.sync_api import Page, expect

from charters.models import Charter, StrategyBrief
from coaching.models import CoachingSession
from funnels.models import Funnel, Opportunity
from portal.digests.models import Digest
from portal.models import Person
from portal.sheets import csv_rows

PATIENCE = 30_000  # milliseconds, for what is said while one types
HEADER = ("Opportunity ID", "Deal name", "Account", "Owner", "Stage", "Amount", "Close date")
ROWS = (
    ("006-1", "Port turnaround planning", "Halden Shipping", "Amara Osei", "Negotiation", "384000", "2027-03-31"),
    ("006-2", "Spare parts forecasting", "Tern Robotics", "Freya Hughes", "Proposal", "64000", "2027-02-12"),
    ("006-3", "Route optimisation", "Osprey Logistics", "Farah Price", "Proposal", "242000", "2027-04-30"),
    ("006-4", "Cold chain monitoring", "Northgate Foods", "Stefan Jensen", "Discovery", "298000", "2027-05-14"),
    ("006-5", "Line changeover", "Lowry Packaging", "Gwen Quist", "Closed Won", "144000", "2026-10-02"),
    ("006-6", "Outage response", "Ridgeline Energy", "Amara Osei", "Negotiation", "-268000", "2027-01-29"),
    ("006-7", "Kiln energy programme", "Pella Ceramics", "Fiona Dahl", "Discovery", "142000", "2027-02-31"),
)


@dataclass(frozen=True)
class Scene:
    """`account` signs in (…@demo.example); `go` brings the page to what is worth a picture."""

    name: str
    account: str
    go: Callable[[Page], None]
    dark: bool = False
    mail: bool = False  # drawn whole, and as wide as a mail is


def board(page: Page) -> None:
    page.goto("/funnel/")


def table(page: Page) -> None:
    page.goto("/funnel/table/")


def opportunity(page: Page) -> None:
    page.goto(f"/opportunities/{nearly_there().pk}/")


def nearly_there() -> Opportunity:
    """One that a single commitment keeps from moving, as far along as there is."""
    rep = Person.objects.by_email("rep@demo.example").get()
    rows = Opportunity.objects.visible_to(rep).owned_by(rep).open().select_related("stage").order_by("pk")
    return max((one for one in rows if one.required_total - one.required_met == 1), key=lambda one: one.required_total)


def record(page: Page) -> None:
    page.goto("/funnel/?owner=me&need=overdue")
    page.locator(".card [data-key-record]").locator("visible=true").first.click()
    dialog = page.get_by_role("dialog", name="Record a commitment")
    dialog.get_by_label("What did the customer say or send?").fill(
        "“Every store counts by hand on Sundays. It costs us a day a week.”"
    )
    page.evaluate("document.activeElement.blur()")


def trial(page: Page) -> None:
    """An export from the CRM, tried before anything is written."""
    export = "".join(csv_rows(HEADER, ROWS)).encode()
    page.goto("/imports/new/")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "opportunities-november.csv", "mimeType": "text/csv", "buffer": export}
    )
    page.get_by_label("Where it comes from").fill("Salesforce")
    page.get_by_role("button", name="Read file").click()
    page.get_by_role("button", name="Use these columns").click()
    if page.get_by_role("button", name="Try the import").count():
        page.get_by_role("button", name="Try the import").click()
    expect(page.get_by_role("button", name="Import")).to_be_visible()


def editor(page: Page) -> None:
    funnel = Funnel.objects.everything(reason="for a picture").active().get()
    page.goto(f"/funnel/definitions/{funnel.pk}/")
    if page.get_by_role("button", name="Revise").count():
        page.get_by_role("button", name="Revise").click()
    else:
        page.goto("/funnel/definitions/")
        page.get_by_role("link", name="Draft of version 2").click()
    page.reload()


def charters(page: Page) -> None:
    page.goto("/charters/")


def charter(page: Page) -> None:
    page.goto(f"/charters/{named('Sales enablement').pk}/")


def named(title: str) -> Charter:
    found: Charter = Charter.objects.everything(reason="for a picture").present().get(title=title)
    return found


def alignment(page: Page) -> None:
    page.goto("/charters/tree/")


def writing(page: Page) -> None:
    """A weak phrase in the vision, remarked on while it is typed."""
    page.goto(f"/charters/{named('Partner programme').pk}/write/vision/")
    page.get_by_label("Vision: where do we aim to be?").fill("World-class partners by next year.")
    expect(page.get_by_role("status").filter(has_text="can mean anything")).to_be_visible(timeout=PATIENCE)


def judging(page: Page) -> None:
    """An objective letter by letter, while it is typed in its dialog."""
    page.goto(f"/charters/{named('Partner programme').pk}/write/objectives/")
    page.get_by_role("link", name="Add objective").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Objective", exact=True).fill("Partners answer within a day")
    dialog.get_by_label("Unit").fill("hours")
    expect(dialog.get_by_role("status").filter(has_text="Name the one person")).to_be_visible(timeout=PATIENCE)
    dialog.get_by_role("status").get_by_text("Say by when.").scroll_into_view_if_needed()


def course(page: Page) -> None:
    objective = named("Sales").objectives.get(statement="Customers renew before they are asked")
    page.goto(f"/charters/objectives/{objective.pk}/history/")


def brief(page: Page) -> None:
    page.goto(f"/charters/briefs/{StrategyBrief.objects.everything(reason='for a picture').published().get().pk}/")


def sheet(page: Page) -> None:
    page.goto(f"/charters/{named('Sales enablement').pk}/print/?form=page")


def coverage(page: Page) -> None:
    page.goto("/coaching/")


def log(page: Page) -> None:
    """Right after a call, with two short texts."""
    page.goto(f"/coaching/log/?person={Person.objects.get(name='Stefan Jensen').pk}")
    page.locator("[name=focus]").fill("A day for the next step")
    page.locator("[name=promise-0-what]").fill("Ask Osprey for the day on which the trial begins")
    page.evaluate("document.activeElement.blur()")


def session(page: Page) -> None:
    page.goto(f"/coaching/sessions/{last_session().pk}/")


def last_session() -> CoachingSession:
    """The last one that the salesperson confirmed and that ended with a promise."""
    rep = Person.objects.by_email("rep@demo.example").get()
    held = CoachingSession.objects.visible_to(rep).counted().filter(coachee=rep, commitments__isnull=False)
    found: CoachingSession = held.order_by("-held_at")[0]
    return found


def somebody(page: Page) -> None:
    page.goto(f"/coaching/people/{Person.objects.by_email('rep@demo.example').get().pk}/")


def own_coaching(page: Page) -> None:
    page.goto("/coaching/me/")


def practices(page: Page) -> None:
    page.goto("/coaching/practices/")


def observations(page: Page) -> None:
    page.goto("/coaching/observations/")


def home(page: Page) -> None:
    page.goto("/")


def mail_to(account: str) -> Callable[[Page], None]:
    """The newest digest that was sent to the person, as a mail program shows it."""

    def show(page: Page) -> None:
        sent = Digest.objects.filter(recipient__email=f"{account}@demo.example").exclude(mime=None).order_by("-week")[0]
        body = message_from_bytes(bytes(sent.mime or b""), policy=policy.default).get_body(("html",))
        page.set_content(str(body.get_content()) if body else "")

    return show


SCENES = (
    Scene("board", "manager", board),
    Scene("board", "manager", board, dark=True),
    Scene("opportunity", "rep", opportunity),
    Scene("opportunity", "rep", opportunity, dark=True),
    Scene("record", "rep", record),
    Scene("table", "manager", table),
    Scene("import", "steward", trial),
    Scene("funnel-editor", "steward", editor),
    Scene("charters", "leader", charters),
    Scene("charter", "manager", charter),
    Scene("charter", "manager", charter, dark=True),
    Scene("alignment", "leader", alignment),
    Scene("charter-writing", "leader", writing),
    Scene("charter-objective", "leader", judging),
    Scene("objective-history", "leader", course),
    Scene("strategy-brief", "rep", brief),
    Scene("charter-sheet", "manager", sheet),
    Scene("coverage", "manager", coverage),
    Scene("coverage", "manager", coverage, dark=True),
    Scene("coverage-teams", "leader", coverage),
    Scene("log-session", "manager", log),
    Scene("session", "rep", session),
    Scene("coaching-person", "manager", somebody),
    Scene("coaching-me", "rep", own_coaching),
    Scene("best-practices", "rep", practices),
    Scene("observations", "manager", observations),
    Scene("home-rep", "rep", home),
    Scene("home-rep", "rep", home, dark=True),
    Scene("home-manager", "manager", home),
    Scene("home-leader", "leader", home),
    Scene("home-admin", "admin", home),
    *(
        Scene(f"digest-{account}", account, mail_to(account), dark=dark, mail=True)
        for account in ("rep", "manager", "leader", "steward")
        for dark in (False, True)
    ),
)
PLACE = Path(__file__).parents[2] / "docs" / "pictures"
