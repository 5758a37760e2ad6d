"""The demonstration organisation, seeded once for all that is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from funnels.models.funnel import outline_of

OPPORTUNITIES = 120


@pytest.fixture(scope="package")
def seeded(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """What the seeding said. Its rows are there for the package, and taken back at its end: tests read them only."""
    said = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        outline_of.cache_clear()
        call_command("seed_demo", opportunities=OPPORTUNITIES, force=True, stdout=said)
        yield said.getvalue()
        transaction.set_rollback(True)
