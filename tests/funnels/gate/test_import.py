"""An imported stage is the CRM's claim: it moves nothing and proves nothing."""

from __future__ import annotations

import pytest

from funnels.choices import Status
from funnels.models import CustomerCommitment, Opportunity
from funnels.refusals import CommitmentsMissing
from tests.cast import NOON, Cast
from tests.funnels.imports.steps import as_csv, bring_in
from tests.funnels.places import anew, bring_to, stage_of

HEADER = ["Opportunity ID", "Opportunity Name", "Account", "Stage", "Owner", "Amount", "Close Date"]
WORDS = {"stage": {"Negotiation": "open", "Closed Won": "won"}}
ROWS = Opportunity.objects.everything(reason="test")


def brought(cast: Cast, stage: str) -> Opportunity:
    content = as_csv(HEADER, [["7", "Port planning", "Halden", stage, "Nils", "1000", "2026-11-01"]])
    batch = bring_in(content, team=cast.acme, by=cast.stella, values=WORDS)
    assert batch.refused == 0, list(batch.chunks.values_list("refused", flat=True))
    found: Opportunity = ROWS.get(external_id="7")
    return found


def test_a_late_stage_in_the_crm_begins_in_the_first(cast: Cast, funnel: object) -> None:
    found = brought(cast, "Negotiation")
    assert (stage_of(found), found.crm_stage, found.status) == ("acknowledge", "Negotiation", Status.OPEN)
    assert not CustomerCommitment.objects.everything(reason="test").exists()
    with pytest.raises(CommitmentsMissing):
        found.advance(by=cast.nils, at=NOON)


def test_a_win_in_the_crm_is_a_win_per_crm_without_a_stage_earned(cast: Cast, funnel: object) -> None:
    found = brought(cast, "Closed Won")
    assert (found.status, found.closed_per_crm, found.supported_stage.code) == (Status.WON, True, "acknowledge")
    found.reopen(reason="It was not.", by=cast.nils, at=NOON)
    assert stage_of(found) == "acknowledge"


def test_a_win_that_comes_later_closes_it_where_its_evidence_stands(cast: Cast, funnel: object) -> None:
    bring_to(brought(cast, "Negotiation"), "define", by=cast.nils)
    found = brought(cast, "Closed Won")
    assert (found.status, found.closed_per_crm, stage_of(found)) == (Status.WON, True, "define")


def test_a_later_stage_in_the_crm_leaves_the_portals_stage(cast: Cast, funnel: object) -> None:
    found = brought(cast, "Negotiation")
    again = brought(cast, "Negotiation")
    assert (again.pk, stage_of(anew(found)), again.moves.count()) == (found.pk, "acknowledge", 1)
