"""Rows that the database gathers are those that it would send one by one."""

from __future__ import annotations

import pytest
from django.db.models import Count, Max, Q
from django.db.models.functions import ExtractYear

from portal.gathering import gathered
from portal.models import Membership
from portal.roles import Role
from tests.cast import Cast, join

pytestmark = pytest.mark.django_db


def test_rows_come_by_their_ids_with_the_other_values_in_order(cast: Cast) -> None:
    join(cast.nils, cast.rome, Role.MEMBER)
    held = Membership.objects.filter(role=Role.MEMBER).order_by()
    rows = held.values("team_id", year=ExtractYear("starts_on")).annotate(
        people=Count("pk"), last=Max("starts_on"), never=Max("ends_on", filter=Q(pk=None))
    )
    one_by_one = {(one["team_id"], one["year"], one["people"], str(one["last"]), one["never"]) for one in rows}
    assert {(team, *values) for team, told in gathered(rows, "team_id") for values in told} == one_by_one
    assert len(one_by_one) >= 2


@pytest.mark.parametrize("nothing", [Q(pk__in=[]), Q(starts_on__year=1900)])
def test_nothing_gives_nothing(cast: Cast, nothing: Q) -> None:
    rows = Membership.objects.filter(nothing).order_by().values("team_id").annotate(people=Count("pk"))
    assert list(gathered(rows, "team_id")) == []
