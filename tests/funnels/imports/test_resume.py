"""Imports whose worker is gone go on with another, and the database's own refusals hold up one row only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from funnels.importing import opportunities, resuming
from funnels.importing.running import begin_check, begin_run, check
from funnels.models import Account, ImportBatch, Opportunity
from funnels.models.importing import BatchState
from funnels.refusals import WrongState
from funnels.tasks import resume_imports
from tests.cast import NOON, Cast
from tests.funnels.imports.conftest import ALL
from tests.funnels.imports.steps import as_csv, checked, counts, moment, staged

ROWS = [[f"D-{number}", "Nils"] for number in range(1_200)]
CSV = as_csv(["Deal ID", "Owner"], ROWS)

pytestmark = pytest.mark.usefixtures("funnel")


@pytest.fixture
def tried(cast: Cast) -> ImportBatch:
    return checked(staged(CSV, team=cast.acme, by=cast.stella))


class Killed(BaseException):
    """As a process ends: nothing catches it."""


def die_at(monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    """The worker of the piece with this number, from 1, is killed after it wrote and before it committed."""
    seen = []

    def write(*given: object) -> object:
        effects = real(*given)
        seen.append(effects)
        if len(seen) == piece:
            raise Killed
        return effects

    real = opportunities.write_opportunities
    monkeypatch.setattr(opportunities, "write_opportunities", write)


def test_a_killed_run_goes_on_where_it_was(cast: Cast, tried: ImportBatch, monkeypatch: pytest.MonkeyPatch) -> None:
    begin_run(tried, by=cast.stella, at=moment())
    with monkeypatch.context() as patched, pytest.raises(Killed):
        die_at(patched, 2)
        resuming.work_off(tried.pk, clock=moment)
    tried.refresh_from_db()
    assert (tried.state, tried.position, tried.created) == (BatchState.RUNNING, 500, 500)
    resuming.work_off(tried.pk, clock=moment)
    tried.refresh_from_db()
    assert (tried.state, counts(tried)) == (BatchState.DONE, (1_200, 0, 0, 0))
    assert Opportunity.objects.everything(reason=ALL).count() == 1_200


def test_a_killed_check_begins_anew(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = checked(staged(as_csv(["Deal ID"], [*([row[0]] for row in ROWS), ["D-0"]]), team=cast.acme, by=cast.stella))
    begin_check(batch, by=cast.stella, at=moment())
    batch.chunks.filter(number=0).update(done=True)
    check(batch, clock=moment)
    assert counts(batch) == (1_200, 0, 0, 1)


def test_only_what_has_been_silent_is_resumed(cast: Cast, tried: ImportBatch, noon: object) -> None:
    begin_run(tried, by=cast.stella, at=NOON)
    assert resuming.left_behind(NOON + timedelta(seconds=30)) == []
    assert resuming.left_behind(NOON + timedelta(seconds=90)) == [tried.pk]


def test_the_schedule_finds_it(cast: Cast, tried: ImportBatch) -> None:
    begin_run(tried, by=cast.stella, at=NOON - timedelta(minutes=5))
    resume_imports()
    tried.refresh_from_db()
    assert tried.state == BatchState.DONE


def test_starting_a_finished_import_does_nothing(cast: Cast, tried: ImportBatch) -> None:
    begin_run(tried, by=cast.stella, at=moment())
    resuming.work_off(tried.pk, clock=moment)
    resuming.work_off(tried.pk, clock=moment)
    assert Opportunity.objects.everything(reason=ALL).count() == 1_200
    tried.refresh_from_db()
    with pytest.raises(WrongState):
        begin_run(tried, by=cast.stella, at=moment())


def test_a_row_that_the_database_refuses_does_not_hold_up_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no check foresaw: here, an account that somebody adds between the look and the writing."""
    rows = [["D-1", "Nordic"], ["D-2", "Halden"], ["D-3", "Tern"]]
    batch = checked(staged(as_csv(["Deal ID", "Account"], rows), team=cast.acme, by=cast.stella))
    begin_run(batch, by=cast.stella, at=moment())
    real = opportunities.Accounts.look_up

    def blind(self: opportunities.Accounts, words: set[str]) -> None:
        real(self, {word for word in words if word != "Halden"})

    Account.objects.create(name="Other", source=batch.source, external_id="Halden")
    monkeypatch.setattr(opportunities.Accounts, "look_up", blind)
    resuming.work_off(batch.pk, clock=moment)
    batch.refresh_from_db()
    assert counts(batch) == (2, 0, 0, 1)
    assert batch.chunks.get().refused == [{"row": 3, "reasons": ["The database does not take this row."]}]
