"""The demonstration organisation. Each app adds its part by name (settings.DEMO_SECTIONS)."""

from argparse import ArgumentParser
from importlib import import_module
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from portal.demo import DOMAIN, NAMED, PASSWORD, Demo
from portal.models import Organisation, Person


class Command(BaseCommand):
    help = "Fills an empty database with a demonstration organisation that looks alive today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--opportunities", type=int, default=1500, help="how many (default 1500)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same organisation")
        parser.add_argument("--force", action="store_true", help="also outside debug, and beside data that is there")

    def handle(self, *, opportunities: int, seed: int, force: bool, **options: Any) -> None:
        if not settings.DEBUG and not force:
            raise CommandError("Demonstration data belongs in a demonstration: set DEBUG=1, or add --force.")
        if Person.objects.exists() and not force:
            raise CommandError("There are people in this database already. Add --force to seed beside them.")
        with transaction.atomic():
            demo = Demo(Random(seed), timezone.now(), opportunities, self._organisation())
            for section in settings.DEMO_SECTIONS:
                import_module(section).seed(demo)
        self.stdout.write(f"Sign in with the password {PASSWORD} as:")
        for account, name in NAMED.items():
            self.stdout.write(f"  {account}@{DOMAIN}  ({name})")

    def _organisation(self) -> Organisation:
        organisation = Organisation.current()
        organisation.name, organisation.currency, organisation.time_zone = "Northlight Systems", "GBP", "Europe/London"
        organisation.working_days, organisation.set_up_at = [1, 2, 3, 4, 5], timezone.now()
        organisation.save()
        return organisation
