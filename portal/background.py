"""Work that outlives its request: Celery where there is a queue, this process where there is none.

A task takes ids, keyword-only, and may be started twice or killed at any moment. Its progress therefore
lives in the database, and what is due is asked anew on a schedule: a lost queue, a killed worker or a
thread that ended with its process delays work and never loses or doubles it.
"""

import logging
from collections.abc import Callable
from functools import partial
from threading import Event, Thread
from typing import Any
from uuid import UUID

from celery import Task
from celery.schedules import maybe_schedule
from django.conf import settings
from django.db import connections, transaction

from portal.celery import app

logger = logging.getLogger(__name__)

TICK = 30.0  # seconds between two looks at the schedule


def enqueue(task: Task, **ids: UUID | str | int) -> None:
    """Start `task` once the surrounding transaction has been committed; never when it is rolled back."""
    transaction.on_commit(partial(STARTERS[settings.BACKGROUND], task, ids))


def _to_the_queue(task: Task, ids: dict[str, Any]) -> None:
    task.apply_async(kwargs=ids)


def _to_a_thread(task: Task, ids: dict[str, Any]) -> None:
    Thread(target=_run, args=(task, ids), name=task.name, daemon=True).start()


def _here_and_now(task: Task, ids: dict[str, Any]) -> None:
    task(**ids)


def _run(task: Task, ids: dict[str, Any]) -> None:
    try:
        task(**ids)
    except Exception:
        logger.exception("%s failed", task.name)
    finally:
        connections.close_all()


STARTERS: dict[str, Callable[[Task, dict[str, Any]], None]] = {
    "celery": _to_the_queue,
    "thread": _to_a_thread,
    "inline": _here_and_now,
}


class Clock:
    """The schedule of portal/celery.py without a beat process, for installations without Redis."""

    def __init__(self, schedule: dict[str, dict[str, Any]]) -> None:
        self.entries = {
            entry["task"]: (maybe_schedule(entry["schedule"], app=app), app.now()) for entry in schedule.values()
        }

    def due(self) -> list[str]:
        """Names of the tasks that are due now; each counts as run."""
        names = [name for name, (schedule, last_run) in self.entries.items() if schedule.is_due(last_run).is_due]
        self.entries |= {name: (self.entries[name][0], app.now()) for name in names}
        return names


def keep_time(stop: Event) -> None:
    """Run what is due until `stop` is set."""
    app.autodiscover_tasks(force=True)
    clock = Clock(app.conf.beat_schedule)
    while not stop.wait(TICK):
        for name in clock.due():
            _run(app.tasks[name], {})


def keep_time_without_a_queue() -> None:
    """Follow the schedule in a thread of this process where no beat process does it."""
    if settings.BACKGROUND == "thread":
        Thread(target=keep_time, args=(Event(),), name="schedule", daemon=True).start()
