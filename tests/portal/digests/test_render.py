"""What is written to whom, and why somebody gets no mail."""

from __future__ import annotations

from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funnels.models import CustomerCommitment, Funnel, Opportunity
from funnels.models.funnel import outline_of
from portal.digests import rendering
from portal.digests.choices import GRACE, Reason, State
from portal.digests.freezing import freeze_due
from portal.digests.models import Digest, Escalation, Mention
from portal.digests.models.subscription import HARD, be_away, bounced, choose, seen
from portal.digests.rendering import render_due
from portal.models import Person, Team
from tests.cast import Cast
from tests.factories import definitions_of, make_account, make_funnel, make_opportunity, record, satisfy
from tests.portal.digests.conftest import MONDAY
from tests.portal.digests.written import planned, written

WEEK = timedelta(days=7)
THIS_WEEK = MONDAY.date()
DUE = date(2026, 11, 13)  # the Friday before


@pytest.fixture
def funnel(cast: Cast) -> Funnel:
    outline_of.cache_clear()
    return make_funnel(cast.acme, at=MONDAY - 5 * WEEK)


def owes(owner: Person, team: Team, *, on: date = DUE, customer: str = "Halden Shipping") -> CustomerCommitment:
    """A customer has promised something to `owner`."""
    then = MONDAY - 4 * WEEK
    place = make_opportunity(owner, team, at=then, account=make_account(customer))
    return place.ask(statement="starts a trial with their own team", promised_for=on, by=owner, at=then)


def write(person: Person, at: Any = MONDAY, week: date = THIS_WEEK) -> Digest:
    return written(person, at, week=week)


