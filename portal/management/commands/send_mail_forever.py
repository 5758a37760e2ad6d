"""The sender process: hands digests to the mail server. Run as many as you like on one machine."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.digests.first_process import run_alive
from portal.digests.keeper import Keeper
from portal.digests.sending import work


class Command(BaseCommand):
    help = "Send digests until told to stop (SIGTERM). Restart it whenever it ends."

    def handle(self, *args: Any, **options: Any) -> None:
        run_alive(Keeper(work).run)
