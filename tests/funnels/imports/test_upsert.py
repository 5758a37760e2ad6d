"""Opportunities handed in directly, as another program does."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from funnels.importing.upserting import AT_MOST, Outcome, upsert
from funnels.models import ImportBatch, Opportunity
from portal.models import Person, Team
from portal.refusals import Invalid
from tests.cast import Cast
from tests.funnels.imports.conftest import ALL
from tests.funnels.imports.steps import as_csv, bring_in, moment

ROW: dict[str, str | None] = {
    "external_id": "D-1", "name": "New cranes", "account": "Halden Shipping", "owner": "Nils", "stage": "Proposal",
    "amount": "1200.50", "expected_close": "2026-12-01",
}  # fmt: skip

pytestmark = pytest.mark.usefixtures("funnel")


def put(cast: Cast, *rows: dict[str, str | None], team: Team | None = None, by: Person | None = None) -> list[Outcome]:
    return upsert(rows, source="CRM", team=team or cast.acme, by=by or cast.stella, at=moment())


def cranes() -> Opportunity:
    found: Opportunity = Opportunity.objects.everything(reason=ALL).get(external_id="D-1")
    return found


def test_it_creates_then_changes_then_leaves_alone(cast: Cast) -> None:
    created = put(cast, ROW)[0]
    assert (created.what, created.id, created.version) == ("created", cranes().pk, 1)
    changed = put(cast, {"external_id": "D-1", "amount": "5"})[0]
    assert (changed.what, changed.version, cranes().amount) == ("changed", 2, 5)
    assert put(cast, {"external_id": "D-1", "amount": "5"})[0].what == "unchanged"
    assert cranes().name == "New cranes"


def test_rows_may_name_different_fields(cast: Cast) -> None:
    put(cast, ROW, {"external_id": "D-2"}, {"external_id": "D-3", "amount": None})
    assert [one.what for one in put(cast, {"external_id": "D-1", "amount": None}, {"external_id": "D-2", "name": "B"})] == [
        "changed", "changed",
    ]  # fmt: skip
    assert (cranes().amount, cranes().owner) == (None, cast.nils)


def test_a_refused_row_tells_why_and_lets_the_others_in(cast: Cast) -> None:
    refused, taken = put(cast, ROW | {"amount": "-1"}, {"external_id": "D-2"})
    assert (refused.what, refused.id, list(refused.reasons)) == ("refused", None, ["amount: “-1” is negative."])
    assert taken.what == "created"


def test_an_unknown_word_is_refused_with_its_row(cast: Cast) -> None:
    assert put(cast, ROW | {"owner": "Somebody"})[0].reasons == ["owner: “Somebody” names nothing that is known here."]


def test_what_was_explained_for_a_file_holds_here(cast: Cast) -> None:
    bring_in(
        as_csv(["Deal ID", "Owner"], [["D-9", "N."]]), team=cast.acme, by=cast.stella,
        values={"owner": {"N.": "nils@acme.example"}},
    )  # fmt: skip
    put(cast, ROW | {"owner": "N."})
    assert cranes().owner == cast.nils


def test_the_same_id_twice_in_one_call_counts_once(cast: Cast) -> None:
    assert [one.what for one in put(cast, ROW, ROW)] == ["created", "refused"]


def test_it_leaves_no_batch_behind(cast: Cast) -> None:
    put(cast, ROW)
    assert not ImportBatch.objects.everything(reason=ALL).exists()


def test_a_team_above_shares_its_source(cast: Cast) -> None:
    put(cast, ROW)
    assert put(cast, ROW, team=cast.north)[0].what == "unchanged"


def test_only_stewards_hand_in(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        put(cast, ROW, by=cast.lena)


@pytest.mark.parametrize("count", [0, AT_MOST + 1])
def test_a_thousand_at_most(cast: Cast, count: int) -> None:
    with pytest.raises(Invalid):
        put(cast, *({"external_id": str(number)} for number in range(count)))
