"""Coaching's background work. Each task asks the database what is due, so running it twice changes nothing."""

from celery import shared_task
from django.utils import timezone

from coaching import rhythm, upkeep
from coaching.feedback import closing, opening


@shared_task(name="coaching.tasks.turn_cycles")
def turn_cycles() -> None:
    """Close cycles of upward feedback after their last day, open those whose first has come."""
    now = timezone.now()
    closing.close_due(at=now)
    opening.open_due(at=now)


@shared_task(name="coaching.tasks.plan_ahead")
def plan_ahead() -> None:
    """The next session of each rhythm that has none ahead."""
    rhythm.plan_ahead(at=timezone.now())


@shared_task(name="coaching.tasks.erase_old")
def erase_old() -> None:
    """Texts that are older than they are kept."""
    upkeep.erase_old(at=timezone.now())
