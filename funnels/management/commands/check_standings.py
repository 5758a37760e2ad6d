"""Compares what opportunities store about their evidence with what their commitments say."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from funnels.upkeep import drifts


class Command(BaseCommand):
    help = "Compare stored standings of open opportunities with their commitments; exit with 1 when any differs."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for drift in drifts(at=timezone.now()):
            count += 1
            self.stdout.write(f"{drift.opportunity} {drift.field}: stored {drift.stored}, reckoned {drift.reckoned}")
        if count:
            raise CommandError(f"{count} stored figures differ from the commitments.")
        self.stdout.write("Every stored figure agrees with the commitments.")
