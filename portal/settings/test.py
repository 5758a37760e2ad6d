"""The hosted settings under a fixed environment; DATABASE_URL and REDIS_URL choose what the suite runs on."""

import os
import tempfile

os.environ |= {
    "DEBUG": "0",
    "SECRET_KEY": "fixed-for-tests-" * 4,
    "BASE_URL": "http://testserver",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "EMAIL_URL": "memorymail://",
}

from portal.settings.base import *  # noqa: F403
from portal.settings.base import CACHES, DATABASES, REDIS_URL, STORAGES

WHITENOISE_AUTOREFRESH = True  # nothing is collected for a test run
BACKGROUND = "inline"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if "sqlite" in str(DATABASES["default"]["ENGINE"]):
    # A file, since the threads of a live server cannot share the one connection of a database in memory.
    DATABASES["default"]["TEST"] = {"NAME": f"{tempfile.gettempdir()}/portal-test-{os.getpid()}.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
if REDIS_URL:
    CACHES["default"]["KEY_PREFIX"] = f"test-{os.getpid()}"
