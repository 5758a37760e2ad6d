"""No page moves an opportunity past the gate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from funnels.models import Opportunity
from portal.models import Person
from tests.cast import Cast
from tests.factories import make_contact
from tests.funnels.places import anew, definition, stage_id, stage_of

Enter = Callable[[Person], Client]


def send(browser: Client, to_address: str, opportunity: Opportunity, **values: Any) -> Any:
    sent = {"version": anew(opportunity).version, **values}
    return browser.post(reverse(f"funnels:{to_address}", args=[opportunity.pk]), sent)


def test_advancing_lists_what_is_missing(cast: Cast, opportunity: Opportunity, enter: Enter) -> None:
    answer = send(enter(cast.nils), "advance", opportunity)
    assert (answer.status_code, stage_of(opportunity)) == (409, "acknowledge")
    assert "States the issue in its own words and confirms our written recap" in answer.content.decode()


def test_naming_a_later_stage_leads_no_further(cast: Cast, opportunity: Opportunity, enter: Enter) -> None:
    for code in ("evaluate", "adopt"):
        target = str(stage_id(opportunity, code))
        assert send(enter(cast.nils), "advance", opportunity, stages=target, to=target).status_code == 409
    assert stage_of(opportunity) == "acknowledge"


@pytest.mark.parametrize(
    "field", ["stage", "stage_id", "status", "last_move", "required_met", "supported_stage", "closed_on"]
)
def test_the_edit_page_takes_no_such_field(cast: Cast, opportunity: Opportunity, enter: Enter, field: str) -> None:
    values = {"name": "Renamed", "account": "Halden Shipping", "currency": "EUR", "kind": "new", "concept": ""}
    value = str(stage_id(opportunity, "decide")) if "stage" in field else "won"
    assert send(enter(cast.nils), "opportunity_edit", opportunity, **values, **{field: value}).status_code == 302
    found = anew(opportunity)
    assert (found.name, stage_of(found), found.status, found.required_met) == ("Renamed", "acknowledge", "open", 0)


def test_recording_something_else_and_moving_in_one_step_moves_nothing(
    cast: Cast, opportunity: Opportunity, enter: Enter
) -> None:
    assert opportunity.account
    helpful = definition(opportunity, "C01")
    deed = {
        "definition": str(helpful.pk), "contact": str(make_contact(opportunity.account).pk), "kind": "message",
        "note": "They accepted.", "fulfilled_on": "2026-11-18", "move": "yes",
    }  # fmt: skip
    send(enter(cast.nils), "record", opportunity, **deed)
    assert stage_of(opportunity) == "acknowledge"


def test_a_member_overrides_nothing(cast: Cast, opportunity: Opportunity, enter: Enter) -> None:
    target = str(stage_id(opportunity, "define"))
    assert send(enter(cast.nils), "override", opportunity, to=target, reason="I know them.").status_code == 403
    assert (
        send(enter(cast.nils), "advance", opportunity, override="I know them.", reason="I know them.").status_code
        == 409
    )
    assert stage_of(opportunity) == "acknowledge"


def test_winning_passes_the_same_gate(cast: Cast, opportunity: Opportunity, enter: Enter) -> None:
    answer = send(enter(cast.nils), "close", opportunity, outcome="won", reasons=["best_fit"], note="")
    assert (answer.status_code, anew(opportunity).status) == (409, "open")


def test_moving_several_at_once_does_not_exist(cast: Cast, opportunity: Opportunity, enter: Enter) -> None:
    ids = f"{opportunity.pk}:{opportunity.version}"
    for what in ("advance", "close", "stage"):
        answer = enter(cast.lena).post(
            reverse("funnels:bulk"), {"ids": ids, "what": what, "do": "1", "stage": "decide"}
        )
        assert answer.status_code == 422
    assert (stage_of(opportunity), anew(opportunity).version) == ("acknowledge", opportunity.version)
