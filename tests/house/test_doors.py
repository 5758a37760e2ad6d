"""Every door of the process is tried by everybody: who gets in, what they are sent, and what they change.

The routes come from the running process, so a new one is walked without anybody naming it here; one that the
table of rights does not know, or whose address cannot be filled, fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.db import connection, models

from portal.scoping import ScopedModel
from tests.house.doors.places import Place
from tests.house.doors.rights import TABLE
from tests.house.doors.scene import Scene, digests, taken_back
from tests.house.doors.walking import SOME, Report, Route, Walker, every_route
from tests.house.proofs import IN_FULL

pytestmark = pytest.mark.django_db  # pytest-django makes a database only where a test is marked

ROUTES = every_route()
UNMARKED = {
    "close_reasons",
    "reasons",
    "code",
    "currency",
    "file_digest",
    "rows",
    "values",
    "columns",
    "criteria",
    "missing",
    "stages",
    "givers",
    "evidence_kinds",
    "figure",
    "customer_phases",
}


def places_of(scene: Scene) -> list[Place]:
    return list(scene.places.values()) if IN_FULL else [scene.places["oslo"]]


@pytest.mark.proof
@pytest.mark.once
@pytest.mark.parametrize("route", ROUTES, ids=[route.label for route in ROUTES])
def test_the_door_opens_for_those_it_is_for_and_for_nobody_else(
    route: Route, walker: Walker, scene: Scene, counted: Callable[[Report], None]
) -> None:
    report = walker.walk(route, places_of(scene))
    counted(report)
    assert not report.faults, "\n".join(report.faults)
    assert report.cells >= len(SOME)


def test_the_table_of_rights_names_no_route_that_is_gone() -> None:
    assert set(TABLE) - {route.name for route in ROUTES} == set()


def test_after_each_try_everything_is_as_it_was(scene: Scene) -> None:
    with taken_back() as watched:
        scene.cast.oslo.name = "Elsewhere"
        scene.cast.oslo.save()
        assert scene.changed(watched)
    assert not scene.changed(watched)
    assert digests() == scene.pristine


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE portal_team SET name = 'Elsewhere' WHERE name = 'Oslo'", False),
        (
            "WITH one AS (SELECT id FROM portal_team WHERE name = 'Oslo') "
            "UPDATE portal_team SET name = 'Elsewhere' WHERE id IN (SELECT id FROM one)",
            False,
        ),
        ("UPDATE \"portal_team\" SET name = 'Elsewhere' WHERE name = 'Oslo'", True),
    ],
)
def test_a_change_is_seen_however_it_is_written(statement: str, told: bool, scene: Scene) -> None:
    with taken_back() as watched, connection.cursor() as cursor:
        cursor.execute(statement)
        assert watched.told is told
        assert scene.changed(watched)


def test_what_only_reads_is_no_change(scene: Scene) -> None:
    with taken_back() as watched, connection.cursor() as cursor:
        cursor.execute("WITH one AS (SELECT id FROM portal_team) SELECT id FROM one")
        cursor.execute("SELECT id FROM portal_team")
    assert not watched.wrote


def text_fields(model: type[models.Model]) -> Iterator[models.Field]:
    """Fields in which somebody can write words of their own."""
    wordy = (models.CharField, models.TextField, models.JSONField)
    for field in model._meta.fields:
        if isinstance(field, wordy) and not field.choices and field.name not in UNMARKED:
            yield field


def scoped_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, ScopedModel)]


@pytest.mark.parametrize("model", scoped_models(), ids=lambda model: model.__name__)
def test_every_text_of_a_team_is_marked_so_that_a_leak_shows(model: type[models.Model], scene: Scene) -> None:
    rows = list(model._base_manager.all())
    assert rows, "Let tests/house/doors/places.py make one."
    for place in scene.places:
        texts = {field.name: " ".join(str(getattr(row, field.name)) for row in rows) for field in text_fields(model)}
        assert [name for name, text in texts.items() if f"cny-{place}-" not in text] == []
