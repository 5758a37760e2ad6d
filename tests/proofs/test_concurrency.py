"""What happens when two people, or five copies of one request, come at once, and when workers are killed meanwhile."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread

import pytest
from django.utils import timezone

from funnels.choices import MoveKind
from funnels.models import Account, Opportunity
from portal.models import Event, IdempotencyKey, Person
from tests.cast import Cast
from tests.factories import make_opportunity, satisfy
from tests.proofs.serving import Answer, Server

pytestmark = [pytest.mark.proof, pytest.mark.postgres, pytest.mark.xdist_group("servers")]

Bearer = Callable[[Person], str]
COPIES = 5


def test_of_two_simultaneous_advances_one_succeeds(
    cast: Cast, server: Server, bearer: Bearer, rounds: Callable[..., int], proven: Callable[..., None]
) -> None:
    """The owner and a manager advance from the same version; then it is moved back for the next round."""
    count, now = rounds(30, full=1000), timezone.now()
    opportunity = make_opportunity(cast.nils, cast.oslo, at=now)
    satisfy(opportunity, by=cast.nils, at=now)
    here, rivals = f"/api/v1/opportunities/{opportunity.pk}/", [bearer(cast.nils), bearer(cast.lena)]
    back = json.dumps({"to": str(opportunity.stage_id), "reason": "for the next round"}).encode()
    outcomes: Counter[tuple[int, ...]] = Counter()
    tag = server.insist("GET", here, Authorization=rivals[0]).headers["ETag"]
    with ThreadPoolExecutor(2) as pool:
        for _ in range(count):
            start = Barrier(2)
            duel = [pool.submit(advance, server, start, here, tag, rival) for rival in rivals]
            answers = [one.result() for one in duel]
            outcomes[tuple(sorted(answer.status for answer in answers))] += 1
            won = next(answer for answer in answers if answer.status == 200)
            returned = server.send(
                "POST", f"{here}regress/", back, Authorization=rivals[0], If_Match=won.headers["ETag"]
            )
            tag = returned.headers["ETag"]
    moves, version = opportunity.moves.count(), Opportunity.objects.everything(reason="proof").get().version
    told = ", ".join(f"{' and '.join(map(str, pair))} in {times:,}" for pair, times in outcomes.items())
    proven(f"{count:,} duels against two workers", found=f"{told}; {moves:,} moves, version {version:,}")
    assert outcomes == {(200, 412): count}
    assert kinds_of(opportunity) == [MoveKind.OPENED, *[MoveKind.ADVANCED, MoveKind.REGRESSED] * count]
    assert version == 1 + 2 * count


def advance(server: Server, start: Barrier, here: str, tag: str, authorization: str) -> Answer:
    start.wait()
    return server.send("POST", f"{here}advance/", b"{}", Authorization=authorization, If_Match=tag)


def kinds_of(opportunity: Opportunity) -> list[str]:
    """The history from the beginning; each move starts where the one before it ended."""
    moves = list(opportunity.moves.order_by("at", "id"))
    assert [move.from_stage_id for move in moves[1:]] == [move.to_stage_id for move in moves[:-1]]
    return [move.kind for move in moves]


def test_five_copies_of_a_request_have_one_effect_although_workers_are_killed(
    cast: Cast, server: Server, bearer: Bearer, rounds: Callable[..., int], proven: Callable[..., None]
) -> None:
    count, kills = rounds(30, full=1000), rounds(2, full=20)
    authorization = bearer(cast.nils)

    def send(key: int, name: str = "") -> Answer:
        body = json.dumps({"name": name or f"Customer {key}"}).encode()
        return server.insist(
            "POST", "/api/v1/accounts/", body, Authorization=authorization, Idempotency_Key=f"key {key}"
        )

    answers: list[Answer] = []
    slowest = 0.0
    killer = Thread(target=kill_at_random, args=(server, kills, answers, count * COPIES))
    with ThreadPoolExecutor(COPIES) as pool:
        killer.start()
        for key in range(count):
            begun = time.monotonic()
            answers += pool.map(send, [key] * COPIES)
            slowest = max(slowest, time.monotonic() - begun)
        killer.join()
    per_key = [answers[start : start + COPIES] for start in range(0, len(answers), COPIES)]
    effects, stuck = Account.objects.count(), IdempotencyKey.objects.exclude(status=201).count()
    proven(
        f"{count:,} requests × {COPIES} copies, {len(server.killed)} workers killed",
        found=f"{effects:,} effects, {stuck} keys stuck, replays equal, slowest {slowest:.1f} s",
    )
    assert len(server.killed) == kills
    assert {one.status for one in answers} == {201}
    assert all(
        len({(one.body, one.headers["ETag"], one.headers["Location"]) for one in copies}) == 1 for copies in per_key
    )
    assert (effects, IdempotencyKey.objects.count(), stuck) == (count, count, 0)
    assert Event.objects.filter(subject_kind="account", verb="added").count() == count
    for key in random.sample(range(count), 10):
        assert send(key).body == per_key[key][0].body
        assert send(key, "Somebody else").status == 422
    assert Account.objects.count() == count


def kill_at_random(server: Server, kills: int, answers: list[Answer], expected: int) -> None:
    """Spread over the run: each kill waits for its share of the answers, and then for any moment of the next."""
    for number in sorted(random.sample(range(expected * 9 // 10), kills)):
        while len(answers) < number:
            time.sleep(0.002)
        time.sleep(random.uniform(0, 0.03))
        server.kill_a_worker()
