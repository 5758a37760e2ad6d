"""Acting on one's own promise by a link of the mail, without signing in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.core import signing
from django.test import Client

from charters.models import TacticProgress
from coaching.models import CoachingCommitment, CommitmentWords
from funnels.models import CustomerCommitment, Funnel
from funnels.models.funnel import outline_of
from portal.digests import acting, rendering
from portal.digests.acting import DONE, HAND_BACK, REDATE, DeadLink
from portal.digests.choices import State
from portal.digests.links import ACT, act_address
from portal.digests.models import Digest, Subscription, UsedLink
from portal.models import Event, Person
from tests.cast import Cast
from tests.charter_factories import make_root
from tests.coaching_factories import make_promise, make_session
from tests.factories import make_account, make_contact, make_funnel, make_opportunity
from tests.portal.digests.conftest import MONDAY
from tests.portal.digests.written import written

WEEK = timedelta(days=7)
DUE, FRIDAY = date(2026, 11, 13), date(2026, 11, 20)
LINK = re.compile(r"http://testserver(/digests/act/[\w:\-]+/([\w-]+)/)")
NEW_DAY = {"due_on": "2026-11-27", "reason": "Their board meets on Thursday"}


@pytest.fixture(autouse=True)
def nobody_has_tried(settings: Any) -> None:
    """Tries are counted in a cache of this test's own: others empty theirs meanwhile."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid4().hex}}


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[time_machine.Traveller]:
    """The day after the mail."""
    with time_machine.travel(MONDAY + timedelta(days=1), tick=False) as clock:
        yield clock


@pytest.fixture
def funnel(cast: Cast) -> Funnel:
    outline_of.cache_clear()
    return make_funnel(cast.acme, at=MONDAY - 5 * WEEK)


@pytest.fixture
def owed(cast: Cast, funnel: Funnel) -> CustomerCommitment:
    """A customer's promise on an opportunity of nils'."""
    then = MONDAY - 4 * WEEK
    place = make_opportunity(cast.nils, cast.oslo, at=then, account=make_account())
    giver = make_contact(place.account)  # type: ignore[arg-type]
    told = {"statement": "starts a trial", "promised_for": DUE, "given_by": giver}
    return place.ask(**told, by=cast.nils, at=then)


@pytest.fixture
def agreed(cast: Cast) -> CoachingCommitment:
    """What nils promised lena."""
    return promise(cast.lena, cast.nils)


def promise(coach: Person, coachee: Person) -> CoachingCommitment:
    then = MONDAY - 2 * WEEK
    session = make_session(coach, coachee, at=then, held_at=then, promises=[make_promise(due_on=DUE)])
    return session.commitments.get()


@pytest.fixture
def tactic(cast: Cast) -> TacticProgress:
    """A step of vera's charter that nils has taken on."""
    progress: TacticProgress = make_root(cast).tactics.get().progress
    progress.hand_over(to=cast.nils, by=cast.vera, at=MONDAY)
    progress.redate(due_on=FRIDAY, reason="Sooner", by=cast.nils, at=MONDAY)
    return progress


def sent(person: Person, at: datetime = MONDAY) -> Digest:
    digest = written(person, at)
    Digest.objects.filter(pk=digest.pk).update(state=State.SENDING)
    Digest.objects.filter(pk=digest.pk).update(state=State.SENT, settled_at=at)
    digest.refresh_from_db()
    return digest


def body(digest: Digest, kind: str = "html") -> str:
    part = message_from_bytes(bytes(digest.mime or b""), policy=policy.default).get_body((kind,))
    return str(part.get_content()) if part else ""


def links(digest: Digest, kind: str = "html") -> dict[str, str]:
    """By verb; of the last promise that has it."""
    return {verb: path for path, verb in LINK.findall(body(digest, kind))}


def the(digest: Digest, verb: str) -> str:
    return links(digest)[verb]


def page(path: str, data: dict[str, str] | None = None) -> Any:
    """As a mail program opens it, or with `data` as the button sends it."""
    browser = Client(enforce_csrf_checks=True)
    return browser.get(path) if data is None else browser.post(path, data)


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


