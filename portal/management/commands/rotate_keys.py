"""Seals everything confidential anew under the first key of ENCRYPTION_KEYS."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from portal import rotation
from portal.keyring import names


class Command(BaseCommand):
    help = (
        "Seal everything confidential anew under the first key of ENCRYPTION_KEYS, while the portal runs. "
        "It may be stopped and run again. Keys are shown by name, never as they are."
    )

    def handle(self, **options: Any) -> None:
        try:
            done = rotation.rotate()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        for name, count in sorted(done.moved.items()):
            self.stdout.write(f"{name}: {count:,} sealed anew under {names()[0]}")
        for name, count in sorted(done.held.items()):
            self.stdout.write(f"{name}: holds {count:,}")
        for name in done.idle:
            self.stdout.write(f"{name}: nothing is under it any more; backups of before still need it")
