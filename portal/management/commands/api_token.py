"""`manage.py api_token EMAIL`: a new API token, printed once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import Person
from portal.refusals import Invalid
from portal.tokens.models import Token, TokenScope


class Command(BaseCommand):
    help = "Print a new API token for a person. It is stored as a digest and shown this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--read-only", action="store_true", help="the token may only read")
        parser.add_argument("--name", default="Command line", help="what the token is for")
        parser.add_argument("--days", type=int, default=90, help="how long it lives, at most 366 days")

    def handle(self, *args: Any, email: str, read_only: bool, name: str, days: int, **options: Any) -> None:
        person = Person.objects.current().by_email(email).first()
        if person is None:
            raise CommandError(_("Nobody with the e-mail address %(email)s works here.") % {"email": email})
        scope = TokenScope.READ if read_only else TokenScope.WRITE
        try:
            _token, secret = Token.issue(person, name=name, scope=scope, days=days, by=None, at=timezone.now())
        except Invalid as refusal:
            raise CommandError("; ".join(str(text) for texts in refusal.errors.values() for text in texts)) from refusal
        self.stdout.write(secret)
