"""Prints the one-time link for the first administrator; nothing once there is one."""

from typing import Any

from django.core.management.base import BaseCommand

from portal import firstrun


class Command(BaseCommand):
    help = "Print the one-time link by which the first administrator of an empty database comes in."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if firstrun.needed():
            days = firstrun.LINK_AGE.days
            self.stdout.write(f"\nNobody administers this portal yet. Open this link within {days} days to begin:\n")
            self.stdout.write(f"\n    {firstrun.link()}\n\n")
