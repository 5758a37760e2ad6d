"""Cuts the font and collects the icons into portal/static/build."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal import foundry


class Command(BaseCommand):
    help = "Builds the font and the icons from their packages. Quick when nothing changed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anew", action="store_true", help="also when they are up to date")

    def handle(self, *, anew: bool, **options: Any) -> None:
        for path in foundry.build(anew=anew):
            self.stdout.write(f"Wrote {path.name} ({path.stat().st_size:,} bytes)")
