"""Ten times as many charters leave the pages that show them as quick as they were: at most half as slow again.

The full count is by the clock and asks for a quiet machine. The small one counts processor time, which does not depend on
what else runs; what it leaves out is the database's own part, one statement that reads a row of each charter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

import pytest
from django.db import connection, transaction
from django.test import Client

from charters.choices import CharterState
from charters.gisting import keep_gists
from charters.models import Charter
from portal.models import Person
from tests.cast import Cast
from tests.charter_crowd import Programs
from tests.charters.places import ALL
from tests.house.proofs import IN_FULL, seconds

pytestmark = [pytest.mark.postgres, pytest.mark.proof, pytest.mark.quiet]

FEW, MANY = 30, 300
AT_ONCE = 5
SLOWER = 1.5 if IN_FULL else 2.2  # few visits on a busy machine vary by themselves; read whole, it would be five times
SLOWER_WHOLE = 1.8 if IN_FULL else 2.8  # the API tells every charter, where the page folds most of them
PAGES = {"tree": "/charters/tree/", "list": "/charters/", "tree over the API": "/api/v1/charters/tree/"}


@contextmanager
def only(few: list[Charter]) -> Iterator[None]:
    """As if there were no others, until it ends."""
    with transaction.atomic():
        others = ALL.filter(kind=few[0].kind).exclude(pk__in=[one.pk for one in few])
        others.update(state=CharterState.RETIRED)
        yield
        transaction.set_rollback(True)


def count_anew() -> None:
    """What the database would do by itself within a minute, for good plans."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def visits(browser: Client, address: str) -> list[float]:
    """How long each took, in seconds; one before them fills what is kept between requests."""
    took = []
    for _ in range(1 + AT_ONCE):
        began = seconds()
        assert browser.get(address).status_code == 200
        took.append(seconds() - began)
    return took[1:]


def test_ten_times_the_charters_take_hardly_longer(
    cast: Cast,
    root: Charter,
    enter: Callable[[Person], Client],
    as_served: None,
    settled: None,
    rounds: Callable[..., int],
    proven: Callable[..., None],
) -> None:
    """By turns, so that whatever else the machine does falls on both."""
    browser, organisation, times = enter(cast.lena), Programs(cast, root), rounds(4, full=40)
    organisation.grow(MANY)
    keep_gists()
    count_anew()
    few: dict[str, list[float]] = {name: [] for name in PAGES}
    many: dict[str, list[float]] = {name: [] for name in PAGES}
    for _ in range(times):
        for name, address in PAGES.items():
            many[name] += visits(browser, address)
        with only(organisation.made[:FEW]):
            for name, address in PAGES.items():
                few[name] += visits(browser, address)
    slower = {name: median(many[name]) / median(few[name]) for name in PAGES}
    told = ", ".join(f"{name} {slower[name]:.2f}× ({median(many[name]) * 1000:.0f} ms)" for name in PAGES)
    proven(f"{FEW} and {MANY} charters, {times * AT_ONCE} visits each, by {seconds.__name__}", found=told)
    whole = slower.pop("tree over the API")
    assert max(slower.values()) <= SLOWER, told
    assert whole <= SLOWER_WHOLE, told