class TestOpening:
    def test_it_only_asks_however_often(self, cast: Cast, owed: CustomerCommitment) -> None:
        """So that what scans mail for viruses does nothing."""
        digest, before = sent(cast.nils), Event.objects.count()
        for verb in (DONE, REDATE):
            for _often in range(3):
                shown = page(the(digest, verb))
                assert shown.status_code == 200
                assert "You act as Nils , by a link in the digest of the week of 16 November" in words(shown)
            assert Client().head(the(digest, verb)).status_code == 200
            assert Client().put(the(digest, verb)).status_code == 405
        owed.refresh_from_db()
        assert (owed.version, owed.promised_for, Event.objects.count()) == (1, DUE, before)
        assert not UsedLink.objects.exists()
        assert not Subscription.objects.exists()

    def test_the_address_goes_nowhere_else(self, cast: Cast, owed: CustomerCommitment) -> None:
        shown = page(the(sent(cast.nils), REDATE))
        assert shown["Referrer-Policy"] == "no-referrer"
        assert "no-store" in shown["Cache-Control"]

    def test_whoever_has_signed_in_there_still_acts_as_its_recipient(
        self, cast: Cast, owed: CustomerCommitment, client: Client
    ) -> None:
        client.force_login(cast.olga, backend=settings.AUTHENTICATION_BACKENDS[0])
        path = the(sent(cast.nils), REDATE)
        assert "You act as Nils" in words(client.get(path))
        client.post(path, NEW_DAY)
        assert Event.objects.about(owed.opportunity).first().by == cast.nils  # type: ignore[union-attr]


class TestTheMail:
    def test_both_twins_carry_the_links_and_only_those_of_own_promises(
        self, cast: Cast, owed: CustomerCommitment, agreed: CoachingCommitment, tactic: TacticProgress
    ) -> None:
        digest = sent(cast.nils)
        assert sorted(LINK.findall(body(digest))) == sorted(LINK.findall(body(digest, "plain")))
        verbs = [verb for _path, verb in LINK.findall(body(digest))]
        assert sorted(verbs) == sorted([DONE, REDATE] * 3 + [HAND_BACK])
        assert links(sent(cast.lena)) == {}

    def test_a_manager_who_is_told_cannot_act_on_it(self, cast: Cast, owed: CustomerCommitment) -> None:
        for number in range(3):
            written(cast.nils, MONDAY + number * WEEK)
        digest = sent(cast.lena, MONDAY + 2 * WEEK)
        assert "escalated" in [section["code"] for section in digest.content["sections"]]
        assert links(digest) == {}

    def test_without_somebody_who_committed_it_is_not_done_from_here(self, cast: Cast, owed: Any) -> None:
        CustomerCommitment.objects.everything(reason="test").update(given_by=None)
        assert set(links(sent(cast.nils))) == {REDATE}

    def test_of_two_that_look_the_same_neither_has_a_link(self, cast: Cast, agreed: CoachingCommitment) -> None:
        promise(cast.lena, cast.nils)
        digest = sent(cast.nils)
        assert body(digest).count("Agreed in coaching") == 2
        assert links(digest) == {}

    def test_its_bytes_are_the_same_when_it_is_written_again(self, cast: Cast, owed: CustomerCommitment) -> None:
        digest = written(cast.nils)
        before = bytes(digest.mime or b"")
        rendering.write([digest], at=MONDAY)
        digest.refresh_from_db()
        assert bytes(digest.mime or b"") == before

    def test_switched_off_it_has_none_and_those_that_were_sent_are_dead(
        self, cast: Cast, owed: CustomerCommitment, settings: Any
    ) -> None:
        path = the(sent(cast.nils), REDATE)
        settings.MAIL_ACTIONS = False
        for answer in (page(path), page(path, NEW_DAY)):
            assert answer.status_code == 410
            assert "Links in mails are switched off" in words(answer)
        owed.refresh_from_db()
        assert owed.promised_for == DUE
        assert links(written(cast.nils, MONDAY + WEEK)) == {}


