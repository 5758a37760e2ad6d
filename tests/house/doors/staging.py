"""The scene as a fixture: built once for a module, and taken back at its end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction

from tests.cast import NOON
from tests.house.doors.scene import Scene, make_scene
from tests.house.doors.walking import Report, Walker


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOON, tick=False):
            made = make_scene()
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
