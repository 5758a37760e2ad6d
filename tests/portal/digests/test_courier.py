"""A sender that dies at any step: what the next one makes of it, with the connection and without."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from unittest.mock import Mock
from uuid import UUID, uuid4

import pytest

from portal.digests import instance, rechecking, rendering, taking
from portal.digests.choices import GRACE, Outcome, Reason, State
from portal.digests.courier import Courier
from portal.digests.models import Digest, MailSwitch, Offer, Subscription
from portal.digests.models.switch import pause, resume
from portal.digests.smtp import Line, Reply, Unreachable, parse, stuffed
from portal.models import Person
from tests.cast import Cast
from tests.portal.digests.conftest import MONDAY
from tests.portal.digests.written import rendered
from tests.proofs.sink import Sink

MINUTE = timedelta(minutes=1)
HANG_UP = b"hang up after taking it"


class Died(BaseException):
    """The process was killed here."""


class Server(Sink):
    """The sink in a thread of this process; `says` are answers that it gives once instead of its own."""

    def __init__(self, file: Path):
        super().__init__(file, 0)
        self.file, self.says = file, dict[bytes, list[bytes]]()
        self.loop = asyncio.new_event_loop()
        self.server = self.loop.run_until_complete(asyncio.start_server(self.serve, "127.0.0.1", 0, limit=1 << 24))
        self.port = self.server.sockets[0].getsockname()[1]
        self.thread = Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    async def answer(self, verb: bytes, line: bytes, reader: Any, writer: Any) -> bool:
        told = self.says.get(verb[:4])
        if told and verb[:4] != b"DATA":
            writer.write(told.pop(0))
            return True
        return await super().answer(verb, line, reader, writer)

    def message(self, data: bytes, writer: Any) -> bool:
        said = next(iter(self.says.pop(b"DATA", [])), b"")
        if said == HANG_UP:
            super().message(data, Mock())
            return False
        if said:
            writer.write(said)
            return True
        return super().message(data, writer)

    @property
    def taken(self) -> list[str]:
        return [line.split()[0] for line in self.file.read_text().splitlines()]

    def close(self) -> None:
        async def end() -> None:
            self.server.close()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

        asyncio.run_coroutine_threadsafe(end(), self.loop).result(5)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()
        self.log.close()


@pytest.fixture
def server(tmp_path: Path, settings: Any) -> Iterator[Server]:
    made = Server(tmp_path / "sink")
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_USER = "127.0.0.1", made.port, ""
    settings.MAIL_PATIENCE, settings.MAIL_GLANCE, settings.MAIL_RETRY = 2, 0.1, 60
    yield made
    made.close()


@pytest.fixture(autouse=True)
def written_rows_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests write bytes by hand."""
    monkeypatch.setattr(rechecking, "holds", lambda digest: True)


@pytest.fixture
def digest(cast: Cast) -> Digest:
    instance.begin(at=MONDAY)
    return rendered(cast.nils, MONDAY)


class Shown:
    """What a keeper holds: another name for the same connection."""

    wire: socket.socket | None = None

    def __call__(self, wire: socket.socket) -> None:
        self.close()
        self.wire = wire.dup()

    def close(self) -> None:
        if self.wire:
            self.wire.close()


def courier(hand: UUID | None = None, shown: Any = None, at: Any = MONDAY + MINUTE) -> Courier:
    return Courier(hand or uuid4(), lambda: at, shown=shown or (lambda _wire: None))


def outcomes(digest: Digest) -> list[str]:
    return list(digest.offers.values_list("outcome", flat=True))


def test_a_mail_is_handed_over_once(server: Server, digest: Digest) -> None:
    sender = courier()
    assert sender.deliver_next()
    assert not sender.deliver_next()
    sender.say_goodbye()
    digest.refresh_from_db()
    assert (digest.state, digest.settled_at, digest.offered_at, digest.held_by) == (
        State.SENT, MONDAY + MINUTE, None, None,
    )  # fmt: skip
    assert server.taken == [digest.message_id]
    assert outcomes(digest) == [Outcome.ACCEPTED]


STEPS = {
    "before it was taken": (taking, "take", True),
    "after it was taken": (taking, "take", False),
    "before the body": (Line, "write", True),
    "after the body": (Line, "write", False),
    "after the end was noted": (taking, "offer", False),
    "after the end was written": (Line, "end", False),
    "after the answer was noted": (taking, "answered", False),
    "after it was taken off the wire": (Line, "taken", False),
}


