"""What the hosted portal serves can be collected: every address inside a stylesheet leads to a file that is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command

MANIFEST = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"  # as when hosted, but for compressing


def test_static_files_are_collected_as_when_hosted(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": MANIFEST}}

    call_command("collectstatic", interactive=False, verbosity=0)

    names = {path.name.split(".")[0] for path in (tmp_path / "portal").iterdir()}
    assert {"app", "paper", "page"} <= names
