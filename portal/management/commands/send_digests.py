"""Plans, writes and sends what is due, once."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from portal.digests import sending, taking
from portal.digests.models import Digest
from portal.digests.smtp import Unreachable


def moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else timezone.make_aware(found)


class Command(BaseCommand):
    help = "Send the digests that are due. Repeating it sends nothing twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", type=moment, metavar="ISO-TIME", help="as if it were then")
        parser.add_argument("--dry-run", action="store_true", help="say what would be sent, and send nothing")

    def handle(self, *, at: datetime | None, dry_run: bool, **options: Any) -> None:
        clock = (lambda: at) if at else timezone.now
        if dry_run:
            self._try_out(clock())
            return
        if silent := taking.silent(at=clock()):
            raise CommandError(silent)
        try:
            count = sending.send_now(clock)
        except Unreachable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(ngettext("%(count)d digest sent.", "%(count)d digests sent.", count) % {"count": count})

    def _try_out(self, at: datetime) -> None:
        """In a transaction that is taken back. Subjects only: what a digest says is its recipient's."""
        with transaction.atomic():
            sending.prepare(at=at)
            for digest in Digest.objects.waiting().select_related("recipient").order_by("due_at", "id"):
                self.stdout.write(f"{digest.due_at:%Y-%m-%d %H:%M} {digest.recipient.email}: {digest.subject}")
            transaction.set_rollback(True)
