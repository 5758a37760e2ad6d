"""The charters' background work. Each task asks the database what is due, so running it twice changes nothing."""

from celery import shared_task
from django.utils import timezone

from charters import beginning, filling, gisting


@shared_task(name="charters.tasks.begin_charters")
def begin_charters() -> None:
    beginning.begin(at=timezone.now())


@shared_task(name="charters.tasks.fill_figures")
def fill_figures() -> None:
    filling.fill(at=timezone.now())


@shared_task(name="charters.tasks.keep_gists")
def keep_gists() -> None:
    gisting.keep_gists()
