"""`make pictures`: what the pages look like, drawn from the demonstration organisation at one fixed moment.

Needs a Chromium (CHROMIUM names another than the usual ones). The database is a file of its own, gone afterwards.
"""

from __future__ import annotations

import os
import tempfile
from importlib import import_module
from pathlib import Path

import django


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DEBUG": "1",
            "REDIS_URL": "",
            "BASE_URL": "http://127.0.0.1",
            "DATABASE_URL": f"sqlite:///{Path(folder, 'pictures.sqlite3')}",
            "DJANGO_SETTINGS_MODULE": "portal.settings.base",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # playwright's loop runs in the thread that seeds
        }
        django.setup()
        import_module("tests.pictures.taking").take_all()  # reads models, so it comes after the settings


main()
