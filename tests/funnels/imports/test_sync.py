"""One record, two keepers: what the CRM says again, and what people did in the portal meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from funnels.choices import Kind, MoveKind, Status
from funnels.models import Account, Funnel, ImportBatch, Opportunity, Product
from portal.models import Event
from portal.roles import Role
from tests.cast import NOON, Cast, join, make_person
from tests.factories import definitions_of, make_account, record, satisfy
from tests.funnels.imports.steps import counts, moment

Bring = Callable[..., ImportBatch]
Read = Callable[[], Opportunity]
WON = {"Stage": "Won", "Close date": "2026-11-02"}


def stands(batch: ImportBatch) -> list[tuple[str, str]]:
    return [(entry["field"], entry["stands"]) for chunk in batch.chunks.all() for entry in chunk.overruled]


def test_an_open_one_starts_in_the_first_stage_with_the_crm_s_word_beside_it(
    bring: Bring, cranes: Read, cast: Cast
) -> None:
    assert counts(bring()) == (1, 0, 0, 0)
    one = cranes()
    assert (one.stage.code, one.status, one.crm_stage) == ("acknowledge", Status.OPEN, "Proposal")
    assert (one.owner, one.team, one.amount, one.currency) == (cast.nils, cast.oslo, Decimal("1200.50"), "EUR")
    assert (one.account.name, one.expected_close, one.segment) == ("Halden Shipping", date(2026, 12, 1), "Ports")
    assert [move.kind for move in one.moves.all()] == [MoveKind.OPENED]
    assert not one.commitments.exists()


def test_a_closed_one_is_closed_per_crm_on_its_day_without_evidence(bring: Bring, cranes: Read) -> None:
    bring(WON)
    one = cranes()
    assert (one.status, one.closed_per_crm, one.closed_on) == (Status.WON, True, date(2026, 11, 2))
    assert (one.stage.code, one.supported_stage.code) == ("acknowledge", "acknowledge")
    move = one.moves.get()
    assert (move.kind, move.at.date(), move.supported) == (MoveKind.IMPORTED, date(2026, 11, 2), False)


def test_what_the_file_does_not_say_stays_unknown(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring({"Account": "", "Amount": "", "Owner": "", "Close date": "", "Deal name": ""})
    one = cranes()
    assert (one.account, one.amount, one.owner, one.expected_close, one.opened_on) == (None, None, None, None, None)
    assert (one.team, one.name, one.kind) == (cast.acme, "Opportunity D-1", Kind.NEW)


def test_the_same_file_twice_changes_nothing(bring: Bring, cranes: Read) -> None:
    bring()
    version = cranes().version
    assert counts(bring()) == (0, 0, 1, 0)
    assert cranes().version == version


def test_a_change_in_the_crm_arrives_with_an_event(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring()
    assert counts(bring({"Amount": "1300", "Account": "Tern Robotics", "Owner": "Olga"})) == (0, 1, 0, 0)
    one = cranes()
    assert (one.amount, one.account.name, one.owner, one.team) == (1300, "Tern Robotics", cast.olga, cast.bergen)
    event = Event.objects.about(one).get(verb="synced")
    assert (event.before["amount"], event.after["amount"]) == ("1200.50", "1300.00")
    assert (event.after["owner"], event.by) == (str(cast.olga.pk), cast.stella)


def test_a_later_close_date_counts_as_a_push(bring: Bring, cranes: Read) -> None:
    bring()
    bring({"Close date": "2027-02-01"})
    bring({"Close date": "2027-01-15"})
    assert cranes().push_count == 1


def test_the_crm_wins_over_a_newer_edit_and_lists_it(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring()
    cranes().edit({"amount": Decimal(5000)}, by=cast.nils, at=moment())
    batch = bring()
    assert cranes().amount == Decimal("1200.50")
    assert stands(batch) == [("amount", "crm")]
    assert stands(bring()) == []


def test_an_empty_cell_leaves_what_a_person_entered(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring({"Amount": ""})
    cranes().edit({"amount": Decimal(5000)}, by=cast.nils, at=moment())
    assert counts(bring({"Amount": ""})) == (0, 0, 1, 0)
    assert cranes().amount == 5000


def test_an_empty_cell_takes_back_what_an_import_had_put_there(bring: Bring, cranes: Read) -> None:
    bring()
    bring({"Amount": ""})
    assert cranes().amount is None


def test_it_closes_when_the_crm_says_so_and_keeps_its_stage(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring()
    satisfy(cranes(), by=cast.nils)
    cranes().advance(by=cast.nils, at=moment())
    assert counts(bring(WON)) == (0, 1, 0, 0)
    one = cranes()
    assert (one.status, one.closed_per_crm, one.stage.code, one.closed_on) == (
        Status.WON,
        True,
        "define",
        date(2026, 11, 2),
    )
    assert one.last_move.kind == MoveKind.IMPORTED


def test_it_opens_again_when_the_crm_says_so(bring: Bring, cranes: Read) -> None:
    bring(WON)
    bring()
    one = cranes()
    assert (one.status, one.closed_per_crm, one.closed_on, one.crm_stage) == (Status.OPEN, False, None, "Proposal")


def test_a_person_s_own_closing_stands(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring()
    cranes().close(outcome=Status.LOST, reasons=["price"], by=cast.nils, at=moment())
    batch = bring(WON)
    assert (cranes().status, cranes().crm_stage) == (Status.LOST, "Won")
    assert stands(batch) == [("status", "portal")]


def test_a_person_s_reopening_stands(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring(WON)
    cranes().reopen(reason="They only paused.", by=cast.nils, at=moment())
    batch = bring(WON)
    assert cranes().is_open
    assert stands(batch) == [("status", "portal")]
    assert counts(batch) == (0, 0, 1, 0)


def test_an_opportunity_that_the_portal_moved_keeps_its_stage(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring()
    satisfy(cranes(), by=cast.nils)
    cranes().advance(by=cast.nils, at=moment())
    bring({"Stage": "Negotiation"})
    assert (cranes().stage.code, cranes().crm_stage) == ("define", "Negotiation")


def test_an_override_ends_when_the_crm_closes(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring()
    cranes().advance(by=cast.lena, at=moment(), override="The board decided.")
    bring(WON)
    assert [one.ended_how for one in cranes().overrides.all()] == ["closed"]


def test_who_has_left_does_not_take_back_what_was_handed_over(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring({"Owner": "Nils"})
    cranes().reassign(to=cast.olga, team=cast.bergen, by=cast.lena, at=moment())
    cast.nils.is_active = False
    cast.nils.save()
    batch = bring({"Owner": "Nils"})
    assert (cranes().owner, cranes().team) == (cast.olga, cast.bergen)
    assert stands(batch) == [("owner", "portal")]


def test_the_owner_s_move_to_another_team_moves_no_opportunity(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring()
    cast.nils.memberships.update(ends_on=NOON.date())
    join(cast.nils, cast.bergen, Role.MEMBER, since=NOON.date())
    bring({"Amount": "7"})
    assert cranes().team == cast.oslo


def test_an_owner_elsewhere_is_refused_with_the_reason(bring: Bring, cast: Cast) -> None:
    join(cast.rita, cast.south, Role.STEWARD)
    stella_of_north = make_person("Sven")
    join(stella_of_north, cast.north, Role.STEWARD)
    batch = bring({"Owner": "Rita"}, team=cast.north, by=stella_of_north)
    assert batch.chunks.get().refused == [
        {"row": 2, "reasons": ["Owner: “Rita” works outside the team that this import is for."]}
    ]


def test_what_went_to_another_branch_is_no_longer_touched(bring: Bring, cranes: Read, cast: Cast) -> None:
    sven = make_person("Sven")
    join(sven, cast.north, Role.STEWARD)
    bring(team=cast.north, by=sven)
    cranes().reassign(to=cast.rita, team=cast.rome, by=cast.vera, at=moment())
    batch = bring({"Amount": "1"}, team=cast.north, by=sven)
    assert batch.chunks.get().refused == [
        {"row": 2, "reasons": ["Deal ID: “D-1” belongs to a team outside this import now."]}
    ]
    assert cranes().amount == Decimal("1200.50")


@pytest.mark.parametrize("again", [{}, {"Amount": "1300"}])
def test_an_id_counts_once_per_file(bring: Bring, cranes: Read, again: dict[str, str]) -> None:
    batch = bring({}, again)
    assert counts(batch) == (1, 0, 0, 1)
    assert batch.chunks.get().refused == [{"row": 3, "reasons": ["Deal ID: “D-1” stands in an earlier row as well."]}]
    assert cranes().amount == Decimal("1200.50")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Amount": "-5"}, "Amount: “-5” is negative."),
        ({"Amount": "lots"}, "Amount: “lots” is not a number."),
        ({"Amount": "1000000000000"}, "Amount: “1000000000000” is too large."),
        ({"Close date": "2026-02-31"}, "Close date: “2026-02-31” is not a day of the calendar."),
        ({"Deal ID": ""}, "Deal ID: is empty."),
        ({"Deal name": "x" * 201}, f"Deal name: “{'x' * 59}…” is longer than 200 characters."),
        ({"Stage": "Won", "Close date": ""}, "Stage: “Won” needs the day on which it closed."),
        (
            {"Stage": "Won", "Close date": "2027-01-01"},
            "Close date: “2027-01-01” lies in the future, though it is closed.",
        ),
    ],
)
def test_a_refusal_names_column_and_value(bring: Bring, change: dict[str, str], reason: str) -> None:
    batch = bring(change)
    assert counts(batch) == (0, 0, 0, 1)
    assert batch.chunks.get().refused == [{"row": 2, "reasons": [reason]}]


def test_without_a_funnel_a_row_is_refused(bring: Bring, funnel: Funnel, cast: Cast) -> None:
    Funnel.objects.everything(reason="a test").update(state="retired")
    reasons = bring().chunks.get().refused[0]["reasons"]
    assert reasons == ["No funnel serves this team yet. A steward sets one up from the template."]


def test_accounts_are_found_in_any_spelling_and_added_once(bring: Bring, cast: Cast) -> None:
    known = make_account("Halden Shipping")
    bring(
        {"Account": "HALDEN  shipping"},
        {"Deal ID": "D-2", "Account": "Ørsted"},
        {"Deal ID": "D-3", "Account": "Ørsted"},
    )
    assert sorted(Account.objects.values_list("name", flat=True)) == ["Halden Shipping", "Ørsted"]
    assert known.opportunities.everything(reason="a test").count() == 1


def test_a_renamed_account_is_found_by_its_id(bring: Bring, cranes: Read) -> None:
    bring()
    Account.objects.update(name="Halden Group")
    assert counts(bring()) == (0, 0, 1, 0)


def test_a_product_line_is_asked_for_once_and_shares_the_whole_amount(bring: Bring, cranes: Read) -> None:
    bring({"Product": "Planner"}, {"Deal ID": "D-2", "Product": "Plan-ner"})
    assert [product.name for product in Product.objects.all()] == ["Planner"]
    assert [(line.product.name, line.share) for line in cranes().lines.all()] == [("Planner", 100)]


def test_a_person_s_split_stands_while_the_crm_names_one_of_its_lines(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring({"Product": "Planner"})
    planner, other = Product.objects.get(), Product.objects.create(name="Sensor")
    cranes().split({planner: Decimal(60), other: Decimal(40)}, by=cast.nils, at=moment())
    assert counts(bring({"Product": "Planner"})) == (0, 0, 1, 0)
    batch = bring({"Product": "Tracker"})
    assert [line.product.name for line in cranes().lines.all()] == ["Tracker"]
    assert stands(batch) == [("lines", "crm")]


def test_an_unknown_owner_becomes_a_person_who_does_not_sign_in(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring({"Owner": "Greta Holm"}, {"Deal ID": "D-2", "Owner": "Greta Holm"})
    greta = cranes().owner
    assert (greta.name, greta.can_sign_in, cranes().team) == ("Greta Holm", False, cast.acme)
    assert counts(bring({"Owner": "Greta Holm"})) == (0, 0, 1, 0)


def test_an_owner_may_be_named_by_address_or_explained(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring(
        {"Owner": "olga@acme.example"}, {"Deal ID": "D-2", "Owner": "N."}, values={"owner": {"N.": "nils@acme.example"}}
    )
    owned = Opportunity.objects.everything(reason="a test").values_list("external_id", "owner__name")
    assert sorted(owned) == [("D-1", "Olga"), ("D-2", "Nils")]
    bring({"Deal ID": "D-3", "Owner": "N."})
    assert Opportunity.objects.everything(reason="a test").get(external_id="D-3").owner == cast.nils


def test_evidence_outlives_an_import(bring: Bring, cranes: Read, cast: Cast) -> None:
    bring()
    record(cranes(), definitions_of(cranes())[0], by=cast.nils)
    met = cranes().required_met
    bring({"Amount": "9"})
    assert (cranes().required_met, cranes().commitments.count()) == (met, 1)


def test_it_takes_as_many_statements_for_many_rows_as_for_one(
    bring: Bring, django_assert_max_num_queries: Callable[..., object]
) -> None:
    few, many = [{"Deal ID": f"A-{n}"} for n in range(2)], [{"Deal ID": f"B-{n}"} for n in range(40)]
    bring(*few, *many)
    with django_assert_max_num_queries(200) as for_few:
        bring(*({**one, "Amount": "5", "Stage": "Won", "Close date": "2026-10-10"} for one in few))
    with django_assert_max_num_queries(200) as for_many:
        bring(*({**one, "Amount": "5", "Stage": "Won", "Close date": "2026-10-10"} for one in many))
    assert len(for_many) == len(for_few)
