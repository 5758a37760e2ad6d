"""The settings of a hosted portal; only its static files were not collected for a test."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import STORAGES

STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
