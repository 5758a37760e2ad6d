"""What is made again is what was made, and leaves what was there before alone."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction

from portal.models import Team
from tests.cast import NOON, make_cast, make_team
from tests.charter_factories import make_child, make_root
from tests.factories import make_funnel, make_opportunity
from tests.house.again import KEPT, again, snapshot

pytestmark = pytest.mark.django_db
MADE: list[dict[str, object]] = []


@pytest.fixture
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.mark.usefixtures("noon")
@pytest.mark.xdist_group("again")
@pytest.mark.parametrize("time", ["first", "second", "third"])
def test_every_row_is_the_same_each_time(time: str) -> None:
    cast = again(make_cast)
    again(make_funnel, cast.acme)
    again(make_opportunity, cast.nils, cast.oslo)
    again(make_child, cast, again(make_root, cast))
    MADE.append(dict(snapshot()))
    assert MADE[-1] == MADE[0]


@pytest.mark.usefixtures("noon")
def test_each_test_has_objects_of_its_own_and_newer_ones_sort_after_them() -> None:
    with transaction.atomic():
        cast = again(make_cast)
        transaction.set_rollback(True)
    other = again(make_cast)
    assert other.oslo == cast.oslo
    assert other.oslo is not cast.oslo
    assert make_team("Later", other.north).pk > max(person.pk for person in other.everybody())


@pytest.mark.usefixtures("noon")
def test_what_changes_a_row_that_was_there_is_refused() -> None:
    cast = again(make_cast)

    def rename() -> None:
        Team.objects.filter(pk=cast.oslo.pk).update(name="Elsewhere")

    with pytest.raises(AssertionError, match="a row of portal_team that was there before was changed"):
        again(rename)


def test_where_the_clock_runs_it_is_made_anew() -> None:
    kept = len(KEPT)
    again(make_team, "Anew")
    assert Team.objects.filter(name="Anew").exists()
    assert len(KEPT) == kept
