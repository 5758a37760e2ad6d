"""Ten times the people: a digest costs each of them what it did, and a batch asks the database as often as before."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from portal.digests.choices import State
from portal.digests.models import Digest
from portal.digests.rendering import render_some
from portal.models import organisation
from tests.cast import NOON, Cast, make_cast
from tests.digest_crowd import Crowd
from tests.factories import make_funnel
from tests.house.proofs import IN_FULL

pytestmark = [pytest.mark.proof, pytest.mark.postgres, pytest.mark.django_db]

SLOWER = 1.2 if IN_FULL else 2.0  # a few batches on a busy machine vary by themselves
MEGABYTE = 1024**2
MOST_MEMORY = 100 * MEGABYTE


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    monkeypatch.setattr(organisation, "REMEMBER_SECONDS", 36_000)
    with time_machine.travel(NOON, tick=False):
        yield make_cast()


@dataclass
class Spent:
    """Of each batch: processor time for a person, ours and the database's, and the number of statements.

    The first one of a week apart: it keeps the week's figures as well.
    """

    seconds: list[float] = field(default_factory=list)
    statements: set[int] = field(default_factory=set)
    statements_of_the_first: int = 0

    def add(self, seconds: float, statements: int, *, first: bool) -> None:
        if first:
            self.statements_of_the_first = statements
        else:
            self.seconds.append(seconds)
            self.statements.add(statements)


def by_the_database() -> float:
    """Processor time of the database's process that serves us, where it runs on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        file = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    ticks = file.read_text().rpartition(")")[2].split()[11:13] if file.exists() else []
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def write_all(crowd: Crowd, batch: int, spent: Spent) -> None:
    """Every digest of the week, a batch at a time; as if nobody had, afterwards."""
    with taken_back():
        crowd.plan()
        analyze()
        full, rest = divmod(len(crowd.people) + 1, batch)
        for number in range(full):
            count, began, began_there = Counter(), process_time(), by_the_database()
            with connection.execute_wrapper(count):
                assert render_some(at=crowd.at, batch=batch) == batch
            took = process_time() - began + by_the_database() - began_there
            spent.add(took / batch, count.number, first=number == 0)
        assert render_some(at=crowd.at, batch=batch) == rest
        assert set(Digest.objects.values_list("state", flat=True)) == {State.RENDERED}


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class Counter:
    """Counts statements."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Any, *args: Any) -> Any:
        self.number += 1
        return execute(*args)


def memory_of_a_batch(crowd: Crowd, batch: int) -> int:
    """At its highest, beyond what was there before."""
    with taken_back():
        crowd.plan()
        tracemalloc.start()
        try:
            render_some(at=crowd.at, batch=batch)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_a_digest_costs_the_same_for_ten_times_the_people(
    cast: Cast, rounds: Callable[..., int], proven: Callable[..., None]
) -> None:
    few, many = rounds(100, full=1_000), rounds(300, full=10_000)
    batch, times = rounds(40, full=200), rounds(3, full=5)
    crowd = Crowd(cast.acme, make_funnel(cast.acme, at=NOON), NOON)
    before, after = Spent(), Spent()
    crowd.grow(few)
    for _ in range(times):
        write_all(crowd, batch, before)
    memory_before = memory_of_a_batch(crowd, batch)
    crowd.grow(many)
    write_all(crowd, batch, after)
    memory = memory_of_a_batch(crowd, batch)
    ratio = median(after.seconds) / median(before.seconds)
    proven(
        f"{few:,} and {many:,} people, {len(before.seconds)} and {len(after.seconds)} batches of {batch}",
        found=f"{max(after.statements)} statements a batch, {after.statements_of_the_first} in the first of the week, in both; "
        f"{median(after.seconds) * 1000:.1f} ms a person, "
        f"{ratio:.2f}× as much; {memory / MEGABYTE:.0f} MB at most for a batch, before {memory_before / MEGABYTE:.0f} MB",
    )
    assert max(after.statements) <= max(before.statements)
    assert after.statements_of_the_first <= before.statements_of_the_first
    assert ratio <= SLOWER
    assert memory < MOST_MEMORY
