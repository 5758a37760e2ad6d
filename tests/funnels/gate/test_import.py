"""An imported stage is the CRM's claim: it moves nothing and proves nothing."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from funnels.choices import Status
from funnels.importing.mapping import answer, choose_columns, columns_given
from funnels.models import CustomerCommitment, Funnel, ImportBatch, Opportunity
from funnels.refusals import CommitmentsMissing
from portal.refusals import Invalid
from tests.cast import NOON, Cast
from tests.funnels.gate.test_pages import Enter
from tests.funnels.imports.steps import as_csv, bring_in, moment, staged, taken_back
from tests.funnels.places import anew, bring_to, stage_id, stage_of
from tests.portal.api.conftest import Api

HEADER = ["Opportunity ID", "Opportunity Name", "Account", "Stage", "Owner", "Amount", "Close Date"]
WORDS = {"stage": {"Negotiation": "open", "Closed Won": "won", "decide": "open", "Decides and contracts": "open"}}
ROWS = Opportunity.objects.everything(reason="test")
GUARDED = ["stage_id", "status", "last_move", "supported_stage", "required_met", "closed_per_crm", "funnel"]


def a_file(stage: str) -> bytes:
    return as_csv(HEADER, [["7", "Port planning", "Halden", stage, "Nils", "1000", "2026-11-01"]])


def brought(cast: Cast, stage: str) -> Opportunity:
    batch = bring_in(a_file(stage), team=cast.acme, by=cast.stella, values=WORDS)
    assert batch.refused == 0, list(batch.chunks.values_list("refused", flat=True))
    found: Opportunity = ROWS.get(external_id="7")
    return found


def gate_of(opportunity: Opportunity) -> tuple[Any, ...]:
    """Everything that the gate decides."""
    now = anew(opportunity)
    return stage_of(now), now.status, now.closed_per_crm, now.supported_stage_id, now.required_met, now.last_move_id


def test_a_late_stage_in_the_crm_begins_in_the_first(cast: Cast, funnel: object) -> None:
    found = brought(cast, "Negotiation")
    assert (stage_of(found), found.crm_stage, found.status) == ("acknowledge", "Negotiation", Status.OPEN)
    assert not CustomerCommitment.objects.everything(reason="test").exists()
    with pytest.raises(CommitmentsMissing):
        found.advance(by=cast.nils, at=NOON)


def test_a_win_in_the_crm_is_a_win_per_crm_without_a_stage_earned(cast: Cast, funnel: object) -> None:
    found = brought(cast, "Closed Won")
    assert (found.status, found.closed_per_crm, found.supported_stage.code) == (Status.WON, True, "acknowledge")
    with pytest.raises(CommitmentsMissing):
        found.advance(by=cast.nils, at=NOON)
    found.reopen(reason="It was not.", by=cast.nils, at=NOON)
    assert stage_of(found) == "acknowledge"


def test_a_win_that_comes_later_closes_it_where_its_evidence_stands(cast: Cast, funnel: object) -> None:
    bring_to(brought(cast, "Negotiation"), "define", by=cast.nils)
    found = brought(cast, "Closed Won")
    assert (found.status, found.closed_per_crm, stage_of(found)) == (Status.WON, True, "define")


@pytest.mark.parametrize("enforcement", ["enforced", "advisory"])
@pytest.mark.parametrize("word", ["Negotiation", "decide", "Decides and contracts"])
def test_no_word_of_the_crm_moves_a_known_one(cast: Cast, funnel: Funnel, word: str, enforcement: str) -> None:
    found = bring_to(brought(cast, "Negotiation"), "define", by=cast.nils)
    funnel.set_enforcement(enforcement, by=cast.stella, at=NOON)
    before, moves = gate_of(found), found.moves.count()
    again = brought(cast, word)
    assert (again.crm_stage, gate_of(again), again.moves.count()) == (word, before, moves)


def test_the_id_of_a_stage_is_a_word_like_any_other(cast: Cast, opportunity: Opportunity) -> None:
    word = str(stage_id(opportunity, "decide"))
    bring_in(a_file(word), team=cast.acme, by=cast.stella)
    found = ROWS.get(external_id="7")
    assert (stage_of(found), found.crm_stage) == ("acknowledge", word)


def test_what_evidence_won_is_not_opened_again_by_a_row(cast: Cast, funnel: object) -> None:
    found = bring_to(brought(cast, "Negotiation"), "adopt", by=cast.nils, at=moment())
    before = gate_of(found)
    assert before[:3] == ("adopt", Status.WON, False)
    assert gate_of(brought(cast, "Negotiation")) == before


def test_what_a_person_lost_is_not_won_by_a_row(cast: Cast, funnel: object) -> None:
    found = brought(cast, "Negotiation")
    found.close(outcome="lost", reasons=["price"], by=cast.nils, at=moment())
    before = gate_of(found)
    assert gate_of(brought(cast, "Closed Won")) == before


def test_the_undo_of_a_claim_earns_nothing(cast: Cast, funnel: object) -> None:
    found = bring_to(brought(cast, "Negotiation"), "define", by=cast.nils)
    batch = bring_in(a_file("Closed Won"), team=cast.acme, by=cast.stella, values=WORDS)
    taken_back(batch, by=cast.stella)
    assert gate_of(found)[:3] == ("define", Status.OPEN, False)
    with pytest.raises(CommitmentsMissing):
        anew(found).advance(by=cast.nils, at=NOON)


def test_the_undo_of_a_reopening_leaves_the_win_a_claim(cast: Cast, funnel: object) -> None:
    found = brought(cast, "Closed Won")
    batch = bring_in(a_file("Negotiation"), team=cast.acme, by=cast.stella, values=WORDS)
    assert anew(found).is_open
    taken_back(batch, by=cast.stella)
    assert gate_of(found)[:3] == ("acknowledge", Status.WON, True)


@pytest.mark.parametrize("field", GUARDED)
def test_no_column_is_mapped_onto_what_the_gate_decides(cast: Cast, funnel: object, field: str) -> None:
    batch = staged(a_file("Negotiation"), team=cast.acme, by=cast.stella)
    with pytest.raises(Invalid) as refusal:
        choose_columns(batch, columns_given(batch, {field: "Stage"}), by=cast.stella)
    assert field in refusal.value.errors


@pytest.mark.parametrize("meaning", ["decide", "advanced", "Closed Won"])
def test_no_word_means_a_stage(cast: Cast, opportunity: Opportunity, meaning: str) -> None:
    for meant in (meaning, str(stage_id(opportunity, "decide"))):
        batch = staged(a_file("Negotiation"), team=cast.acme, by=cast.stella)
        choose_columns(batch, columns_given(batch, {}), by=cast.stella)
        with pytest.raises(Invalid) as refusal:
            answer(batch, {"stage": {"Negotiation": meant}}, by=cast.stella)
        assert list(refusal.value.errors) == ["stage:Negotiation"]


def test_the_pages_of_an_import_take_no_more(cast: Cast, opportunity: Opportunity, enter: Enter) -> None:
    batch = staged(a_file("Negotiation"), team=cast.acme, by=cast.stella)
    stella, target = enter(cast.stella), str(stage_id(opportunity, "decide"))
    columns = {**columns_given(batch, {}), "version": batch.version, **dict.fromkeys(GUARDED, "Stage")}
    stella.post(reverse("funnels:import_columns", args=[batch.pk]), columns)
    batch.refresh_from_db()
    assert not set(GUARDED) & set(batch.columns)
    assert "stage" in batch.columns
    words = {"version": batch.version, "q0": target}
    assert stella.post(reverse("funnels:import_words", args=[batch.pk]), words).status_code == 422
    assert batch.values == {}


@pytest.mark.parametrize("field", GUARDED)
def test_the_api_s_mapping_takes_no_more(cast: Cast, funnel: object, field: str) -> None:
    from_api = Api(cast.stella)
    sent = {
        "source": "CRM",
        "file": SimpleUploadedFile("crm.csv", a_file("Negotiation")),
        "mapping": json.dumps({"columns": {field: "Stage"}}),
    }
    refused = from_api.client.post("/api/v1/imports/", sent, headers=from_api.headers)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, f"/{field}")
    assert not ImportBatch.objects.everything(reason="test").exists()


def test_the_command_takes_no_more(cast: Cast, funnel: object, tmp_path: Path) -> None:
    file, mapping = tmp_path / "crm.csv", tmp_path / "mapping.json"
    file.write_bytes(a_file("Decides and contracts"))
    call_command("import_opportunities", str(file), stdout=StringIO())
    found = ROWS.get(external_id="7")
    assert (stage_of(found), found.required_met, found.commitments.count()) == ("acknowledge", 0, 0)
    mapping.write_text(json.dumps({"columns": {"stage_id": "Stage"}}))
    with pytest.raises(CommandError, match="stage_id"):
        call_command("import_opportunities", str(file), mapping=mapping)
    assert stage_of(found) == "acknowledge"
