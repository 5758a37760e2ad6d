"""Each recipient is sent one digest, whichever process is killed, and however often."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection
from redis import Redis

from portal.digests.choices import FINAL, State
from portal.digests.models import Digest, Offer, Subscription
from tests.proofs.mailing import House, house, make_recipients, until

pytestmark = [
    pytest.mark.proof,
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("servers"),
]

Rounds = Callable[..., int]
Proven = Callable[..., None]
HOUR = 3600.0
PARTS = ["sender's child"] * 11 + ["sender"] * 4 + ["worker", "worker's child", "beat"]


def settled(count: int) -> Callable[[], bool]:
    def told() -> bool:
        rows = Digest.objects.filter(state__in=FINAL).exclude(state=State.UNCERTAIN, answered_at=None)
        return rows.count() == count

    return told


def moments(count: int, kills: int) -> list[int]:
    """After how many messages each kill comes: any moment of the first nine tenths."""
    return sorted(random.choices(range(count * 9 // 10), k=kills))


def kill_at_random(home: House, count: int, kills: int) -> None:
    for number in moments(count, kills):
        until(lambda: home.count() >= number, seconds=HOUR, step=0.002)  # noqa: B023
        time.sleep(random.uniform(0, 0.03))
        part = random.choice(PARTS)
        home.kill_one(lambda name: name == part)  # noqa: B023


def copies(home: House) -> Counter[str]:
    return Counter(message for message, _bytes in home.taken())


def test_a_plain_batch_task_doubles_when_it_is_killed(rounds: Rounds, proven: Proven) -> None:
    """The same sink, the same kills: what the proofs below are proofs against."""
    count, kills = rounds(100, full=2_000), rounds(4, full=40)
    make_recipients(count)
    with house("plain") as home:
        for number in moments(count, kills):
            until(lambda: home.count() >= number, seconds=HOUR, step=0.002)  # noqa: B023
            time.sleep(random.uniform(0, 0.03))
            home.kill_tree("plain")
        until(lambda: Subscription.objects.count() == count, seconds=HOUR)
        found = copies(home)
    doubled = sum(found.values()) - len(found)
    proven(f"{count:,} mails, {kills} kills", found=f"{count - len(found)} lost, {doubled:,} duplicates")
    assert doubled > 0


def test_each_recipient_gets_one_mail_whichever_process_is_killed(rounds: Rounds, proven: Proven) -> None:
    count, kills = rounds(100, full=10_000), rounds(6, full=200)
    make_recipients(count)
    with house("sender", "worker", "beat") as home:
        kill_at_random(home, count, kills)
        until(settled(count), seconds=HOUR)
        found, killed = copies(home), home.killed
    states = Counter(Digest.objects.values_list("state", flat=True))
    lost, doubled = count - len(found), sum(found.values()) - len(found)
    told = ", ".join(f"{times} × {name}" for name, times in sorted(killed.items()))
    proven(
        f"{count:,} recipients, {sum(killed.values())} kills: {told}",
        found=f"{lost} lost, {doubled} duplicates, {states['sent']:,} sent, {states['uncertain']} uncertain",
    )
    assert (lost, doubled) == (0, 0)
    assert states == {State.SENT: count}
    assert sum(killed.values()) == kills


def test_nothing_is_lost_when_the_whole_sender_is_killed_at_once(rounds: Rounds, proven: Proven) -> None:
    count, kills = rounds(100, full=3_000), rounds(2, full=50)
    make_recipients(count)
    with house("sender", "worker", "beat") as home:
        for number in moments(count, kills):
            until(lambda: home.count() >= number, seconds=HOUR, step=0.002)  # noqa: B023
            until(lambda: any(name == "sender's child" for name, _pid in home.parts()), seconds=HOUR, step=0.01)
            time.sleep(random.uniform(0, 0.03))
            home.kill_tree("sender")
        until(settled(count), seconds=HOUR)
        found, bytes_of = copies(home), home.taken()
    uncertain = set(Digest.objects.filter(state=State.UNCERTAIN).values_list("message_id", flat=True))
    twice = {message for message, times in found.items() if times > 1}
    differing = len(set(bytes_of)) - len(found)
    proven(
        f"{count:,} recipients, {kills} kills of the whole tree",
        found=f"{count - len(found)} lost, {len(twice)} duplicates, {len(uncertain)} uncertain, "
        f"{len(twice - uncertain)} duplicates among the rest, {differing} with other bytes",
    )
    assert len(found) == count
    assert twice <= uncertain
    assert differing == 0
    assert max(found.values()) <= 1 + Offer.objects.filter(outcome="unknown").count()


def terminate_backends() -> None:
    """As a restart of PostgreSQL: every connection but our own ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def flush_redis() -> None:
    with Redis.from_url(settings.REDIS_URL) as redis:
        redis.flushdb()


def test_three_schedulers_or_none_a_wiped_queue_and_a_faulty_mail_server_leave_no_gap(
    rounds: Rounds, proven: Proven
) -> None:
    """Three beats at first and none later; the queue wiped five times, PostgreSQL's connections ended twice."""
    count = rounds(100, full=10_000)
    make_recipients(count)
    with house("sender", "worker", "beat1", "beat2", "beat3", faults=0.07) as home:
        for number in range(1, 8):
            until(lambda: home.count() >= count * number // 10, seconds=HOUR, step=0.01)  # noqa: B023
            terminate_backends() if number in (2, 5) else flush_redis()
            if number == 4:
                for beat in ("beat1", "beat2", "beat3"):
                    home.stop(beat)
        until(settled(count), seconds=HOUR)
        found, bytes_of = copies(home), home.taken()
    states = Counter(Digest.objects.values_list("state", flat=True))
    uncertain = set(Digest.objects.filter(state=State.UNCERTAIN).values_list("message_id", flat=True))
    twice = {message for message, times in found.items() if times > 1}
    proven(
        f"{count:,} recipients, 3 beats and none, 5 flushes, 2 restarts of the database, 7 % faults",
        found=f"{count:,} planned = {states['sent']:,} sent + {states['skipped']} skipped + {states['failed']} failed"
        f" + {states['uncertain']} uncertain; {len(twice - uncertain)} duplicates outside the uncertain",
    )
    assert sum(states[state] for state in FINAL) == count == Digest.objects.count()
    assert twice <= uncertain
    assert len(found) == states["sent"] + len(uncertain & set(found))
    assert len(set(bytes_of)) == len(found)
    assert states["sent"] > count * 9 // 10