def mail(digest: Digest) -> EmailMessage:
    assert digest.mime
    found = message_from_bytes(bytes(digest.mime), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def text_of(digest: Digest, kind: str = "plain") -> str:
    part = mail(digest).get_body((kind,))
    assert part
    return str(part.get_content())


def codes(digest: Digest) -> list[str]:
    return [section["code"] for section in digest.content["sections"]]


@pytest.mark.usefixtures("funnel")
class TestOwnPromises:
    def test_overdue_comes_before_due_and_the_subject_is_the_fact(self, cast: Cast) -> None:
        owes(cast.nils, cast.oslo, on=date(2026, 11, 19), customer="Pella Ceramics")
        owes(cast.nils, cast.oslo)
        digest = write(cast.nils)
        assert digest.state == State.RENDERED
        assert digest.subject == "1 commitment overdue, 1 commitment due soon"
        assert codes(digest)[:2] == ["overdue", "due"]
        assert "Halden Shipping starts a trial with their own team – 3 days overdue" in text_of(digest)

    def test_each_line_leads_to_the_exact_object(self, cast: Cast) -> None:
        commitment = owes(cast.nils, cast.oslo)
        address = f"http://testserver/opportunities/{commitment.opportunity_id}/"
        digest = write(cast.nils)
        assert address in text_of(digest)
        assert f'href="{address}"' in text_of(digest, "html")

    def test_a_section_shows_five_and_says_how_many_more(self, cast: Cast) -> None:
        for number in range(7):
            owes(cast.nils, cast.oslo, customer=f"Customer {number}")
        digest = write(cast.nils)
        overdue = digest.content["sections"][0]
        assert (len(overdue["items"]), overdue["count"], overdue["more"]) == (5, 7, 2)
        assert "and 2 more" in text_of(digest)

    def test_nothing_to_say_is_no_mail_but_a_row(self, cast: Cast) -> None:
        digest = write(cast.nils)
        assert (digest.state, digest.reason, digest.mime) == (State.SKIPPED, Reason.NOTHING, None)

    def test_good_news_alone_are_no_reason_for_a_mail(self, cast: Cast) -> None:
        place = make_opportunity(cast.nils, cast.oslo, at=MONDAY - WEEK)
        with time_machine.travel(MONDAY - WEEK, tick=False):
            satisfy(place, by=cast.nils, at=MONDAY - timedelta(days=2))
        Opportunity.objects.everything(reason="test").update(required_met=0, required_total=0)
        digest = write(cast.nils)
        assert digest.reason == Reason.NOTHING
        assert codes(digest) == ["kept", "moves"]

    def test_what_went_well_comes_last(self, cast: Cast) -> None:
        owes(cast.nils, cast.oslo)
        place = make_opportunity(cast.nils, cast.oslo, at=MONDAY - WEEK)
        satisfy(place, by=cast.nils, at=MONDAY - timedelta(days=2))
        assert codes(write(cast.nils)) == ["overdue", "ready", "mend", "kept", "moves"]


@pytest.mark.usefixtures("funnel")
class TestScope:
    def test_a_manager_hears_of_the_teams_below_and_nobody_elses(self, cast: Cast) -> None:
        owes(cast.nils, cast.oslo, customer="Halden Shipping")
        owes(cast.rita, cast.rome, customer="Canary in Rome")
        mine, foreign = text_of(write(cast.lena)), text_of(write(cast.sam))
        assert "Halden Shipping" in mine
        assert "Canary" not in mine
        assert "Canary in Rome" in foreign
        assert "Halden" not in foreign

    def test_who_has_left_the_team_hears_nothing_of_what_they_own_there(self, cast: Cast) -> None:
        place = owes(cast.nils, cast.oslo).opportunity
        Opportunity.objects.everything(reason="test").filter(pk=place.pk).update(owner=cast.felix)
        assert write(cast.felix).reason == Reason.NOTHING

    def test_nobody_is_written_to_who_has_left(self, cast: Cast) -> None:
        owes(cast.nils, cast.oslo)
        cast.nils.is_active = False
        cast.nils.save()
        assert write(cast.nils).reason == Reason.LEFT


@pytest.mark.usefixtures("funnel")
class TestOnThePageOnly:
    @pytest.mark.parametrize("why", ["opted_out", "away", "bounced"])
    def test_the_copy_is_kept_although_no_mail_goes(self, cast: Cast, why: str) -> None:
        owes(cast.nils, cast.oslo)
        if why == "opted_out":
            choose(cast.nils, by_mail=False, by=cast.nils, at=MONDAY)
        elif why == "away":
            be_away(cast.nils, since=MONDAY.date(), until=MONDAY.date() + WEEK, by=cast.nils, at=MONDAY)
        else:
            for _time in range(2):
                bounced(cast.nils, points=HARD, at=MONDAY)
        digest = write(cast.nils)
        assert (digest.state, digest.reason, digest.mime) == (State.SKIPPED, why, None)
        assert digest.content["headline"].startswith("1 commitment overdue")

    def test_it_comes_less_often_to_who_never_opens_it(self, cast: Cast) -> None:
        owes(cast.nils, cast.oslo)
        sent = []
        for number in range(20):
            at = MONDAY + number * WEEK
            digest = write(cast.nils, at, at.date())
            if digest.state == State.RENDERED:
                sent.append(number)
                Digest.objects.filter(pk=digest.pk).update(state=State.SENDING)
                Digest.objects.filter(pk=digest.pk).update(state=State.SENT, settled_at=at)
        assert sent == [0, 1, 2, 3, 5, 7, 9, 11, 15, 19]
        seen(cast.nils, at=MONDAY + 19 * WEEK + timedelta(days=1))
        assert write(cast.nils, MONDAY + 20 * WEEK, (MONDAY + 20 * WEEK).date()).state == State.RENDERED

    def test_what_is_written_too_late_is_skipped(self, cast: Cast) -> None:
        owes(cast.nils, cast.oslo)
        digest = planned(cast.nils, MONDAY)
        render_due(at=MONDAY + GRACE + timedelta(minutes=1))
        digest.refresh_from_db()
        assert digest.reason == Reason.STALE


@pytest.mark.usefixtures("funnel")
class TestAgeing:
    def marks(self, person: Person, number: int) -> dict[str, Any]:
        at = MONDAY + number * WEEK
        digest = write(person, at, at.date())
        found = {section["code"]: section for section in digest.content["sections"]}
        return {code: [item["mark"] for item in section["items"]] for code, section in found.items()}

    def test_two_weeks_with_its_owner_then_once_with_the_manager(self, cast: Cast) -> None:
        owes(cast.nils, cast.oslo)
        told = [(self.marks(cast.nils, number), self.marks(cast.lena, number)) for number in range(5)]
        assert [own.get("overdue") for own, _manager in told] == [[""], ["again this week"], ["escalated"], [], []]
        assert [manager.get("escalated") for _own, manager in told] == [None, None, [""], None, None]
        assert Escalation.objects.get().told == cast.lena
        assert Mention.objects.count() == 3

    def test_writing_anew_says_the_same(self, cast: Cast) -> None:
        owes(cast.nils, cast.oslo)
        for number in range(3):
            self.marks(cast.nils, number)
            self.marks(cast.lena, number)
        for person, code in ((cast.nils, "overdue"), (cast.lena, "escalated")):
            digest = Digest.objects.filter(recipient=person).select_related("recipient").first()
            assert digest
            before = digest.content["sections"]
            rendering.write([digest], at=MONDAY + 2 * WEEK)
            digest.refresh_from_db()
            assert digest.content["sections"] == before
            assert code in [section["code"] for section in before]

    def test_what_is_settled_meanwhile_is_not_told(self, cast: Cast) -> None:
        owes(cast.nils, cast.oslo)
        for number in range(3):
            self.marks(cast.nils, number)
        CustomerCommitment.objects.everything(reason="test").update(state="broken", settled_on=MONDAY.date())
        assert "escalated" not in self.marks(cast.lena, 2)

    def test_who_has_no_manager_above_is_only_reminded(self, cast: Cast) -> None:
        owes(cast.vera, cast.acme)
        assert [self.marks(cast.vera, number)["overdue"] for number in range(4)] == [[""], *[["again this week"]] * 3]

    def test_a_third_new_date_is_for_the_next_one_to_one(self, cast: Cast) -> None:
        commitment = owes(cast.nils, cast.oslo)
        CustomerCommitment.objects.everything(reason="test").filter(pk=commitment.pk).update(reschedules=3)
        digest = write(cast.nils)
        assert codes(digest)[0] == "one-to-one"
        assert "overdue" not in codes(digest)


class TestBytes:
    def test_it_can_be_answered_for_and_stopped(self, cast: Cast, funnel: Funnel) -> None:
        owes(cast.nils, cast.oslo)
        digest = write(cast.nils)
        found = mail(digest)
        assert found["Message-ID"] == digest.message_id == f"<{digest.pk}@testserver>"
        assert found["Auto-Submitted"] == "auto-generated"
        assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert found["List-Unsubscribe"].startswith("<http://testserver/digests/stop/")
        assert found["To"] == "nils@acme.example"
        assert f"View as a page: http://testserver/digests/{digest.pk}/" in text_of(digest)
        assert f'href="http://testserver/digests/{digest.pk}/"' in text_of(digest, "html")
        assert found["Date"] == "Mon, 16 Nov 2026 07:30:00 +0100"
        assert "src=" not in text_of(digest, "html")
        assert b"\n" not in bytes(digest.mime or b"").replace(b"\r\n", b"")

    def test_one_that_cannot_be_written_stops_nobody_elses(
        self, cast: Cast, funnel: Funnel, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        owes(cast.nils, cast.oslo)
        owes(cast.olga, cast.bergen)
        writing = rendering.mime.write

        def breaks(person: Person, *rest: Any) -> bytes:
            if person == cast.nils:
                raise KeyError("a fault of ours")
            return writing(person, *rest)

        monkeypatch.setattr(rendering.mime, "write", breaks)
        planned(cast.nils, MONDAY), planned(cast.olga, MONDAY)
        for _time in range(5):
            render_due(at=MONDAY)
        states = dict(Digest.objects.values_list("recipient__name", "state"))
        assert states == {"Nils": State.FAILED, "Olga": State.RENDERED}

    def test_a_batch_of_three_costs_what_one_costs(self, cast: Cast, funnel: Funnel) -> None:
        for person, team in ((cast.nils, cast.oslo), (cast.olga, cast.bergen), (cast.rita, cast.rome)):
            owes(person, team)
            place = make_opportunity(person, team, at=MONDAY - WEEK)
            record(place, definitions_of(place)[0], by=person, at=MONDAY)
        freeze_due(at=MONDAY)
        costs = []
        for people in ([cast.nils, cast.lena], [cast.olga, cast.rita, cast.sam, cast.vera]):
            for person in people:
                planned(person, MONDAY)
            with CaptureQueriesContext(connection) as queries:
                render_due(at=MONDAY)
            costs.append(len(queries))
        assert costs[0] == costs[1]
