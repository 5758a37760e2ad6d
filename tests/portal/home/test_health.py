from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper
from django.test import Client
from pytest_django import Settings

from portal import dbrules, health
from tests.cast import NOON

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture(autouse=True)
def no_mail_was_sent_from_here(settings: Settings, tmp_path: Path) -> None:
    settings.MAIL_INSTANCE_FILE = str(tmp_path / "instance.json")


def test_the_process_answers_without_a_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_it_is_ready_when_everything_is_in_place(client: Client, settings: Settings) -> None:
    settings.REDIS_URL, settings.EMAIL_BACKEND = "", SMTP
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_a_demonstration_says_that_it_sends_nothing(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = ""
    assert client.get("/readyz").json() == {"status": "ok", "mail": "no mail server"}


@pytest.mark.django_db
def test_a_missing_rule_is_named(client: Client, settings: Settings) -> None:
    settings.REDIS_URL, settings.EMAIL_BACKEND = "", SMTP
    rule = "portal_event_no_update"
    on = ' ON "portal_event"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {rule}{on}")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "failing", "faults": {"rules": f"missing: {rule}"}}
    dbrules.install(connection)


@pytest.mark.django_db
def test_a_broker_that_does_not_answer_is_named_without_its_address(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://:secret@127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["faults"] == {"broker": "not reachable"}
    assert "secret" not in answer.content.decode()


@pytest.mark.postgres  # where the migrations have run
@pytest.mark.django_db
def test_a_migration_that_was_not_applied_is_counted(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = ""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'usersessions'")
    assert client.get("/readyz").json()["faults"]["migrations"].endswith("not applied")


@pytest.mark.django_db
def test_a_database_that_is_gone_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: object) -> None:
        raise DatabaseError("connection to 10.0.0.5 lost")

    monkeypatch.setattr(CursorWrapper, "execute", gone)
    assert health.look(at=NOON).faults["database"] == "not reachable"


def test_nobody_writes_to_it(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
