"""The portal's own background work. Each task asks the database what is due, so running it twice changes nothing."""

from celery import shared_task
from django.utils import timezone

from portal.api.idempotency import purge
from portal.digests.upkeep import forget_bytes
from portal.sessions import forget_ended


@shared_task(name="portal.tasks.purge_idempotency_keys")
def purge_idempotency_keys() -> None:
    purge(at=timezone.now())


@shared_task(name="portal.tasks.forget")
def forget() -> None:
    """What is kept for a time only."""
    forget_ended(at=timezone.now())
    forget_bytes(at=timezone.now())