class TestTheButton:
    def test_another_day_is_the_page_s_own_verb_and_says_how_it_came(
        self, cast: Cast, owed: CustomerCommitment, client: Client
    ) -> None:
        path = the(sent(cast.nils), REDATE)
        assert "The new day is saved" in words(page(path, NEW_DAY))
        owed.refresh_from_db()
        assert (owed.promised_for, owed.reschedules) == (date(2026, 11, 27), 1)
        event = Event.objects.about(owed.opportunity).get(verb="commitment_rescheduled")
        assert (event.by, event.reason, event.after["by_way_of"]) == (cast.nils, NEW_DAY["reason"], "mail")
        client.force_login(cast.lena, backend=settings.AUTHENTICATION_BACKENDS[0])
        history = words(client.get(f"/opportunities/{owed.opportunity_id}/history/"))
        assert "Nils, by link in mail" in history

    def test_it_holds_once_for_all_that_the_line_offers(self, cast: Cast, owed: CustomerCommitment) -> None:
        digest = sent(cast.nils)
        assert page(the(digest, REDATE), NEW_DAY).status_code == 200
        owed.refresh_from_db()
        for verb in (REDATE, DONE):
            for answer in (page(the(digest, verb)), page(the(digest, verb), {**NEW_DAY, "due_on": "2026-12-24"})):
                assert answer.status_code == 410
                assert "This link has been used" in words(answer)
        version = owed.version
        owed.refresh_from_db()
        assert owed.version == version
        assert UsedLink.objects.count() == 1

    def test_what_is_not_accepted_uses_nothing_up(self, cast: Cast, owed: CustomerCommitment) -> None:
        path = the(sent(cast.nils), REDATE)
        for wrong in (
            {},
            {"due_on": "2026-11-27"},
            {**NEW_DAY, "due_on": "2026-11-01"},
            {**NEW_DAY, "reason": "x" * 300},
        ):
            assert page(path, wrong).status_code == 422
        assert not UsedLink.objects.exists()
        assert page(path, NEW_DAY).status_code == 200

    def test_a_customer_s_promise_is_done_with_evidence(self, cast: Cast, owed: CustomerCommitment) -> None:
        path = the(sent(cast.nils), DONE)
        assert page(path, {"kind": "message"}).status_code == 422
        assert page(path, {"kind": "message", "note": "They wrote it."}).status_code == 200
        owed.refresh_from_db()
        assert (owed.state, owed.recorded_by, owed.evidence_note) == ("fulfilled", cast.nils, "They wrote it.")

    def test_a_tactic_is_done(self, cast: Cast, tactic: TacticProgress) -> None:
        assert "Marked as done" in words(page(the(sent(cast.nils), DONE), {}))
        tactic.refresh_from_db()
        assert (tactic.state, tactic.settled_by) == ("done", cast.nils)

    def test_a_tactic_goes_back_to_whoever_answers_for_the_charter(self, cast: Cast, tactic: TacticProgress) -> None:
        path = the(sent(cast.nils), HAND_BACK)
        assert page(path, {}).status_code == 422
        assert page(path, {"reason": "Not mine"}).status_code == 200
        tactic.refresh_from_db()
        assert tactic.owner == cast.vera

    def test_coaching_is_done_without_a_word_of_it(self, cast: Cast, agreed: CoachingCommitment) -> None:
        path = the(sent(cast.nils), DONE)
        asked = page(path)
        said = page(path, {})
        for answer in (asked, said):
            assert "Lena Agreed in coaching" in words(answer)
            assert "dispatcher" not in answer.content.decode()
            assert "recap" not in answer.content.decode()
        agreed.refresh_from_db()
        assert agreed.state == "kept"

    def test_why_coaching_takes_longer_is_read_by_the_two_alone(self, cast: Cast, agreed: CoachingCommitment) -> None:
        assert page(the(sent(cast.nils), REDATE), NEW_DAY).status_code == 200
        said = CommitmentWords.objects.visible_to(cast.lena).get(commitment=agreed)
        assert said.reason == NEW_DAY["reason"]
        assert not CommitmentWords.objects.visible_to(cast.vera).exists()
        event = Event.objects.about(agreed).get(verb="rescheduled")
        assert (event.reason, event.after["by_way_of"]) == ("", "mail")

    def test_it_counts_as_a_visit(self, cast: Cast, agreed: CoachingCommitment) -> None:
        page(the(sent(cast.nils), DONE), {})
        assert Subscription.of(cast.nils).seen_at == MONDAY + timedelta(days=1)


