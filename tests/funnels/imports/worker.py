"""A worker process that can be killed: says when it is ready, then works off the import named to it."""

import sys
from uuid import UUID

import django

django.setup()

from django.utils import timezone  # noqa: E402

from funnels.importing.resuming import work_off  # noqa: E402

sys.stdout.write("ready\n")
sys.stdout.flush()
sys.stdin.readline()
work_off(UUID(sys.argv[1]), clock=timezone.now)
