"""Each week keeps one picture of all open opportunities."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import call_command

from funnels.models import FunnelSnapshot, Opportunity
from funnels.snapshots import take_snapshot
from funnels.tasks import take_snapshot as scheduled
from funnels.tasks import work_off_import
from portal.weeks import week_of
from tests.cast import NOON, Cast
from tests.factories import make_account, make_opportunity
from tests.funnels.places import bring_to, fulfil

MONDAY = date(2026, 11, 16)


def kept() -> list[FunnelSnapshot]:
    return list(FunnelSnapshot.objects.everything(reason="test"))


def test_it_keeps_where_each_open_one_stands(cast: Cast, opportunity: Opportunity) -> None:
    bring_to(opportunity, "define", by=cast.nils)
    fulfil(opportunity, "C05", "C07", "C08", "C09", by=cast.nils)
    opportunity.edit({"expected_close": date(2027, 3, 31)}, by=cast.nils, at=NOON)
    assert take_snapshot(at=NOON) == 1
    row = kept()[0]
    assert (row.week, row.opportunity, row.team, row.owner) == (MONDAY, opportunity, cast.oslo, cast.nils)
    assert (row.stage.code, row.supported_stage.code) == ("define", "evaluate")
    assert (row.amount, row.currency, row.expected_close) == (Decimal("384000.00"), "EUR", date(2027, 3, 31))


def test_unknown_values_stay_unknown(cast: Cast, opportunity: Opportunity) -> None:
    make_opportunity(cast.nils, cast.oslo, amount=None, account=None)
    take_snapshot(at=NOON)
    assert sorted(row.amount is None for row in kept()) == [False, True]
    assert len({row.pk for row in kept()}) == 2


def test_closed_and_archived_ones_are_left_out(cast: Cast, opportunity: Opportunity) -> None:
    lost, archived = (make_opportunity(cast.nils, cast.oslo, account=make_account(name)) for name in ("Tern", "Skua"))
    lost.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    archived.archive(by=cast.nils, at=NOON)
    assert take_snapshot(at=NOON) == 1


def test_a_week_has_one_however_often_it_is_asked_for(cast: Cast, opportunity: Opportunity) -> None:
    assert [take_snapshot(at=NOON + timedelta(days=days)) for days in (0, 0, 1, 3)] == [1, 0, 0, 0]
    make_opportunity(cast.nils, cast.oslo, account=make_account("Tern"))
    assert take_snapshot(at=NOON + timedelta(days=4)) == 0
    assert take_snapshot(at=NOON + timedelta(days=5)) == 2


def test_the_first_day_has_one_as_soon_as_something_is_open(cast: Cast, funnel: object) -> None:
    assert take_snapshot(at=NOON) == 0
    make_opportunity(cast.nils, cast.oslo)
    assert take_snapshot(at=NOON + timedelta(hours=1)) == 1


def test_the_week_begins_on_monday_where_the_organisation_is(cast: Cast, opportunity: Opportunity) -> None:
    take_snapshot(at=datetime(2026, 11, 22, 22, 59, tzinfo=UTC))
    take_snapshot(at=datetime(2026, 11, 22, 23, 1, tzinfo=UTC))
    assert [row.week for row in kept()] == [MONDAY, MONDAY + timedelta(days=7)]


@pytest.mark.parametrize(("day", "monday"), [(16, 16), (18, 16), (22, 16), (23, 23)])
def test_a_week_is_named_by_its_monday(day: int, monday: int) -> None:
    assert week_of(date(2026, 11, day)) == date(2026, 11, monday)


def test_the_schedule_and_the_command_do_the_same(cast: Cast, opportunity: Opportunity) -> None:
    said = StringIO()
    call_command("take_snapshot", stdout=said)
    scheduled()
    assert ("Kept 1 open" in said.getvalue(), len(kept())) == (True, 1)


def test_it_is_read_in_scope(cast: Cast, opportunity: Opportunity) -> None:
    take_snapshot(at=NOON)
    assert FunnelSnapshot.objects.visible_to(cast.lena).count() == 1
    assert FunnelSnapshot.objects.visible_to(cast.sam).count() == 0


def test_the_first_import_is_followed_by_the_first_snapshot(
    cast: Cast, opportunity: Opportunity, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked: list[UUID] = []
    monkeypatch.setattr("funnels.importing.resuming.work_off", lambda batch_id, clock: worked.append(batch_id))
    batch = UUID(int=7)
    work_off_import(batch_id=str(batch))
    assert (worked, len(kept())) == ([batch], 1)
