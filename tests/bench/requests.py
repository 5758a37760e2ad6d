"""What is asked of the floor and of the portal, with the bars."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.test import Client as InProcess
from django.test.utils import CaptureQueriesContext

from funnels.models import Opportunity
from portal.api.paging import Cursor
from portal.models import Person
from tests.bench.driving import Call
from tests.bench.seeding import Seeded

Calls = Iterator[Call]
LIST = "/api/v1/opportunities/?page_size=50"


@dataclass(frozen=True)
class Row:
    """One line of the table. `bar` is the most that the portal may take, as a multiple of the floor.

    `against_own` says that the floor's calls go to the portal itself.
    """

    name: str
    bar: float | None
    floor: Calls
    product: Calls
    token: str
    as_seller: bool = False
    against_own: bool = False


def rows(seeded: Seeded) -> list[Row]:
    board = f"/api/v1/teams/{seeded.root}/board/?funnel={seeded.funnel}"
    leader, seller = seeded.manager_token, seeded.seller_token
    own = f"/api/v1/opportunities/?owner={seeded.seller}&page_size=50"
    one_each = gets(*(f"/api/v1/opportunities/{one}/" for one in seeded.some))
    return [
        Row("list of 50, manager sees all", 4, gets("/opps?limit=50"), gets(LIST), leader),
        Row("list of 50, own rows", 5, gets("/opps?limit=50"), gets(own), seller, as_seller=True),
        Row("page at 80 % against the first", 1.2, gets(LIST), gets(deep()), leader, against_own=True),
        Row("stage count and sum", 2, gets("/board"), gets(f"{board}&cards=0"), leader),
        Row("board with 40 cards a stage", 3, gets("/cards?limit=40"), gets(f"{board}&cards=40"), leader),
        Row("board as a page, 20 cards a stage", None, gets("/cards?limit=20"), pages("/funnel/"), leader),
        Row("detail", 8, gets(*(f"/opps/{number}" for number in range(1, 500))), one_each, leader),
        Row("advance with gate and event", 10, moves(), advances(seeded), leader),
    ]


def gets(*paths: str) -> Calls:
    return itertools.cycle(Call("GET", path) for path in paths)


def deep() -> str:
    """The address of the page that begins after 80 % of the rows, newest first."""
    everything = Opportunity.objects.everything(reason="the benchmark pages through all").order_by("-pk")
    ids = everything.values_list("pk", flat=True)
    return f"{LIST}&cursor={Cursor('-id', str(ids[ids.count() * 4 // 5]), str(ids[ids.count() * 4 // 5])).sealed()}"


def pages(path: str) -> Calls:
    """As a signed-in browser asks."""
    browser = InProcess(SERVER_NAME="127.0.0.1")
    browser.force_login(
        Person.objects.get(name="Leader"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return itertools.repeat(Call("GET", path, headers={"Cookie": f"sessionid={browser.cookies['sessionid'].value}"}))


def moves() -> Calls:
    return (Call("PATCH", f"/opps/{number}", {"stage": "Q"}) for number in itertools.count(1))


def advances(seeded: Seeded) -> Calls:
    for one in seeded.ready:
        yield Call("POST", f"/api/v1/opportunities/{one}/advance/", {}, {"If-Match": '"1"'})


def statements(row: Row) -> int:
    """How many statements one more of the portal's requests runs; what is kept between requests is there already."""
    send(row, next(row.product))
    connection.force_debug_cursor = True
    with CaptureQueriesContext(connection) as queries:
        send(row, next(row.product))
    connection.force_debug_cursor = False
    return len(queries)


def send(row: Row, call: Call) -> None:
    headers = {"Authorization": f"Bearer {row.token}"} | dict(call.headers)
    body = b"" if call.body is None else json.dumps(call.body).encode()
    answer = InProcess(SERVER_NAME="127.0.0.1", headers=headers).generic(
        call.method, call.path, body, "application/json"
    )
    assert answer.status_code == 200, answer.content[:300]
