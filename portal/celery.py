"""The queue: `celery -A portal worker` and `celery -A portal beat`.

Redis is only a broker. What is due is asked of the database by idempotent tasks, so a lost queue loses nothing.
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.base")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "keys": {"task": "portal.tasks.purge_idempotency_keys", "schedule": crontab(minute="20")},
    "forgetting": {"task": "portal.tasks.forget", "schedule": crontab(minute="50", hour="3")},
    "digests": {"task": "portal.digests.tasks.prepare", "schedule": 60.0},
    "snapshot": {"task": "funnels.tasks.take_snapshot", "schedule": crontab(minute="5")},
    "charters": {"task": "charters.tasks.begin_charters", "schedule": crontab(minute="15")},
    "gists": {"task": "charters.tasks.keep_gists", "schedule": 60.0},
    "figures": {"task": "charters.tasks.fill_figures", "schedule": crontab(minute="25")},
    "rhythm": {"task": "coaching.tasks.plan_ahead", "schedule": crontab(minute="*/5")},
    "retention": {"task": "coaching.tasks.erase_old", "schedule": crontab(minute="45", hour="3")},
    "feedback": {"task": "coaching.tasks.turn_cycles", "schedule": crontab(minute="35")},
    "upkeep": {"task": "funnels.tasks.keep_up", "schedule": crontab(minute="10")},
    "imports": {"task": "funnels.tasks.resume_imports", "schedule": 60.0},
    "migrations": {"task": "funnels.tasks.resume_migrations", "schedule": 60.0},
}
