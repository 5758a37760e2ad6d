"""Writes a backup of the whole database, and beside it what it held."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.backups.dumping import back_up


class Command(BaseCommand):
    help = "Write the whole database to FILE, while the portal runs, and what it held to FILE.json."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        manifest = back_up(file, at=timezone.now())
        rows = sum(counted.rows for counted in manifest.tables.values())
        self.stdout.write(f"{file}: {len(manifest.tables)} tables, {rows:,} rows, {file.stat().st_size:,} bytes")
        if manifest.keys:
            self.stdout.write(
                f"Confidential texts need the keys {', '.join(manifest.keys)}: keep ENCRYPTION_KEYS apart."
            )
