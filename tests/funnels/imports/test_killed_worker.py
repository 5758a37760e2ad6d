"""A worker can be killed at any moment: the next one goes on, nothing is lost or there twice."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from funnels.importing.running import begin_run
from funnels.importing.undoing import begin_undo
from funnels.models import Account, ImportBatch, ImportReceipt, Opportunity, StageEvent
from funnels.models.funnel import outline_of
from funnels.models.importing import BatchState
from portal.models import Event
from tests.cast import make_cast
from tests.factories import make_funnel
from tests.funnels.imports.steps import as_csv, bring_in, checked, counts, staged
from tests.house.source import ROOT

ALL = "a test looks at everything"
HEADER = ["Deal ID", "Account", "Owner", "Stage", "Amount", "Close date"]
STAGES = ["Proposal", "Won", "Lost"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres, pytest.mark.proof]


def rows(count: int) -> list[list[str]]:
    return [
        [f"D-{n}", f"Account {n % 97}", ("Nils", "Olga")[n % 2], STAGES[n % 3], str(n), f"2026-{n % 10 + 1:02}-15"]
        for n in range(count)
    ]


@contextmanager
def worker(batch: ImportBatch) -> Any:
    """Ready to begin, on this test's database."""
    name = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.funnels.imports.worker", str(batch.pk)],
        cwd=ROOT, env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    assert process.stdin
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("go\n")
    process.stdin.flush()
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def worked_off_under_fire(batch: ImportBatch, *, kills: int, longest: float) -> int:
    """Kill one worker after the other; let the last one finish. Returns how many died with work left."""
    dice, died = random.Random(7), 0
    for _ in range(kills):
        with worker(batch) as process:
            time.sleep(dice.uniform(0, longest))
            died += process.poll() is None
    with worker(batch) as process:
        assert process.wait(timeout=1800) == 0
    batch.refresh_from_db()
    return died


def test_a_killed_worker_loses_and_doubles_nothing(rounds: Callable[..., int], proven: Callable[..., None]) -> None:
    outline_of.cache_clear()
    cast, count, kills = make_cast(), rounds(2_000, full=100_000), rounds(5, full=50)
    make_funnel(cast.acme)
    content = as_csv(HEADER, rows(count))
    batch = checked(staged(content, team=cast.acme, by=cast.stella))
    begin_run(batch, by=cast.stella, at=timezone.now())

    died = worked_off_under_fire(batch, kills=kills, longest=1.0 if kills < 10 else 4.0)
    assert died >= kills // 3
    assert (batch.state, counts(batch), batch.position) == (BatchState.DONE, (count, 0, 0, 0), count)
    opportunities = Opportunity.objects.everything(reason=ALL)
    assert opportunities.count() == opportunities.values("external_id").distinct().count() == count
    assert StageEvent.objects.everything(reason=ALL).count() == count
    assert Account.objects.count() == 97
    assert ImportReceipt.objects.filter(batch=batch).count() == 2
    assert sum(ImportReceipt.objects.filter(batch=batch).values_list("created", flat=True)) == count
    assert Event.objects.about(batch).filter(verb="finished").count() == 1
    assert counts(bring_in(content, team=cast.acme, by=cast.stella)) == (0, 0, count, 0)

    begin_undo(batch, by=cast.stella, at=timezone.now())
    worked_off_under_fire(batch, kills=kills // 3, longest=1.0)
    assert batch.state == BatchState.UNDONE
    assert not opportunities.current().exists()
    assert Event.objects.filter(subject_kind="opportunity", verb="archived").count() == count
    proven(
        f"{count:,} rows, {kills} kills, {died} of them with work left",
        found="each row once, in counts, events and receipts",
    )


def test_two_workers_at_one_import_do_each_piece_once() -> None:
    outline_of.cache_clear()
    cast = make_cast()
    make_funnel(cast.acme)
    batch = checked(staged(as_csv(HEADER, rows(1_500)), team=cast.acme, by=cast.stella))
    begin_run(batch, by=cast.stella, at=timezone.now())
    with worker(batch) as one, worker(batch) as other:
        assert (one.wait(timeout=600), other.wait(timeout=600)) == (0, 0)
    batch.refresh_from_db()
    if batch.state != BatchState.DONE:
        worked_off_under_fire(batch, kills=0, longest=0)
    assert counts(batch) == (1_500, 0, 0, 0)
    assert Opportunity.objects.everything(reason=ALL).count() == 1_500
