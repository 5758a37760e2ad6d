"""The portal's own background work. Each task asks the database what is due, so running it twice changes nothing."""

from celery import shared_task
from django.utils import timezone

from portal.api.idempotency import purge


@shared_task(name="portal.tasks.purge_idempotency_keys")
def purge_idempotency_keys() -> None:
    purge(at=timezone.now())
