"""Figures for Prometheus: in its format, for those on the inside, about nobody."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.db.backends.utils import CursorWrapper
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from funnels.models import ImportBatch, ImportSource
from funnels.models.importing import BatchState
from portal.digests.models.switch import pause
from portal.metrics import Gauge, single, told
from tests.cast import Cast

SAMPLE = re.compile(r'portal_[a-z_]+(?:\{[a-z]+="[\w.]+"\})? -?[0-9.e+]+')
TOKEN = "a-token-of-the-monitor"

pytestmark = pytest.mark.django_db


def read(client: Client) -> dict[str, float]:
    """Every line is one that Prometheus understands."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.content.decode().splitlines()
    samples = [line for line in lines if not line.startswith("# ")]
    assert [line for line in samples if not SAMPLE.fullmatch(line)] == []
    named = {line.split()[2] for line in lines if line.startswith("# TYPE ")}
    assert {re.split(r"[ {]", line)[0] for line in samples} == named
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in samples)}


def test_checks_mail_imports_and_the_version_are_measured(client: Client, cast: Cast, settings: Settings) -> None:
    settings.REDIS_URL = ""
    found = read(client)
    assert found['portal_build_info{version="0.1.0"}'] == 1
    for check in ("database", "migrations", "rules", "broker"):
        assert found[f'portal_check_ok{{check="{check}"}}'] == 1
    assert found['portal_imports{state="stuck"}'] == 0
    assert found['portal_digests{state="sent"}'] == 0
    assert found["portal_mail_on"] == 0
    assert "portal_queue_length" not in found


@pytest.mark.redis
def test_the_queue_is_measured_where_there_is_one(client: Client, cast: Cast) -> None:
    assert read(client)["portal_queue_length"] >= 0


def test_an_import_whose_worker_is_silent_counts_as_stuck(client: Client, cast: Cast) -> None:
    source = ImportSource.objects.create(team=cast.acme, name="Crystal CRM")
    now = timezone.now()
    for state, touched in (
        (BatchState.RUNNING, now - timedelta(minutes=5)),
        (BatchState.UNDOING, now),
        (BatchState.DONE, now - timedelta(days=1)),
    ):
        ImportBatch.objects.create(
            team=cast.acme, source=source, state=state, file_name="crystal.csv", file_digest="", touched_at=touched
        )
    found = read(client)
    assert (found['portal_imports{state="running"}'], found['portal_imports{state="stuck"}']) == (1, 1)


def test_nobody_and_nothing_is_named(client: Client, cast: Cast) -> None:
    pause(why="Nils asked for it", by=cast.adam, at=timezone.now())
    said = client.get("/metrics").content.decode()
    assert [word for word in ("Nils", "Oslo", "Acme", "acme.example", "127.0.0.1") if word in said] == []


def test_a_database_that_is_gone_is_measured_as_well(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: object) -> None:
        raise DatabaseError("connection to 10.0.0.5 lost")

    monkeypatch.setattr(CursorWrapper, "execute", gone)
    assert read(client)['portal_check_ok{check="database"}'] == 0


@pytest.mark.parametrize("address", ["10.1.2.3", "192.168.7.1", "fd00::7", "::1"])
def test_a_monitor_on_the_inside_reads(client: Client, address: str) -> None:
    assert client.get("/metrics", REMOTE_ADDR=address).status_code == 200


@pytest.mark.parametrize(
    "comes",
    [
        {"REMOTE_ADDR": "1.1.1.1"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "10.1.2.3"},
        {"HTTP_FORWARDED": "x"},
    ],
    ids=str,
)
def test_to_others_there_is_nothing_there(client: Client, comes: dict[str, str]) -> None:
    answer = client.get("/metrics", **comes)  # type: ignore[arg-type]
    assert answer.status_code == 404
    assert b"portal_" not in answer.content


def test_with_a_token_only_the_token_counts(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer another"}).status_code == 404
    through = {"REMOTE_ADDR": "1.1.1.1", "HTTP_X_FORWARDED_FOR": "1.1.1.1"}
    assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, **through).status_code == 200  # type: ignore[arg-type]


def test_figures_keep_their_digits() -> None:
    assert told([single("a", "One.", 1234567.25), Gauge("b", "Two.", {"x": 0}, label="of")]) == (
        '# HELP a One.\n# TYPE a gauge\na 1234567.25\n# HELP b Two.\n# TYPE b gauge\nb{of="x"} 0\n'
    )
