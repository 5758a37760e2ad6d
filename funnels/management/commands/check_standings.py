"""Compares what opportunities store about their evidence with what their commitments say."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from funnels.upkeep import drifts, mend


class Command(BaseCommand):
    help = "Compare stored standings of open opportunities with their commitments; exit with 1 when any differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--mend", action="store_true", help="reckon anew what differs, as after a change of the rules"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["mend"]:
            self.stdout.write(f"Reckoned {mend(at=timezone.now())} opportunities anew.")
        count = 0
        for drift in drifts(at=timezone.now()):
            count += 1
            self.stdout.write(f"{drift.opportunity} {drift.field}: stored {drift.stored}, reckoned {drift.reckoned}")
        if count:
            raise CommandError(f"{count} stored figures differ from the commitments.")
        self.stdout.write("Every stored figure agrees with the commitments.")