class TestDead:
    def refused(self, path: str, status: int, title: str) -> None:
        before = Event.objects.count()
        for answer in (page(path), page(path, NEW_DAY)):
            assert (answer.status_code, title in words(answer)) == (status, True), words(answer)
            assert "starts a trial" not in answer.content.decode()
        assert Event.objects.count() == before

    def test_it_expires(self, cast: Cast, owed: CustomerCommitment, tuesday: time_machine.Traveller) -> None:
        path = the(sent(cast.nils), REDATE)
        tuesday.move_to(MONDAY + timedelta(days=8) - timedelta(seconds=1))
        assert page(path).status_code == 200
        tuesday.move_to(MONDAY + timedelta(days=8))
        self.refused(path, 410, "This link has expired")

    def test_nobody_makes_one(self, cast: Cast, owed: CustomerCommitment, agreed: CoachingCommitment) -> None:
        digest, other = sent(cast.nils), sent(cast.lena)
        good = the(digest, REDATE)
        token = good.split("/")[3]
        forged = [
            good.replace(token, token[:-1] + ("A" if token[-1] != "A" else "B")),
            good.replace(token, signing.Signer(salt="another").sign(token.split(":")[0])),
            good.replace(token, signing.Signer(salt=ACT).sign("nothing")),
            good.replace(token, signing.Signer(salt=ACT).sign("æ")),
            act_address(other.pk, owed.pk, REDATE).removeprefix("http://testserver"),
            act_address(digest.pk, cast.nils.pk, REDATE).removeprefix("http://testserver"),
            good.replace(REDATE, HAND_BACK),
            good.replace(REDATE, "delete"),
        ]
        for path in forged:
            self.refused(path, 410, "This link leads nowhere")

    def test_before_it_was_sent_nobody_can_have_it(self, cast: Cast, owed: CustomerCommitment) -> None:
        self.refused(the(written(cast.nils), REDATE), 410, "This link leads nowhere")

    def test_whoever_has_left_acts_no_more(self, cast: Cast, owed: CustomerCommitment) -> None:
        path = the(sent(cast.nils), REDATE)
        Person.objects.filter(pk=cast.nils.pk).update(is_active=False)
        self.refused(path, 410, "This link has ended")

    def test_what_has_changed_since_is_looked_at_first(self, cast: Cast, owed: CustomerCommitment) -> None:
        path = the(sent(cast.nils), REDATE)
        owed.reschedule(promised_for=FRIDAY, by=cast.lena, at=MONDAY)
        self.refused(path, 409, "It has changed since the mail was written")

    def test_what_changes_between_asking_and_acting_is_kept(self, cast: Cast, owed: CustomerCommitment) -> None:
        link = acting.read(the(sent(cast.nils), REDATE).split("/")[3], at=MONDAY)
        owed.reschedule(promised_for=FRIDAY, by=cast.lena, at=MONDAY)
        with pytest.raises(acting.Stale):
            acting.act(link, REDATE, {"due_on": date(2026, 11, 27), "reason": "Later"}, at=MONDAY)
        assert not UsedLink.objects.exists()

    def test_of_two_at_once_the_second_changes_nothing(self, cast: Cast, agreed: CoachingCommitment) -> None:
        token = the(sent(cast.nils), DONE).split("/")[3]
        first, second = acting.read(token, at=MONDAY), acting.read(token, at=MONDAY)
        acting.act(first, DONE, {}, at=MONDAY)
        with pytest.raises(DeadLink, match="used"):
            acting.act(second, REDATE, {"due_on": date(2026, 11, 27), "reason": "Later"}, at=MONDAY)
        agreed.refresh_from_db()
        assert agreed.state == "kept"

    @pytest.mark.parametrize("what", ["withdrawn", "reassigned", "closed", "moved"])
    def test_what_is_no_longer_theirs_or_open(self, cast: Cast, owed: CustomerCommitment, what: str) -> None:
        path = the(sent(cast.nils), REDATE)
        place = owed.opportunity
        if what == "withdrawn":
            owed.withdraw(by=cast.lena, at=MONDAY)
        elif what == "reassigned":
            place.reassign(to=cast.lena, by=cast.lena, at=MONDAY)
        elif what == "closed":
            type(place).objects.everything(reason="test").update(archived_at=MONDAY)
        else:
            cast.nils.memberships.update(ends_on=MONDAY.date())
        self.refused(path, 410, "There is nothing to do any more")

    def test_the_used_ones_stay(self, cast: Cast, agreed: CoachingCommitment) -> None:
        page(the(sent(cast.nils), DONE), {})
        with pytest.raises(Exception, match="append-only"):
            UsedLink.objects.update(verb=REDATE)

    def test_it_is_tried_as_often_as_signing_in(self, cast: Cast, owed: CustomerCommitment) -> None:
        path = the(sent(cast.nils), REDATE)
        answers = [page(path, {}).status_code for _often in range(31)]
        assert answers == [422] * 30 + [429]
        assert page(path).status_code == 200
