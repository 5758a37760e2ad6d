"""Makes the database, starts both servers, measures every row of the table, prints it with the bars."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.request import urlopen

import django
import psycopg

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from tests.bench import importing  # noqa: E402
from tests.bench.driving import Client, Measured, interleaved  # noqa: E402
from tests.bench.requests import Row, rows, statements  # noqa: E402
from tests.bench.seeding import Seeded, seed  # noqa: E402

PORT, FLOOR_PORT = 8102, 8101
NOISE = 1.15  # how far two equal medians lie apart on a machine that is not ours alone


def run(sizes: list[int], import_rows: int) -> int:
    failed = False
    growth: dict[str, list[Measured]] = {}
    call_command("collectstatic", interactive=False, verbosity=0)
    for size in sizes:
        with database(), servers() as ready:
            seeded = seed(size)
            ready()
            print(f"\n{size:,} opportunities")
            print(
                f"{'request':<36}{'floor ms':>10}{'portal ms':>11}{'ratio':>8}{'bar':>6}{'statements':>12}", flush=True
            )
            for row in rows(seeded):
                measured = measure(row, seeded)
                growth.setdefault(row.name, []).append(measured)
                failed |= size == sizes[-1] and row.bar is not None and measured.ratio > row.bar
                show(row, measured)
    failed |= len(sizes) > 1 and show_growth(growth, sizes)
    with database():
        failed |= importing.measure_and_show(import_rows)
    return int(failed)


def show(row: Row, measured: Measured) -> None:
    bar = f"{row.bar:.1f}" if row.bar else "-"
    line = f"{row.name:<36}{measured.floor:>10.2f}{measured.product:>11.2f}{measured.ratio:>8.2f}{bar:>6}"
    print(f"{line}{statements(row):>12}", flush=True)


def show_growth(growth: dict[str, list[Measured]], sizes: list[int]) -> bool:
    """Whether a median grew more than the floor's own did."""
    print(f"\nGrowth from {sizes[0]:,} to {sizes[-1]:,}, times\n{'request':<36}{'floor':>10}{'portal':>11}")
    worse = False
    for name, (first, *_, last) in growth.items():
        floor, portal = last.floor / first.floor, last.product / first.product
        more = portal > NOISE * max(floor, 1)
        worse |= more
        print(f"{name:<36}{floor:>10.2f}{portal:>11.2f}{'  more' if more else ''}", flush=True)
    return worse


def measure(row: Row, seeded: Seeded) -> Measured:
    """A row that is measured against another request of the portal's own has no floor."""
    floor = Client(FLOOR_PORT, "floor-user" if row.as_seller else "floor-manager")
    portal = Client(PORT, seeded.seller_token if row.as_seller else seeded.manager_token)
    return interleaved((portal if row.against_own else floor, row.floor), (portal, row.product))


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
