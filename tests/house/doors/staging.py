"""The scene as a fixture: there for a module, and taken back at its end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from coaching import daycounts
from tests.cast import NOON
from tests.house.again import again
from tests.house.database import lifted
from tests.house.doors.scene import Scene, digests, make_scene
from tests.house.doors.walking import Report, Walker


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOON, tick=False), lifted(connection, connection.introspection.table_names()):
            made = again(make_scene)  # rows that have gone their way cannot be put back under the rules of that way
        daycounts.recount(connection)
        made.pristine = digests()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def walker(scene: Scene) -> Iterator[Walker]:
    """At noon of the scene's day, and without a line in the log for each refusal."""
    logging.disable(logging.CRITICAL)
    with time_machine.travel(NOON, tick=False):
        yield Walker(scene)
    logging.disable(logging.NOTSET)


@pytest.fixture
def counted(request: pytest.FixtureRequest) -> Callable[[Report], None]:
    """Adds what was walked to the line that ends the run."""

    def note(report: Report) -> None:
        told = (report.cells, report.actors, report.leaks, report.writes)
        request.node.user_properties.append(("doors", told))

    return note
