"""The hosted settings under a fixed environment; DATABASE_URL and REDIS_URL choose what the suite runs on."""

import os

os.environ |= {
    "DEBUG": "0",
    "SECRET_KEY": "fixed-for-tests-" * 4,
    "BASE_URL": "http://testserver",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "EMAIL_URL": "memorymail://",
}

from portal.settings.base import *  # noqa: E402, F403
from portal.settings.base import CACHES, REDIS_URL, STORAGES  # noqa: E402

BACKGROUND = "inline"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
if REDIS_URL:
    CACHES["default"]["KEY_PREFIX"] = os.environ.get("PYTEST_XDIST_WORKER", "alone")
