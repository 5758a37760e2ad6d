"""What each door costs, in statements: few, and no more where three times as many records are."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import organisation
from tests.house.doors.actors import Actor
from tests.house.doors.addresses import CannotFill, fill
from tests.house.doors.judging import Answer
from tests.house.doors.places import Builder
from tests.house.doors.rights import rights_of
from tests.house.doors.scene import Scene, taken_back
from tests.house.doors.walking import Route, Walker, every_route

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]  # SQLite reads the columns of a board one by one

MOST_OF_AN_ANSWER, MOST_OF_A_PAGE, MOST_OF_A_FILE, MOST_OF_A_LETTER = 10, 15, 40, 40
WEIGHING = {
    "api:charters-tree",
    "api:charters-alignment",
    "api:charter-diff",
    "api:charter-checks",
    "api:team-coaching-coverage",
    "api:coaching-sessions-list",
    "api:coaching-sessions-detail",
}  # read whole charters, what a whole branch of teams did, or texts of which each kind has readers of its own
EVERYTHING_OF_ONES_OWN = {"api:me-coaching", "coaching:export"}  # eleven resources in one file
LETTERS = {"api:digests-preview"}  # what each app has to say, read as for a thousand people at once
OF_OTHERS = ("accounts/", "admin/")  # pages of libraries


def readings(scene: Scene) -> list[tuple[Route, Actor, str]]:
    """Every door that is read at, with the first who may and who sees most."""
    place, found = scene.places["oslo"], []
    actors = [scene.actor(name) for name in ("lena", "oskar", "nadia", "nils", "adam", "nobody")]
    for route in every_route():
        rights = rights_of(route.name, "GET") if "GET" in route.methods else None
        actor = next((one for one in actors if rights and rights.may("GET", one, place)), None)
        if actor is None or route.pattern.startswith(OF_OTHERS):
            continue
        try:
            found.append((route, actor, "/" + fill(route.pattern, place).lstrip("/")))
        except CannotFill:
            continue
    return found


def most(route: Route) -> int:
    if route.name in EVERYTHING_OF_ONES_OWN:
        return MOST_OF_A_FILE
    if route.name in LETTERS:
        return MOST_OF_A_LETTER
    return MOST_OF_AN_ANSWER if route.is_api and route.name not in WEIGHING else MOST_OF_A_PAGE


def costs(walker: Walker, found: list[tuple[Route, Actor, str]]) -> dict[str, int]:
    """Statements of the second visit: the first one fills what is kept between requests."""
    return {route.label: cost(walker.client, actor, address) for route, actor, address in found}


def cost(client: Any, actor: Actor, address: str) -> int:
    client.cookies.clear()
    headers = {}
    if address.startswith("/api/v1/"):
        headers["Authorization"] = f"Bearer {actor.token}"
    elif actor.session:
        client.cookies["sessionid"] = actor.session
    with taken_back():
        Answer.of(client.get(address, headers=headers))
        with CaptureQueriesContext(connection) as queries:
            Answer.of(client.get(address, headers=headers))
    return len(queries)


def test_a_door_costs_little_and_the_same_for_three_times_the_records(
    scene: Scene, walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(organisation, "REMEMBER_SECONDS", 3600)  # as when served, however slow the machine
    doors, cast = readings(scene), scene.cast
    assert len(doors) > 80
    before = costs(walker, doors)
    with taken_back():
        for name in ("second", "third"):
            Builder(cast, name, cast.oslo, cast.nils, scene.actor("carl").person).build()  # type: ignore[arg-type]
        after = costs(walker, doors)
    dear = {route.label: before[route.label] for route, _actor, _address in doors if before[route.label] > most(route)}
    growing = {label: (before[label], after[label]) for label in before if after[label] != before[label]}
    assert (dear, growing) == ({}, {})
