"""The funnel's background work. Each task asks the database what is due, so running it twice changes nothing."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from funnels import migrating, snapshots, upkeep
from funnels.importing import resuming
from funnels.models import FunnelMigration


@shared_task(name="funnels.tasks.take_snapshot")
def take_snapshot() -> None:
    snapshots.take_in_time(at=timezone.now())


@shared_task(name="funnels.tasks.keep_up")
def keep_up() -> None:
    upkeep.keep_up(at=timezone.now())


@shared_task(name="funnels.tasks.migrate_opportunities")
def migrate_opportunities(*, migration_id: str) -> None:
    migrating.work_off(UUID(migration_id), at=timezone.now())


@shared_task(name="funnels.tasks.resume_migrations")
def resume_migrations() -> None:
    """What a killed worker left behind."""
    left = FunnelMigration.objects.everything(reason="background work").unfinished()
    for migration_id in left.values_list("pk", flat=True):
        migrating.work_off(migration_id, at=timezone.now())


@shared_task(name="funnels.tasks.work_off_import")
def work_off_import(*, batch_id: str) -> None:
    """The first import of a week is followed by the week's snapshot, so that the first day has one."""
    resuming.work_off(UUID(batch_id), clock=timezone.now)
    snapshots.take_in_time(at=timezone.now())


@shared_task(name="funnels.tasks.resume_imports")
def resume_imports() -> None:
    """Imports whose worker was killed."""
    for batch_id in resuming.left_behind(timezone.now()):
        resuming.work_off(batch_id, clock=timezone.now)
