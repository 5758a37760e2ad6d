"""Ten people of different teams at once: nobody is sent a row of another team."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import timezone

from portal.models import Person, Team
from portal.roles import Role
from tests.cast import Cast, join, make_person
from tests.factories import make_opportunity
from tests.house.doors.judging import MARK
from tests.proofs.serving import Server

pytestmark = [pytest.mark.proof, pytest.mark.postgres, pytest.mark.xdist_group("servers")]

CONNECTIONS = 10


def test_ten_connections_of_mixed_teams_are_sent_no_foreign_row(
    cast: Cast,
    server: Server,
    bearer: Callable[[Person], str],
    rounds: Callable[..., int],
    proven: Callable[..., None],
) -> None:
    each = rounds(12, full=300)
    people = list(itertools.islice(itertools.cycle([cast.oslo, cast.bergen, cast.rome]), CONNECTIONS))
    sellers = [seller(team, number, bearer) for number, team in enumerate(people)]

    def read(team: str, authorization: str, addresses: list[str]) -> tuple[int, int]:
        """How many own rows and how many foreign ones this connection was sent."""
        own = foreign = 0
        for address in itertools.islice(itertools.cycle(addresses), each):
            answer = server.send("GET", address, Authorization=authorization)
            assert answer.status == 200, answer.body
            marks = [found[1].decode() for found in MARK.finditer(answer.body)]
            own += marks.count(team)
            foreign += len(marks) - marks.count(team)
        return own, foreign

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        counts = list(pool.map(read, *zip(*sellers, strict=True)))
    foreign = sum(other for _own, other in counts)
    proven(
        f"{CONNECTIONS} connections × {each} requests",
        found=f"{sum(own for own, _other in counts):,} rows of one's own team, {foreign} of others",
    )
    assert foreign == 0
    assert all(own for own, _other in counts)


def seller(team: Team, number: int, bearer: Callable[[Person], str]) -> tuple[str, str, list[str]]:
    """Somebody of the team with three opportunities, and where they look."""
    person = make_person(f"Seller {number}")
    join(person, team, Role.MEMBER)
    name = team.name.lower()
    made = [make_opportunity(person, team, name=f"cny-{name}-opp-{number}", at=timezone.now()) for _ in range(3)]
    addresses = [
        "/api/v1/opportunities/",
        "/api/v1/opportunities/?search=cny",
        "/api/v1/opportunities/?count=true&ordering=name",
        f"/api/v1/teams/{team.pk}/board/",
        f"/api/v1/opportunities/{made[0].pk}/",
    ]
    return name, bearer(person), random.sample(addresses, len(addresses))
