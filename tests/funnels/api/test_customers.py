"""Accounts, contacts, product lines, influences and meetings over the API."""

from __future__ import annotations

from typing import Any

import pytest

from funnels.models import Funnel, Opportunity
from portal.models import Event
from tests.cast import Cast
from tests.factories import make_account, make_contact
from tests.portal.api.conftest import Api

pytestmark = pytest.mark.django_db


def test_an_account_is_added_edited_archived_and_brought_back(nils: Api) -> None:
    added = nils.post("v1/accounts/", {"name": "Fjord Ferries", "employees": 120})
    assert added.status_code == 201, added.content
    here = added["Location"].removeprefix("/api/")
    edited = nils.patch(here, {"industry": "Shipping"}, If_Match=added["ETag"])
    assert (edited.json()["industry"], edited.json()["version"]) == ("Shipping", 2)
    away = nils.post(f"{here}archive/", None, If_Match=edited["ETag"])
    assert nils.get("v1/accounts/").json()["results"] == []
    assert len(nils.get("v1/accounts/?archived=true").json()["results"]) == 1
    back = nils.post(f"{here}restore/", None, If_Match=away["ETag"])
    assert back.json()["archived_at"] is None
    verbs = Event.objects.filter(subject_id=added.json()["id"]).values_list("verb", flat=True)
    assert sorted(verbs) == ["added", "archived", "edited", "restored"]


def test_an_administrator_without_a_team_sees_no_accounts(cast: Cast) -> None:
    make_account()
    adam = Api(cast.adam)
    assert adam.get("v1/accounts/").json()["results"] == []
    assert adam.post("v1/accounts/", {"name": "Fjord Ferries"}).status_code == 403


def test_a_contact_belongs_to_an_account(nils: Api) -> None:
    account = make_account()
    added = nils.post(
        "v1/contacts/", {"account": str(account.pk), "name": "Karin Aune", "title": "COO", "email": "k@halden.example"}
    )
    assert added.status_code == 201, added.content
    assert added.json()["account"] == {"id": str(account.pk), "name": account.name}
    [found] = nils.get(f"v1/contacts/?account={account.pk}").json()["results"]
    assert found == added.json()
    refused = nils.patch(added["Location"].removeprefix("/api/"), {"account": str(account.pk)}, If_Match=added["ETag"])
    assert refused.json()["errors"][0]["code"] == "read-only"


def test_only_stewards_keep_the_catalogue(nils: Api, cast: Cast) -> None:
    assert nils.post("v1/products/", {"name": "GTX Pro"}).status_code == 403
    stella = Api(cast.stella)
    added = stella.post("v1/products/", {"name": "GTX Pro", "list_price": "4821.00"})
    assert (added.status_code, added.json()["list_price"]) == (201, "4821.00")
    twice = stella.post("v1/products/", {"name": "gtx pro"})
    assert twice.status_code == 400


def test_an_influence_is_added_and_judged(nils: Api, opportunity: Opportunity) -> None:
    contact = make_contact(opportunity.account)  # type: ignore[arg-type]
    here = f"v1/opportunities/{opportunity.pk}/influences/"
    added = nils.post(here, {"contact": str(contact.pk), "role": "economic"})
    assert added.status_code == 201, added.content
    assert (added.json()["degree"], added.json()["rating"]) == ("", None)
    judged = nils.patch(
        added["Location"].removeprefix("/api/"), {"rating": -3, "mode": "trouble"}, If_Match=added["ETag"]
    )
    assert (judged.json()["rating"], judged.json()["mode"]) == (-3, "trouble")
    refused = nils.patch(added["Location"].removeprefix("/api/"), {"rating": 0}, If_Match=judged["ETag"])
    assert refused.status_code == 400
    again = nils.post(here, {"contact": str(contact.pk), "role": "economic"})
    assert again.status_code == 400


def test_somebody_of_another_customer_is_no_influence(nils: Api, opportunity: Opportunity) -> None:
    stranger = make_contact(make_account("Elsewhere"))
    refused = nils.post(f"v1/opportunities/{opportunity.pk}/influences/", {"contact": str(stranger.pk), "role": "user"})
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/contact"]


