"""The portal's queue with a schedule of seconds instead of minutes."""

from portal.celery import app

app.conf.beat_schedule = {"digests": {"task": "portal.digests.tasks.prepare", "schedule": 2.0}}

__all__ = ["app"]
