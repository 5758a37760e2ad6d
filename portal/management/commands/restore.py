"""Brings a backup back, or tries whether it could be brought back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from portal.backups import restoring


class Command(BaseCommand):
    help = (
        "Restore FILE into the empty database of DATABASE_URL; with --verify into a scratch database that is dropped."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--verify", action="store_true", help="only try it, and compare every table")

    def handle(self, *, file: Path, verify: bool, **options: Any) -> None:
        manifest = restoring.verify(file) if verify else restoring.restore(file)
        for name, counted in manifest.tables.items():
            self.stdout.write(f"  {name:<48}{counted.rows:>12,} rows, the same")
        said = "can be restored" if verify else "is restored"
        self.stdout.write(f"{file} of {manifest.made_at} {said}: {len(manifest.tables)} tables compared.")
        for name in restoring.missing_keys(manifest):
            self.stderr.write(f"ENCRYPTION_KEYS lacks the key {name}: texts that it sealed cannot be read.")
