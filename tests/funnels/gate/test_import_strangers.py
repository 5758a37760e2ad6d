"""No crafted source, id, owner or answer of an import reaches what another team has."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from funnels.choices import Status
from funnels.importing.upserting import upsert
from funnels.models import Funnel, ImportSource, Opportunity
from portal.models import Person
from portal.roles import Role
from tests.cast import Cast, join, make_person
from tests.funnels.gate.test_import import HEADER, ROWS, WORDS, gate_of
from tests.funnels.imports.steps import as_csv, bring_in, counts, moment
from tests.funnels.places import anew, bring_to
from tests.portal.api.conftest import Api

UPSERT = "v1/opportunities/upsert/"
CLAIM = ["7", "Taken over", "Elsewhere", "Closed Won", "", "1", "2026-11-01"]


@pytest.fixture
def rosa(cast: Cast) -> Person:
    """Steward of Rome."""
    rosa = make_person("Rosa")
    join(rosa, cast.rome, Role.STEWARD)
    return rosa


@pytest.fixture
def oslos(cast: Cast, funnel: Funnel) -> Opportunity:
    """Nils has it in Oslo, from the CRM that Acme keeps."""
    row = ["7", "Port planning", "Halden", "Negotiation", "Nils", "1000", "2026-11-01"]
    bring_in(as_csv(HEADER, [row]), team=cast.acme, by=cast.stella, values=WORDS)
    return bring_to(ROWS.get(external_id="7"), "define", by=cast.nils)


def fields_of(opportunity: Opportunity) -> tuple[Any, ...]:
    now = anew(opportunity)
    return now.name, now.amount, now.owner_id, now.team_id, now.crm_stage, now.version, now.external_id, now.source_id


def seen(opportunity: Opportunity) -> tuple[Any, ...]:
    return (*gate_of(opportunity), *fields_of(opportunity))


def test_the_shared_source_with_another_team_s_id_is_refused(cast: Cast, rosa: Person, oslos: Opportunity) -> None:
    before = seen(oslos)
    batch = bring_in(as_csv(HEADER, [CLAIM]), team=cast.rome, by=rosa, values=WORDS)
    assert counts(batch) == (0, 0, 0, 1)
    assert seen(oslos) == before


def test_a_source_of_the_same_name_is_another_source(cast: Cast, rosa: Person, funnel: Funnel) -> None:
    mine = as_csv(HEADER, [["7", "Port planning", "Halden", "Negotiation", "Nils", "1000", "2026-11-01"]])
    bring_in(mine, team=cast.oslo, by=cast.stella, values=WORDS)
    oslos = ROWS.get(external_id="7")
    before = seen(oslos)
    batch = bring_in(as_csv(HEADER, [CLAIM]), team=cast.rome, by=rosa, values=WORDS)
    assert counts(batch) == (1, 0, 0, 0)
    assert seen(oslos) == before
    assert ROWS.exclude(pk=oslos.pk).get().team == cast.rome


@pytest.mark.parametrize("team", ["oslo", "acme", "rome"])
def test_an_upsert_reaches_no_further_than_its_steward(cast: Cast, rosa: Person, oslos: Opportunity, team: str) -> None:
    before = seen(oslos)
    row = {"external_id": "7", "name": "Taken over", "stage": "Closed Won", "closed_on": "2026-11-01"}
    body = {"source": "CRM", "team": str(getattr(cast, team).pk), "opportunities": [row]}
    answer = Api(rosa).post(UPSERT, body)
    told = answer.json()
    assert answer.status_code in (200, 400, 403, 404)
    assert answer.status_code != 200 or (told["refused"], told["results"][0]["id"]) == (1, None)
    assert (seen(oslos), ROWS.count()) == (before, 1)


def test_an_upsert_names_its_source_and_not_its_id(cast: Cast, rosa: Person, oslos: Opportunity) -> None:
    before = seen(oslos)
    for source in (str(oslos.source_id), f"  {oslos.source}\u200b"):
        body = {
            "source": source,
            "team": str(cast.rome.pk),
            "opportunities": [{"external_id": "7", "name": "Taken over"}],
        }
        assert Api(rosa).post(UPSERT, body).status_code == 200
    assert seen(oslos) == before
    assert {one.team for one in ROWS.exclude(pk=oslos.pk)} == {cast.rome}


def test_an_owner_elsewhere_carries_nothing_there(cast: Cast, rosa: Person, oslos: Opportunity) -> None:
    claim = ["8", "Planted", "Halden", "Negotiation", "Nils", "1", "2026-11-01"]
    batch = bring_in(as_csv(HEADER, [claim]), team=cast.rome, by=rosa, values=WORDS)
    assert (counts(batch), ROWS.count()) == ((0, 0, 0, 1), 1)


def test_what_one_team_answers_is_no_answer_for_the_teams_above(cast: Cast, rosa: Person, oslos: Opportunity) -> None:
    mean = {"stage": {"Negotiation": "won"}}
    mine = as_csv(HEADER, [["9", "Ours", "Halden", "Negotiation", "", "1", "2026-11-01"]])
    bring_in(mine, team=cast.rome, by=rosa, values=mean)
    assert ROWS.get(external_id="9").status == Status.WON
    [done] = upsert(
        [{"external_id": "7", "stage": "Negotiation", "amount": "5"}],
        source="CRM",
        team=cast.acme,
        by=cast.stella,
        at=moment(),
    )
    assert (done.what, anew(oslos).status) == ("changed", Status.OPEN)
    assert "won" not in str(ImportSource.objects.everything(reason="test").get().values)


def test_whoever_keeps_nothing_hands_nothing_in(cast: Cast, oslos: Opportunity) -> None:
    for person in (cast.nils, cast.lena, cast.rita, cast.adam):
        with pytest.raises(PermissionDenied):
            upsert([{"external_id": "7", "stage": "Closed Won"}], source="CRM", team=cast.oslo, by=person, at=moment())
    assert anew(oslos).is_open


@pytest.mark.parametrize(
    "field",
    ["stage_id", "status", "last_move", "supported_stage", "required_met", "closed_per_crm", "id", "commitments"],
)
def test_an_upsert_knows_no_field_of_the_gate(cast: Cast, oslos: Opportunity, field: str) -> None:
    before = seen(oslos)
    row = {"external_id": "7", field: str(oslos.stage_id)}
    answer = Api(cast.stella).post(UPSERT, {"source": "CRM", "opportunities": [row]})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, f"/opportunities/0/{field}")
    assert seen(oslos) == before


@pytest.mark.parametrize("word", ["Decides and contracts", "decide", "Negotiation"])
def test_an_upsert_moves_nothing(cast: Cast, oslos: Opportunity, word: str) -> None:
    before = gate_of(oslos)
    answer = Api(cast.stella).post(UPSERT, {"source": "CRM", "opportunities": [{"external_id": "7", "stage": word}]})
    assert (answer.json()["refused"], anew(oslos).crm_stage, gate_of(oslos)) == (0, word, before)


def test_an_upserted_win_is_a_claim(cast: Cast, oslos: Opportunity) -> None:
    row = {"external_id": "7", "stage": "Closed Won", "closed_on": "2026-11-01"}
    Api(cast.stella).post(UPSERT, {"source": "CRM", "opportunities": [row]})
    assert gate_of(oslos)[:3] == ("define", Status.WON, True)


@pytest.mark.parametrize("field", ["source", "external_id"])
def test_nobody_slips_their_own_under_another_s_id(cast: Cast, oslos: Opportunity, field: str) -> None:
    value = str(oslos.source_id) if field == "source" else "8"
    answer = Api(cast.nils).patch(f"v1/opportunities/{oslos.pk}/", {field: value}, If_Match=f'"{anew(oslos).version}"')
    assert (answer.status_code, anew(oslos).external_id) == (400, "7")
