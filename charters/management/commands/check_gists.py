"""Compares what charters store about themselves for the alignment with what they say."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from charters.gisting import drifts, keep_gists, mend_gists


class Command(BaseCommand):
    help = "Compare the stored gists of charters with their texts; exit with 1 when any differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--mend", action="store_true", help="reckon anew what differs, as after a change of the checks"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        keep_gists()
        if options["mend"]:
            self.stdout.write(f"Reckoned {mend_gists()} gists anew.")
        drifted = drifts()
        for charter in drifted:
            self.stdout.write(f"{charter}: the stored gist is not what the charter says")
        if drifted:
            words = ngettext(
                "%(count)d gist differs from its charter.", "%(count)d gists differ from their charters.", len(drifted)
            )
            raise CommandError(words % {"count": len(drifted)})
        self.stdout.write("Every stored gist agrees with its charter.")
