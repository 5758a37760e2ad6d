"""Makes the database, starts both servers, measures every row of the table, prints it with the bars."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.request import urlopen

import django
import psycopg

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from tests.bench import importing  # noqa: E402
from tests.bench.driving import Call, Client, Measured, interleaved  # noqa: E402
from tests.bench.seeding import Seeded, seed  # noqa: E402

PORT, FLOOR_PORT = 8102, 8101
Calls = Iterator[Call]


@dataclass(frozen=True)
class Row:
    """One line of the table. `bar` is the most that the product may take, as a multiple of the floor."""

    name: str
    bar: float | None
    floor: Calls
    product: Calls
    as_seller: bool = False


def run(sizes: list[int], import_rows: int) -> int:
    failed = False
    growth: dict[str, list[Measured]] = {}
    for size in sizes:
        with database(), servers() as ready:
            seeded = seed(size)
            ready()
            print(
                f"\n{size:,} opportunities\n{'request':<38}{'floor ms':>10}{'portal ms':>11}{'ratio':>8}{'bar':>7}",
                flush=True,
            )
            for row in rows(seeded):
                measured = measure(row, seeded)
                growth.setdefault(row.name, []).append(measured)
                failed |= row.bar is not None and measured.ratio > row.bar
                show(row, measured)
    with database():
        failed |= importing.measure_and_show(import_rows)
    return int(failed)


def show(row: Row, measured: Measured) -> None:
    bar = f"{row.bar:.1f}" if row.bar else "-"
    print(f"{row.name:<38}{measured.floor:>10.2f}{measured.product:>11.2f}{measured.ratio:>8.2f}{bar:>7}", flush=True)


def measure(row: Row, seeded: Seeded) -> Measured:
    floor = Client(FLOOR_PORT, "floor-user" if row.as_seller else "floor-manager")
    portal = Client(PORT, seeded.seller_token if row.as_seller else seeded.manager_token)
    return interleaved((floor, row.floor), (portal, row.product))


def gets(*paths: str) -> Calls:
    return itertools.cycle(Call("GET", path) for path in paths)


def rows(seeded: Seeded) -> list[Row]:
    board = f"/api/v1/teams/{seeded.root}/board/?funnel={seeded.funnel}"
    return [
        Row("list of 50, manager sees all", 4, gets("/opps?limit=50"), gets("/api/v1/opportunities/?page_size=50")),
        Row(
            "list of 50, own rows", 5, gets("/opps?limit=50"),
            gets(f"/api/v1/opportunities/?owner={seeded.seller}&page_size=50"), as_seller=True,
        ),
        Row("stage count and sum", 2, gets("/board"), gets(f"{board}&cards=0")),
        Row("board with 40 cards a stage", 3, gets("/cards?limit=40"), gets(f"{board}&cards=40")),
        Row(
            "detail", 8, gets(*(f"/opps/{number}" for number in range(1, 500))),
            gets(*(f"/api/v1/opportunities/{one}/" for one in seeded.some)),
        ),
        Row("advance with gate and event", 10, moves(), advances(seeded)),
    ]  # fmt: skip


def moves() -> Calls:
    return (Call("PATCH", f"/opps/{number}", {"stage": "Q"}) for number in itertools.count(1))


def advances(seeded: Seeded) -> Calls:
    for one in seeded.ready:
        yield Call("POST", f"/api/v1/opportunities/{one}/advance/", {}, {"If-Match": '"1"'})


@contextmanager
def database() -> Iterator[None]:
    """A database of the benchmark's own, dropped afterwards."""
    server = os.environ["BENCH_DATABASE_URL"].rstrip("/") + "/postgres"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS portal_bench WITH (FORCE)")
        connection.execute("CREATE DATABASE portal_bench")
    call_command("migrate", verbosity=0)
    try:
        yield
    finally:
        connections.close_all()
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS portal_bench WITH (FORCE)")


@contextmanager
def servers() -> Iterator[Callable[[], None]]:
    """Both under gunicorn with two workers; call what it yields once the data is there."""
    running: list[subprocess.Popen[bytes]] = []
    environment = os.environ | {"FLOOR_DSN": os.environ["DATABASE_URL"], "LOG_LEVEL": "ERROR"}
    environment.pop("GUNICORN_CMD_ARGS", None)

    def start() -> None:
        for port, app, extra in (
            (FLOOR_PORT, "tests.bench.floor:app", ["-k", "sync"]),
            (PORT, "portal.wsgi:application", ["-k", "gthread", "--threads", "4"]),
        ):
            command = [
                sys.executable,
                "-m",
                "gunicorn",
                "-c",
                "/dev/null",
                "-w",
                "2",
                "-b",
                f"127.0.0.1:{port}",
                *extra,
                app,
            ]
            running.append(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL))
        wait_for(PORT, "/healthz")
        wait_for(FLOOR_PORT, "/opps")

    try:
        yield start
    finally:
        for process in running:
            process.terminate()
            process.wait()


def wait_for(port: int, path: str) -> None:
    for _ in range(200):
        try:
            urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).close()
            return
        except OSError as error:
            if "HTTP Error" in str(error):
                return
            time.sleep(0.1)
    raise RuntimeError(f"nothing answers on port {port}")
