"""Plans, writes and sends what is due, once."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.digests import sending, taking
from portal.digests.smtp import Unreachable
from portal.digests.trial import try_out


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
        """Subjects and counts only: what a digest says is its recipient's."""
        trial = try_out(at=at)
        for fate in trial.sent:
            self.stdout.write(f"{fate.due_at:%Y-%m-%d %H:%M} {fate.person.email}: {fate.subject}")
        self.stdout.write(
            _("%(planned)d would be planned, %(sent)d sent, %(skipped)d skipped.")
            % {
                "planned": trial.planned,
                "sent": len(trial.sent),
                "skipped": sum(map(len, trial.skipped.values())),
            }
        )
        for reason, fates in trial.skipped.items():
            self.stdout.write(f"{len(fates)} {reason.value}: {reason.label}")