def test_a_meeting_is_planned_and_its_result_recorded(nils: Api, opportunity: Opportunity) -> None:
    contact = make_contact(opportunity.account)  # type: ignore[arg-type]
    planned = nils.post(
        f"v1/opportunities/{opportunity.pk}/meetings/",
        {
            "held_on": "2026-12-01",
            "attendees": [str(contact.pk)],
            "best_commitment": "opens the books",
            "least_commitment": "a date",
        },
    )
    assert planned.status_code == 201, planned.content
    assert [one["name"] for one in planned.json()["attendees"]] == ["Karin Aune"]
    held = nils.patch(
        planned["Location"].removeprefix("/api/"), {"result": "least", "got": "Thursday"}, If_Match=planned["ETag"]
    )
    assert (held.json()["result"], held.json()["attendees"]) == ("least", planned.json()["attendees"])


@pytest.mark.parametrize("part", ["commitments", "influences", "meetings"])
def test_what_belongs_to_a_hidden_opportunity_is_hidden(rita: Api, opportunity: Opportunity, part: str) -> None:
    random = "01999999-0000-7000-8000-000000000000"
    for method in ("GET", "POST"):
        hidden = rita(method, f"v1/opportunities/{opportunity.pk}/{part}/", {} if method == "POST" else None)
        missing = rita(method, f"v1/opportunities/{random}/{part}/", {} if method == "POST" else None)
        assert hidden.status_code == missing.status_code
        assert hidden.content == missing.content
    assert rita.get(f"v1/opportunities/{opportunity.pk}/{part}/").status_code == 404


def test_a_colleague_who_only_reads_cannot_record(cast: Cast, opportunity: Opportunity) -> None:
    stella = Api(cast.stella)
    here = f"v1/opportunities/{opportunity.pk}/"
    assert stella.get(f"{here}commitments/").status_code == 200
    assert stella.post(f"{here}commitments/", {"statement": "calls back"}).status_code == 403
    assert stella.post(f"{here}meetings/", {"held_on": "2026-12-01"}).status_code == 403


def test_a_commitment_of_ones_own_words_lives_at_its_own_address(
    nils: Api, opportunity: Opportunity, funnel: Funnel
) -> None:
    asked = nils.post(
        f"v1/opportunities/{opportunity.pk}/commitments/",
        {"statement": "names a sponsor", "promised_for": "2026-12-01"},
    )
    assert (asked.status_code, asked.json()["state"]) == (201, "promised")
    found = nils.get(asked["Location"].removeprefix("/api/"))
    assert found.json() == asked.json()
    moved = nils.post(
        f"v1/commitments/{asked.json()['id']}/reschedule/", {"promised_for": "2026-12-08"}, If_Match=asked["ETag"]
    )
    assert moved.json()["reschedules"] == 1
    broken = nils.post(f"v1/commitments/{asked.json()['id']}/break/", {"reason": "No word"}, If_Match=moved["ETag"])
    assert broken.json()["state"] == "broken"
    late: Any = nils.post(f"v1/commitments/{asked.json()['id']}/decline/", {}, If_Match=broken["ETag"])
    assert late.status_code == 409


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"fulfilled_on": "2026-11-19"}, "/fulfilled_on"),
        ({"given_by": None}, "/given_by"),
        ({"evidence": {"reference": "mail"}}, "/evidence/kind"),
        ({"evidence": {"kind": "message"}}, "/evidence/note"),
        ({"evidence": None}, "/evidence"),
    ],
)
def test_fulfilling_needs_a_giver_evidence_and_a_day_that_has_come(
    nils: Api, opportunity: Opportunity, change: dict[str, Any], pointer: str
) -> None:
    contact = make_contact(opportunity.account)  # type: ignore[arg-type]
    asked = nils.post(f"v1/opportunities/{opportunity.pk}/commitments/", {"statement": "names a sponsor"})
    deed = {
        "given_by": str(contact.pk),
        "evidence": {"kind": "message", "reference": "mail"},
        "fulfilled_on": "2026-11-18",
    }
    refused = nils.post(f"v1/commitments/{asked.json()['id']}/fulfil/", deed | change, If_Match=asked["ETag"])
    assert refused.status_code == 400
    assert pointer in [one["pointer"] for one in refused.json()["errors"]]
