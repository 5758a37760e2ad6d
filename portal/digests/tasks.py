"""The digests' background work. Each task asks the database what is due, so running it twice changes nothing."""

from celery import shared_task
from django.utils import timezone

from portal.digests import sending


@shared_task(name="portal.digests.tasks.prepare")
def prepare() -> None:
    sending.prepare(at=timezone.now())
