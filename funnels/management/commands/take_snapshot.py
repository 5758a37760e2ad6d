"""Keeps this week's picture of all open opportunities, unless the week has one."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from funnels.snapshots import take_snapshot


class Command(BaseCommand):
    help = "Take the weekly snapshot of open opportunities. A week that has one keeps it."

    def handle(self, *args: Any, **options: Any) -> None:
        kept = take_snapshot(at=timezone.now())
        self.stdout.write(
            f"Kept {kept} open opportunities." if kept else "This week has its snapshot, or nothing is open."
        )
