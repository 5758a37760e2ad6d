"""Work outside the request starts once it is committed, and the schedule runs with and without a queue."""

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
import time_machine
from celery import Task, shared_task
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from portal import background
from portal.celery import app

calls: list[str] = []
finished = Event()


@shared_task(name="tests.note")
def note(*, word: str) -> None:
    calls.append(word)
    finished.set()
    if word == "fall":
        raise ValueError(word)


@pytest.fixture(autouse=True)
def no_calls_yet() -> None:
    calls.clear()
    finished.clear()


@pytest.mark.django_db
def test_it_waits_for_the_commit(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        background.enqueue(note, word="committed")
        assert calls == []
    assert calls == ["committed"]


@pytest.mark.django_db(transaction=True)
def test_it_never_starts_after_a_rollback() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        background.enqueue(note, word="rolled back")
        1 / 0  # noqa: B018
    assert calls == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("word", ["stand", "fall"])
def test_without_a_queue_it_runs_in_a_thread(settings: Settings, word: str, caplog: pytest.LogCaptureFixture) -> None:
    settings.BACKGROUND = "thread"
    background.enqueue(note, word=word)
    assert finished.wait(timeout=10)
    assert calls == [word]


@pytest.mark.django_db(transaction=True)
def test_with_a_queue_it_is_handed_over(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BACKGROUND = "celery"
    handed: list[dict[str, object]] = []
    monkeypatch.setattr(Task, "apply_async", lambda self, **options: handed.append(options))
    background.enqueue(note, word="queued")
    assert handed == [{"kwargs": {"word": "queued"}}]
    assert calls == []


def test_every_scheduled_task_exists() -> None:
    app.autodiscover_tasks(force=True)
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_the_clock_names_a_task_once_per_interval() -> None:
    start = datetime(2026, 3, 2, 12, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as travel:
        clock = background.Clock({"each minute": {"task": "tests.note", "schedule": 60.0}})
        assert clock.due() == []
        travel.move_to(start + timedelta(seconds=61))
        assert clock.due() == ["tests.note"]
        assert clock.due() == []
        travel.move_to(start + timedelta(seconds=125))
        assert clock.due() == ["tests.note"]


def test_a_failure_is_logged_and_ends_the_thread_quietly(caplog: pytest.LogCaptureFixture) -> None:
    background._run(note, {"word": "fall"})
    assert "tests.note failed" in caplog.text
    assert calls == ["fall"]
