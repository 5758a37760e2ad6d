"""The mail switch on the command line, and what the mail server pipes back."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.digests import bounces, instance, ledger
from portal.digests.models import MailSwitch
from portal.digests.models.switch import pause, resume
from portal.digests.specimen import send_specimen
from portal.refusals import Refusal


class Command(BaseCommand):
    help = "pause, resume, status: the switch that is read before each digest. adopt: send from this database from now on. bounce: take a delivery report from standard input. test: send a test mail to an address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["pause", "resume", "status", "adopt", "bounce", "test"])
        parser.add_argument("address", nargs="?", default="", help="where to, for test")
        parser.add_argument("--reason", default="", help="why, for pause")
        parser.add_argument("--to", default="", help="the address that the report came to, for bounce")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        getattr(self, f"_{verb}")(**options)

    def _pause(self, *, reason: str, **options: Any) -> None:
        pause(why=reason or _("paused on the command line"), by=None, at=timezone.now())
        self.stdout.write(_("No digest leaves until: manage.py mail resume"))

    def _resume(self, **options: Any) -> None:
        resume(by=None, at=timezone.now())
        self._status()

    def _adopt(self, **options: Any) -> None:
        skipped = instance.adopt(by=None, at=timezone.now())
        words = ngettext(
            "Mail is sent from this database from now on. %(count)d digest of before was skipped.",
            "Mail is sent from this database from now on. %(count)d digests of before were skipped.",
            skipped,
        )
        self.stdout.write(words % {"count": skipped})

    def _bounce(self, *, to: str, **options: Any) -> None:
        self.stdout.write(bounces.accept(sys.stdin.buffer.read(), at=timezone.now(), to=to))

    def _test(self, *, address: str, **options: Any) -> None:
        try:
            validate_email(address)
            send_specimen(address, by=None, at=timezone.now())
        except ValidationError as error:
            raise CommandError(_("Name an address: manage.py mail test name@example.com")) from error
        except Refusal as error:
            raise CommandError(str(error.detail)) from error
        self.stdout.write(_("The mail server took a test mail to %(email)s.") % {"email": address})

    def _status(self, **options: Any) -> None:
        now, switch = timezone.now(), MailSwitch.current()
        self.stdout.write(_("paused: %(why)s") % {"why": switch.why} if switch.paused_at else _("on"))
        if switch.held_until and now < switch.held_until:
            words = _("held until %(until)s: %(why)s")
            self.stdout.write(words % {"until": f"{switch.held_until:%H:%M:%S %Z}", "why": switch.held_why})
        if fault := instance.fault(switch):
            self.stdout.write(fault)
        for week in ledger.weeks():
            self.stdout.write(
                f"{week.week}: {week.planned} planned = {week.sent} sent + {week.skipped} skipped + {week.failed} failed"
                f" + {week.uncertain} uncertain + {week.waiting} waiting"
            )
