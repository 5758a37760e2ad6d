"""Prints the link of an invitation, for installations without mail or letters that got lost."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.invitations import link
from portal.models import Person


class Command(BaseCommand):
    help = "Print the link by which an invited person chooses a password. Hand it over in person."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.current().by_email(options["email"]).first()
        if person is None:
            raise CommandError(f"Nobody with the address {options['email']} works here.")
        if person.can_sign_in:
            raise CommandError(f"{person} signs in already.")
        self.stdout.write(link(person))
