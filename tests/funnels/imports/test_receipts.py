"""Each owner is told what an import did to theirs, and what its undo did."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from funnels.importing.undoing import begin_undo, undo
from funnels.models import ImportBatch, ImportReceipt, Opportunity
from portal.models import Person
from tests.cast import Cast
from tests.factories import definitions_of
from tests.funnels.imports.steps import bring_in, moment, taken_back
from tests.portal.api.conftest import Api
from tests.portal.costs import cost

Bring = Callable[..., ImportBatch]
Read = Callable[[], Opportunity]
Enter = Callable[[Person], Client]
OLGAS = {"Deal ID": "D-2", "Deal name": "Spare parts", "Owner": "Olga"}
Told = list[tuple[str, list[str]]]


def receipts(person: Person, *, undoes: bool) -> list[ImportReceipt]:
    return list(ImportReceipt.objects.of(person).filter(undoes=undoes))


def told(person: Person, *, undoes: bool = True) -> Told:
    return [(line["what"], line["fields"]) for one in receipts(person, undoes=undoes) for line in one.lines]


def words(client: Client, address: str = "/imports/receipts/") -> str:
    return " ".join(client.get(address).content.decode().split())


def test_each_owner_is_told_of_their_own_what_was_put_away(bring: Bring, cast: Cast) -> None:
    taken_back(bring({}, OLGAS, {"Deal ID": "D-3", "Owner": ""}), by=cast.stella)
    assert (told(cast.nils), told(cast.olga)) == ([("put_away", [])], [("put_away", [])])
    [receipt] = receipts(cast.nils, undoes=True)
    assert (receipt.created, receipt.changed, receipt.taken, receipt.kept, receipt.read_at) == (1, 0, 0, 0, None)
    assert ImportReceipt.objects.filter(undoes=True).count() == 2


def test_what_was_put_back_names_its_fields(bring: Bring, cast: Cast) -> None:
    bring()
    taken_back(bring({"Amount": "9", "Segment": "Rail"}), by=cast.stella)
    assert told(cast.nils) == [("put_back", ["amount", "segment"])]
    assert [one.changed for one in receipts(cast.nils, undoes=True)] == [1]


def test_a_closing_that_was_taken_back_is_one_change(bring: Bring, cast: Cast) -> None:
    bring()
    taken_back(bring({"Stage": "Won", "Close date": "2026-11-02"}), by=cast.stella)
    assert told(cast.nils) == [("put_back", ["crm_stage", "expected_close", "status"])]


def test_both_owners_are_told_of_one_that_goes_back(bring: Bring, cast: Cast) -> None:
    bring()
    batch = bring({"Owner": "Olga"})
    assert told(cast.nils, undoes=False)[0] == ("taken", ["owner", "team"])
    taken_back(batch, by=cast.stella)
    assert (told(cast.nils), told(cast.olga)) == ([("returned", ["owner", "team"])], [("taken", ["owner", "team"])])


def test_what_stayed_since_somebody_worked_on_it_is_told_apart(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring()
    batch = bring({"Amount": "9", "Segment": "Rail"})
    cranes().edit({"amount": Decimal(77)}, by=cast.nils, at=moment())
    taken_back(batch, by=cast.stella)
    assert told(cast.nils) == [("put_back", ["segment"]), ("kept", ["amount"])]
    [receipt] = receipts(cast.nils, undoes=True)
    assert (receipt.changed, receipt.kept) == (1, 1)


def test_an_added_one_that_stays_is_told_to_whoever_has_it_now(bring: Bring, cranes: Read, cast: Cast) -> None:
    batch = bring()
    one = cranes()
    one.ask(definition=definitions_of(one)[0], by=cast.nils, at=moment())
    one.reassign(to=cast.olga, by=cast.lena, at=moment())
    taken_back(batch, by=cast.stella)
    assert (told(cast.nils), told(cast.olga)) == ([], [("kept", [])])


def test_an_owner_whom_somebody_changed_since_keeps_it(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring()
    batch = bring({"Owner": "Olga", "Amount": "9"})
    cranes().reassign(to=cast.vera, by=cast.vera, at=moment())
    taken_back(batch, by=cast.stella)
    assert cranes().owner == cast.vera
    assert (told(cast.nils), told(cast.olga)) == ([], [])
    assert [what for what, _fields in told(cast.vera)] == ["put_back", "kept"]


def test_what_was_undone_before_it_had_ended_is_told_as_well(bring: Bring, cranes: Read, cast: Cast) -> None:
    batch = bring()
    ImportReceipt.objects.all().delete()
    ImportBatch.objects.everything(reason="test").filter(pk=batch.pk).update(state="running")
    batch.refresh_from_db()
    taken_back(batch, by=cast.stella)
    assert told(cast.nils) == [("put_away", [])]


def test_an_undo_that_is_taken_up_again_tells_once(bring: Bring, cast: Cast) -> None:
    batch = bring()
    begin_undo(batch, by=cast.stella, at=moment())
    undo(batch, clock=moment)
    undo(batch, clock=moment)
    assert len(receipts(cast.nils, undoes=True)) == 1


def test_an_undone_import_of_products_tells_nobody(cast: Cast, funnel: object) -> None:
    batch = bring_in(b"Product\nPlanner\n", team=cast.acme, by=cast.stella, kind="products")
    assert taken_back(batch, by=cast.stella).created == 1
    assert not ImportReceipt.objects.exists()


def test_the_page_says_what_the_undo_did_and_that_the_import_is_undone(
    bring: Bring, cast: Cast, enter: Enter, cranes: Read
) -> None:
    bring()
    batch = bring({"Amount": "9", "Segment": "Rail"})
    cranes().edit({"amount": Decimal(77)}, by=cast.nils, at=moment())
    nils = enter(cast.nils)
    assert "Undone since" not in words(nils)
    taken_back(batch, by=cast.stella)
    page = words(nils)
    assert "Import from CRM undone" in page
    assert "1 put back · 1 left as it is" in page
    assert "Put back as it was" in page
    assert "Left as it is, since it was worked on" in page
    assert page.count("Undone since") == 1
    assert "undone · 1 put back" in words(nils, "/")
    assert "put back, put away and left as it is" in words(enter(cast.stella), f"/imports/{batch.pk}/")


def test_what_went_to_another_team_is_counted_and_not_named(bring: Bring, cast: Cast, enter: Enter) -> None:
    bring()
    taken_back(bring({"Owner": "Olga"}), by=cast.stella)
    page = words(enter(cast.olga))
    assert "1 passed on" in page
    assert "New cranes" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_one_as_for_three(
    bring: Bring, cast: Cast, enter: Enter, count: int
) -> None:
    for number in range(count):
        taken_back(bring({"Deal ID": f"D-{number}"}), by=cast.stella)
    assert cost(enter(cast.nils), "/imports/receipts/") == 10


def test_the_api_gives_them_to_their_owner(bring: Bring, cast: Cast) -> None:
    taken_back(bring({}, OLGAS), by=cast.stella)
    nils, olga = Api(cast.nils), Api(cast.olga)
    undone, done = nils.get("v1/import-receipts/").json()["results"]
    assert (done["undoes"], undone["undoes"], undone["created"], undone["source"]["name"]) == (False, True, 1, "CRM")
    assert [line["what"] for line in undone["lines"]] == ["put_away"]
    assert olga.get(f"v1/import-receipts/{undone['id']}/").status_code == 404
    assert olga.post(f"v1/import-receipts/{undone['id']}/read/").status_code == 404
    assert nils.post(f"v1/import-receipts/{undone['id']}/read/").json()["read_at"]
    unread = nils.get("v1/import-receipts/?unread=true").json()["results"]
    assert [one["id"] for one in unread] == [done["id"]]


@pytest.mark.parametrize("count", [1, 3])
def test_the_api_s_list_takes_as_many_queries_for_one_as_for_three(
    bring: Bring, cast: Cast, count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(count):
        bring({"Deal ID": f"D-{number}"})
    nils = Api(cast.nils)
    nils.get("v1/import-receipts/")
    with django_assert_num_queries(3):
        assert len(nils.get("v1/import-receipts/").json()["results"]) == count