def dies(monkeypatch: pytest.MonkeyPatch, step: str) -> Any:
    """The next sender gets as far as this step, once."""
    place, name, before = STEPS[step]
    original = getattr(place, name)

    def last(*args: Any, **kwargs: Any) -> Any:
        if not before:
            original(*args, **kwargs)
        raise Died

    monkeypatch.setattr(place, name, last)
    return lambda: monkeypatch.setattr(place, name, original)


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_step_neither_loses_nor_doubles(
    server: Server, digest: Digest, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The child dies, its keeper gives the connection to the next one."""
    hand, shown = uuid4(), Shown()
    first = courier(hand, shown)
    lives_again = dies(monkeypatch, step)
    with pytest.raises(Died):
        first.deliver_next()
    if first.line:
        first.line.client.close()  # as the kernel does with a dead process; the keeper's name for it stays
    lives_again()
    following = courier(hand, shown)
    following.recover(shown.wire)
    while following.deliver_next():
        pass
    following.say_goodbye()
    shown.close()
    digest.refresh_from_db()
    assert server.taken == [digest.message_id]
    assert digest.state == State.SENT


@pytest.mark.parametrize("step", STEPS)
def test_when_everything_dies_at_once_nothing_is_lost_and_doubles_are_flagged(
    server: Server, digest: Digest, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """No keeper: the connection is gone, another sender comes by when the mail's time in the old hand is over."""
    first = courier()
    lives_again = dies(monkeypatch, step)
    with pytest.raises(Died):
        first.deliver_next()
    first.hang_up()
    lives_again()
    later = MONDAY + 10 * MINUTE
    taking.give_up_lost(at=later)
    following = courier(at=later + MINUTE * 2)
    while following.deliver_next():
        pass
    following.say_goodbye()
    digest.refresh_from_db()
    in_doubt = step in ("after the end was noted", "after the end was written")
    assert digest.state == (State.UNCERTAIN if in_doubt else State.SENT)
    assert server.taken == [digest.message_id] * (2 if step == "after the end was written" else 1)
    assert digest.answered_at is not None
    assert not courier(at=later + 60 * MINUTE).deliver_next()


def test_what_a_killed_process_still_had_under_way_comes_too_late(server: Server, digest: Digest) -> None:
    hand = uuid4()
    old = taking.take(hand, at=MONDAY)
    assert old
    taking.taken_over(hand, at=MONDAY)
    assert not taking.offer(old, at=MONDAY)
    assert not taking.answered(old, Reply(250, "ok"), at=MONDAY)
    digest.refresh_from_db()
    assert (digest.state, digest.offers.count()) == (State.RENDERED, 0)


class TestTheServerSays:
    def said(self, server: Server, digest: Digest, verb: bytes, *answers: bytes) -> Courier:
        server.says[verb] = list(answers)
        sender = courier()
        assert sender.deliver_next()
        digest.refresh_from_db()
        return sender

    @pytest.mark.parametrize("verb", [b"RCPT", b"DATA"])
    def test_not_now_is_tried_again_later(self, server: Server, digest: Digest, verb: bytes) -> None:
        sender = self.said(server, digest, verb, b"451 not now\r\n")
        assert digest.state in (State.RENDERED, State.SENDING)
        assert (digest.not_before or MONDAY) > MONDAY + MINUTE
        assert not sender.deliver_next()
        sender.clock = lambda: MONDAY + 3 * MINUTE
        assert sender.deliver_next()
        digest.refresh_from_db()
        assert digest.state == State.SENT
        assert outcomes(digest) == [Outcome.LATER, Outcome.ACCEPTED]
        sender.say_goodbye()

    def test_never_is_failed_and_counts_as_returned(self, server: Server, digest: Digest) -> None:
        sender = self.said(server, digest, b"RCPT", b"550 nobody of this name\r\n")
        assert (digest.state, digest.reason, digest.reply) == (State.FAILED, Reason.REFUSED, "550 nobody of this name")
        assert Subscription.of(digest.recipient).bounce_points == 2
        sender.say_goodbye()

    def test_a_server_that_refuses_us_altogether_holds_everything(self, server: Server, digest: Digest) -> None:
        sender = self.said(server, digest, b"MAIL", b"550 we do not know you\r\n")
        assert digest.state == State.RENDERED
        assert "550 we do not know you" in taking.silent(at=MONDAY + MINUTE)
        assert taking.silent(at=MONDAY + 12 * MINUTE) == ""
        sender.say_goodbye()

    def test_a_lost_answer_is_uncertain_and_offered_once_more_with_the_same_bytes(
        self, server: Server, digest: Digest
    ) -> None:
        sender = self.said(server, digest, b"DATA", HANG_UP)
        assert digest.state == State.UNCERTAIN
        sender.clock = lambda: MONDAY + 10 * MINUTE
        assert sender.deliver_next()
        assert not sender.deliver_next()
        sender.say_goodbye()
        digest.refresh_from_db()
        lines = server.file.read_text().splitlines()
        assert len(lines) == 2
        assert len(set(lines)) == 1
        assert digest.state == State.UNCERTAIN
        assert list(digest.offers.values_list("outcome", "again")) == [
            (Outcome.UNKNOWN, False),
            (Outcome.ACCEPTED, True),
        ]

    def test_with_hold_a_lost_answer_is_left_alone(self, server: Server, digest: Digest, settings: Any) -> None:
        settings.MAIL_UNCERTAIN = "hold"
        sender = self.said(server, digest, b"DATA", HANG_UP)
        sender.clock = lambda: MONDAY + 10 * MINUTE
        assert not sender.deliver_next()
        assert server.taken == [digest.message_id]

    def test_trying_again_ends_with_the_grace(self, server: Server, digest: Digest) -> None:
        sender = self.said(server, digest, b"RCPT", b"451 not now\r\n")
        sender.clock = lambda: MONDAY + GRACE + MINUTE
        assert not sender.deliver_next()
        digest.refresh_from_db()
        assert (digest.state, digest.reason) == (State.FAILED, Reason.GIVEN_UP)
        sender.say_goodbye()

    def test_a_server_that_is_not_there_costs_no_try(self, server: Server, digest: Digest, settings: Any) -> None:
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            settings.EMAIL_PORT = nobody.getsockname()[1]
            with pytest.raises(Unreachable):
                courier().deliver_next()
        digest.refresh_from_db()
        assert (digest.attempts, digest.held_by) == (0, None)

    def test_too_many_faults_hold_everything(self, server: Server, digest: Digest) -> None:
        Offer.objects.bulk_create(
            Offer(digest=digest, at=MONDAY, outcome=Outcome.LATER if number < 25 else Outcome.ACCEPTED)
            for number in range(100)
        )
        sender = self.said(server, digest, b"RCPT", b"451 not now\r\n")
        assert "26 of the last 101" in MailSwitch.current().held_why
        sender.say_goodbye()


class TestTheSwitch:
    def test_it_is_read_before_each_mail(self, server: Server, digest: Digest, cast: Cast) -> None:
        rendered(cast.olga, MONDAY)
        sender = courier()
        assert sender.deliver_next()
        pause(why="enough", by=None, at=MONDAY)
        assert not sender.deliver_next()
        resume(by=None, at=MONDAY)
        assert sender.deliver_next()
        sender.say_goodbye()

    def test_a_restored_database_sends_nothing(self, server: Server, digest: Digest) -> None:
        MailSwitch.objects.update(mark=0)
        assert not courier().deliver_next()
        assert server.taken == []

    def test_each_mail_raises_the_mark_outside_the_database(self, server: Server, digest: Digest) -> None:
        before = instance.read()
        sender = courier()
        sender.deliver_next()
        sender.say_goodbye()
        after = instance.read()
        assert before
        assert after
        assert after.mark == before.mark + 1 == MailSwitch.current().mark


class TestLookingAgain:
    def test_nothing_goes_to_a_leaver(self, server: Server, digest: Digest) -> None:
        Person.objects.filter(pk=digest.recipient_id).update(is_active=False)
        assert not courier().deliver_next()
        digest.refresh_from_db()
        assert digest.reason == Reason.LEFT

    def test_what_the_person_may_no_longer_read_is_written_anew(
        self, server: Server, digest: Digest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Here nothing is left to say."""
        monkeypatch.setattr(rechecking, "holds", lambda digest: False)
        assert not courier().deliver_next()
        digest.refresh_from_db()
        assert (digest.state, digest.reason) == (State.SKIPPED, Reason.NOTHING)

    def test_one_that_cannot_be_written_anew_stops_nobody_elses(
        self, server: Server, digest: Digest, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rendered(cast.olga, MONDAY)
        monkeypatch.setattr(rechecking, "holds", lambda found: found.pk != digest.pk)
        monkeypatch.setattr(rendering, "compose", lambda *_about: {}["a fault of ours"])
        sender = courier()
        assert sender.deliver_next()
        assert not sender.deliver_next()
        sender.say_goodbye()
        assert set(Digest.objects.values_list("state", "reason")) == {("sent", ""), ("failed", "unwritable")}

    def test_nobody_is_sent_two_within_a_day(self, server: Server, digest: Digest, cast: Cast) -> None:
        rendered(cast.nils, MONDAY, week=(MONDAY - timedelta(days=7)).date())
        sender = courier()
        assert sender.deliver_next()
        assert not sender.deliver_next()
        sender.say_goodbye()
        assert sorted(Digest.objects.values_list("state", "reason")) == [("sent", ""), ("skipped", "too_soon")]


def test_lines_that_begin_with_a_dot_arrive_whole() -> None:
    assert stuffed(b".hidden\r\nplain\r\n..") == b"..hidden\r\nplain\r\n...\r\n"


def test_an_answer_of_several_lines_is_read_as_one() -> None:
    assert parse(b"250-one\r\n250") is None
    assert parse(b"250-one\r\n250 two\r\n500 what?\r\n") == Reply(250, "one two")
