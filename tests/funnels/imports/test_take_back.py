"""Undo of an import: what it added goes, what it changed comes back, what somebody worked on stays and is listed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from funnels.choices import Status
from funnels.importing.undoing import begin_undo
from funnels.models import Account, ImportBatch, ImportChunk, Opportunity, Product
from funnels.models.importing import BatchState
from funnels.refusals import WrongState
from portal.models import Event
from tests.cast import Cast
from tests.factories import definitions_of, make_contact
from tests.funnels.imports.conftest import ALL
from tests.funnels.imports.steps import checked, counts, moment, staged, taken_back

Bring = Callable[..., ImportBatch]
Read = Callable[[], Opportunity]
WON = {"Stage": "Won", "Close date": "2026-11-02"}


def kept(batch: ImportBatch) -> list[tuple[str, str, list[str]]]:
    chunks = ImportChunk.objects.everything(reason=ALL).filter(batch=batch)
    return [(one["model"], one["title"], one.get("fields", [])) for chunk in chunks for one in chunk.kept]


def test_what_was_added_is_put_away_with_an_event_each(bring: Bring, cranes: Read, cast: Cast) -> None:
    batch = taken_back(bring({"Product": "Planner"}), by=cast.stella)
    assert (batch.state, kept(batch)) == (BatchState.UNDONE, [])
    assert cranes().archived_at is not None
    assert not Account.objects.current().exists()
    assert not Product.objects.filter(archived_at=None).exists()
    assert Event.objects.about(cranes()).filter(verb="archived", by=cast.stella).count() == 1
    assert list(Event.objects.about(batch).values_list("verb", flat=True))[:2] == ["undone", "undo_started"]


def test_what_was_changed_comes_back(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring({"Product": "Planner"})
    before = Opportunity.objects.everything(reason=ALL).filter(external_id="D-1").values(*FIELDS).get()
    batch = bring(
        {"Amount": "9", "Owner": "Olga", "Product": "Tracker", "Account": "Tern", "Close date": ""} | {"Segment": ""}
    )
    assert cranes().owner == cast.olga
    taken_back(batch, by=cast.stella)
    assert Opportunity.objects.everything(reason=ALL).filter(external_id="D-1").values(*FIELDS).get() == before
    assert [line.product.name for line in cranes().lines.all()] == ["Planner"]
    assert kept(batch) == []


FIELDS = ("name", "account", "owner", "team", "amount", "expected_close", "segment", "crm_stage", "status", "closed_on")


def test_a_closing_is_taken_back_by_a_move_of_its_own(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring()
    batch = bring(WON)
    taken_back(batch, by=cast.stella)
    one = cranes()
    assert (one.status, one.closed_on, one.closed_per_crm, one.close_reasons) == (Status.OPEN, None, False, [])
    assert [move.kind for move in one.moves.order_by("at")] == ["opened", "imported", "undone"]


def test_a_reopening_is_taken_back(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring(WON)
    batch = bring()
    taken_back(batch, by=cast.stella)
    one = cranes()
    assert (one.status, str(one.closed_on), one.closed_per_crm, one.close_reasons) == (
        Status.WON, "2026-11-02", True, ["per_crm"],
    )  # fmt: skip


def test_what_somebody_changed_since_stays_and_is_listed(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring()
    batch = bring({"Amount": "9", "Segment": "Rail"})
    cranes().edit({"amount": Decimal(77)}, by=cast.nils, at=moment())
    taken_back(batch, by=cast.stella)
    assert (cranes().amount, cranes().segment) == (77, "Ports")
    assert kept(batch) == [("opportunity", "New cranes", ["amount"])]


def test_what_moved_since_keeps_its_status(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring()
    batch = bring(WON)
    cranes().reopen(reason="They only paused.", by=cast.nils, at=moment())
    taken_back(batch, by=cast.stella)
    assert cranes().is_open
    assert kept(batch) == [("opportunity", "New cranes", ["status"])]


@pytest.mark.parametrize("work", ["edit", "ask", "influence"])
def test_what_somebody_worked_on_is_not_put_away(bring: Bring, cranes: Read, cast: Cast, work: str) -> None:
    batch = bring()
    one = cranes()
    if work == "edit":
        one.edit({"segment": "Rail"}, by=cast.nils, at=moment())
    elif work == "ask":
        one.ask(definition=definitions_of(one)[0], by=cast.nils, at=moment())
    else:
        one.influences.create(contact=make_contact(one.account), role="user")
    taken_back(batch, by=cast.stella)
    assert cranes().archived_at is None
    assert [entry[:2] for entry in kept(batch)] == [("opportunity", "New cranes"), ("account", "Halden Shipping")]
    assert one.account.archived_at is None


def test_a_person_s_archiving_is_left_alone(bring: Bring, cranes: Read, cast: Cast) -> None:
    batch = bring()
    cranes().archive(by=cast.nils, at=moment())
    moved_away = cranes().archived_at
    taken_back(batch, by=cast.stella)
    bring()
    assert cranes().archived_at == moved_away


def test_the_next_import_brings_back_what_an_undo_put_away(bring: Bring, cranes: Read, cast: Cast) -> None:
    taken_back(bring({"Product": "Planner"}), by=cast.stella)
    again = bring({"Product": "Planner", "Amount": "3"})
    assert counts(again) == (1, 0, 0, 0)
    assert (cranes().archived_at, cranes().amount, cranes().account.archived_at) == (None, 3, None)
    assert Opportunity.objects.everything(reason=ALL).count() == 1
    taken_back(again, by=cast.stella)
    assert cranes().archived_at is not None
    assert counts(bring({"Product": "Planner"})) == (1, 0, 0, 0)


def test_only_the_steward_of_the_team_undoes(bring: Bring, cast: Cast) -> None:
    batch = bring()
    with pytest.raises(Exception, match="Only stewards of this team"):
        begin_undo(batch, by=cast.lena, at=moment())
    assert batch.state == BatchState.DONE


def test_what_never_ran_cannot_be_undone(bring: Bring, cast: Cast) -> None:
    batch = checked(staged(b"Deal ID,Name\n1,A\n", team=cast.acme, by=cast.stella))
    with pytest.raises(WrongState):
        begin_undo(batch, by=cast.stella, at=moment())
