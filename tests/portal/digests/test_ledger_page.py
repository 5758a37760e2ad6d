"""The mail as administrators see it: what became of each week, the switch, mail that comes back, a test mail."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from portal.digests import ledger
from portal.digests.choices import Reason, State
from portal.digests.models import Digest, MailSwitch, Subscription
from portal.digests.models.subscription import HARD, bounced
from portal.digests.models.switch import advance_mark, hold
from portal.models import Event, Person
from tests.cast import Cast
from tests.portal.costs import cost
from tests.portal.digests.conftest import MONDAY
from tests.portal.digests.written import planned, rendered

Enter = Callable[[Person], Client]
PAGE = "/settings/mail/"
WEEK, HOUR = timedelta(days=7), timedelta(hours=1)


@pytest.fixture(autouse=True)
def monday(cast: Cast) -> Iterator[None]:
    with time_machine.travel(MONDAY + HOUR, tick=False):
        yield


@pytest.fixture
def with_a_mail_server(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def text(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(person: Person, week: timedelta = timedelta(0)) -> Digest:
    digest = rendered(person, MONDAY - week, week=(MONDAY - week).date())
    Digest.objects.filter(pk=digest.pk).update(state=State.SENDING)
    Digest.objects.filter(pk=digest.pk).update(state=State.SENT, settled_at=MONDAY - week)
    return digest


def skipped(person: Person, reason: Reason) -> None:
    planned(person, MONDAY, state=State.SKIPPED, reason=reason, settled_at=MONDAY)


class TestTheWeeks:
    def test_before_anything_was_planned_the_page_says_what_will_be_here(self, cast: Cast, enter: Enter) -> None:
        shown = text(enter(cast.adam))
        assert "Nothing was planned yet" in shown
        assert "None came back" in shown
        assert not MailSwitch.objects.exists()

    def test_each_week_adds_up_and_leads_to_its_reasons(self, cast: Cast, enter: Enter) -> None:
        sent(cast.nils), sent(cast.olga, WEEK), planned(cast.vera, MONDAY)
        skipped(cast.lena, Reason.NOTHING), skipped(cast.rita, Reason.NOTHING), skipped(cast.sam, Reason.AWAY)
        client = enter(cast.adam)
        week = client.get(PAGE).context["weeks"][0]
        assert week.adds_up
        assert (week.planned, week.sent, week.skipped, week.waiting) == (5, 1, 3, 1)
        shown = text(client)
        assert "does not add up" not in shown
        assert "commitment overdue" not in shown
        reasons = client.get(f"{PAGE}weeks/2026-11-16/")
        assert [(one.state, one.reason, one.count) for one in reasons.context["parts"]] == [
            ("skipped", "nothing", 2),
            ("planned", None, 1),
            ("sent", None, 1),
            ("skipped", "away", 1),
        ]
        assert sum(one.count for one in reasons.context["parts"]) == week.planned
        assert "There was nothing to say" in reasons.content.decode()
        assert "<title>Digests of the week of 16 November 2026 · " in reasons.content.decode()

    @pytest.mark.parametrize("week", ["2026-11-17", "2026-11", "Monday", "2026-02-30"])
    def test_a_week_without_digests_is_not_there(self, cast: Cast, enter: Enter, week: str) -> None:
        sent(cast.nils)
        assert enter(cast.adam).get(f"{PAGE}weeks/{week}/").status_code == 404

    def test_how_long_the_oldest_waits_is_said(self, cast: Cast, enter: Enter) -> None:
        rendered(cast.nils, MONDAY - HOUR)
        shown = text(enter(cast.adam))
        assert 'class="late">due <time' in shown
        assert "Mon 16 Nov, 06:30" in shown or "Mon 16 Nov, 07:30" in shown

    def test_three_of_each_cost_what_one_costs(self, cast: Cast, enter: Enter) -> None:
        client, costs = enter(cast.adam), []
        for number, person in enumerate((cast.nils, cast.olga, cast.rita)):
            sent(person, number * WEEK)
            bounced(person, points=HARD, at=MONDAY)
            costs.append(cost(client, PAGE))
        assert costs[0] == costs[2] == 9

    @pytest.mark.parametrize("who", ["nils", "lena", "stella"])
    def test_it_is_for_administrators(self, cast: Cast, enter: Enter, who: str) -> None:
        client = enter(getattr(cast, who))
        assert client.get(PAGE).status_code == 403
        assert client.post(f"{PAGE}pause/", {"why": "Mine"}).status_code == 403
        assert not MailSwitch.known().paused_at


def test_without_a_mail_server_nothing_is_said_to_leave(cast: Cast, enter: Enter) -> None:
    client = enter(cast.adam)
    shown = text(client)
    assert "No mail server is set." in shown
    assert "What is due leaves." not in shown
    assert "None leaves now: no mail server" in text(client, "/")


@pytest.mark.usefixtures("with_a_mail_server")
class TestTheSwitch:
    def test_a_pause_says_why_and_who_until_somebody_resumes(self, cast: Cast, enter: Enter) -> None:
        client = enter(cast.adam)
        assert "What is due leaves." in text(client)
        assert client.post(f"{PAGE}pause/", {"why": "The relay moves"}).status_code == 302
        shown = text(client)
        assert "Paused since" in shown
        assert "The relay moves · Adam" in shown
        assert client.post(f"{PAGE}resume/").status_code == 302
        assert not MailSwitch.known().paused_at
        assert "What is due leaves." in text(client)

    def test_a_pause_needs_a_reason(self, cast: Cast, enter: Enter) -> None:
        answer = enter(cast.adam).post(f"{PAGE}pause/", {"why": ""})
        assert answer.status_code == 422
        assert list(answer.context["pause"].errors) == ["why"]
        assert not MailSwitch.known().paused_at

    def test_what_the_portal_holds_back_itself_is_told_and_can_be_ended(self, cast: Cast, enter: Enter) -> None:
        hold(until=timezone.now() + HOUR, why="30 of the last 100 mails were not accepted", at=MONDAY)
        client = enter(cast.adam)
        assert "30 of the last 100 mails were not accepted" in text(client)
        client.post(f"{PAGE}resume/")
        assert "What is due leaves." in text(client)

    def test_a_restored_database_is_told_apart_from_one_whose_file_lies_elsewhere(
        self, cast: Cast, enter: Enter, instance_file: Path
    ) -> None:
        name = uuid4()
        MailSwitch.current()
        MailSwitch.objects.update(instance=name)
        advance_mark()
        client = enter(cast.adam)
        assert "the sender's file is not seen from here" in text(client)
        assert "as far as can be seen from here" in text(client)
        instance_file.parent.mkdir(parents=True)
        instance_file.write_text(json.dumps({"instance": str(name), "mark": 8}))
        shown = text(client)
        assert "This database was restored: 7 mails were sent since it was saved." in shown
        assert "manage.py mail adopt" in shown


class TestMailThatComesBack:
    def test_administrators_see_whose_and_how_much(self, cast: Cast, enter: Enter) -> None:
        bounced(cast.nils, points=HARD, at=MONDAY)
        for _time in range(2):
            bounced(cast.olga, points=HARD, at=MONDAY)
        assert [(one.person, one.is_stopped) for one in ledger.coming_back()] == [(cast.olga, True), (cast.nils, False)]
        shown = text(enter(cast.adam))
        assert shown.index("Olga") < shown.index("none is sent") < shown.index("Nils") < shown.index("still sent")

    @pytest.mark.parametrize(
        ("who", "told"),
        [("nils", True), ("lena", True), ("vera", True), ("sam", False), ("olga", False), ("adam", False)],
    )
    def test_this_week_tells_the_person_and_whoever_manages_them(
        self, cast: Cast, enter: Enter, who: str, told: bool
    ) -> None:
        for _time in range(2):
            bounced(cast.nils, points=HARD, at=MONDAY)
        client = enter(getattr(cast, who))
        address = re.search(r'hx-get="(/digests/[^"]+)"', text(client, "/"))
        assert address
        answer = client.get(address[1])
        shown = answer.content.decode()
        assert answer.status_code == (200 if told else 204)
        assert ("comes back" in shown) is told
        assert ("Mail comes back from:" in shown) is (told and who != "nils")

    def test_one_statement_says_it_however_many_they_are(self, cast: Cast, enter: Enter) -> None:
        client, costs = enter(cast.vera), []
        for person in (cast.nils, cast.olga, cast.rita):
            for _time in range(2):
                bounced(person, points=HARD, at=MONDAY)
            costs.append(cost(client, "/digests/comes-back/"))
        assert costs[0] == costs[2] == 6

    def test_who_looks_at_this_week_has_seen_what_is_due(self, cast: Cast, enter: Enter) -> None:
        enter(cast.nils).get("/digests/comes-back/")
        assert Subscription.of(cast.nils).seen_at == timezone.now()


class TestATestMail:
    def test_it_goes_to_whoever_asks_past_the_switch(self, cast: Cast, enter: Enter) -> None:
        client = enter(cast.adam)
        client.post(f"{PAGE}pause/", {"why": "The relay moves"})
        assert client.post(f"{PAGE}test/", {"email": "rita@acme.example"}).status_code == 302
        assert [one.to for one in mail.outbox] == [["adam@acme.example"]]
        assert "Adam asked for it" in str(mail.outbox[0].body)
        assert [event.verb for event in Event.objects.about(cast.adam)] == ["test mail sent"]

    def test_what_the_mail_server_says_is_shown(
        self, cast: Cast, enter: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*args: object) -> None:
            raise SMTPRecipientsRefused({"adam@acme.example": (550, b"no such user")})

        monkeypatch.setattr(EmailBackend, "send_messages", refuse)
        answer = enter(cast.adam).post(f"{PAGE}test/")
        assert answer.status_code == 409
        assert "no such user" in answer.content.decode()
        assert not Event.objects.about(cast.adam).exists()

    def test_by_command_to_any_address(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        said = StringIO()
        call_command("mail", "test", "postmaster@acme.example", stdout=said)
        assert "took a test mail to postmaster@acme.example" in said.getvalue()
        assert [one.to for one in mail.outbox] == [["postmaster@acme.example"]]
        with pytest.raises(CommandError, match="Name an address"):
            call_command("mail", "test")

        def unreachable(*args: object) -> None:
            raise ConnectionRefusedError("connection refused")

        monkeypatch.setattr(EmailBackend, "send_messages", unreachable)
        with pytest.raises(CommandError, match="connection refused"):
            call_command("mail", "test", "postmaster@acme.example")
