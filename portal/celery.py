"""The queue: `celery -A portal worker` and `celery -A portal beat`.

Redis is only a broker. What is due is asked of the database by idempotent tasks, so a lost queue loses nothing.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.base")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {}
