"""Columns and words are guessed before anybody is asked."""

import pytest

from funnels.choices import Kind, Status
from funnels.importing.fields import fields_of
from funnels.importing.guessing import KINDS, OUTCOMES, guess_columns, guess_meaning, likeness
from funnels.models.importing import ImportKind

EXPORTS = {
    "Salesforce": (
        ["Opportunity ID", "Opportunity Name", "Account Name", "Opportunity Owner", "Stage", "Amount", "Close Date", "Type"],
        {"external_id": "Opportunity ID", "name": "Opportunity Name", "account": "Account Name",
         "owner": "Opportunity Owner", "stage": "Stage", "amount": "Amount", "expected_close": "Close Date", "kind": "Type"},
    ),
    "HubSpot": (
        ["Record ID", "Deal Name", "Deal Stage", "Close Date", "Deal owner", "Amount", "Create Date"],
        {"external_id": "Record ID", "name": "Deal Name", "stage": "Deal Stage", "expected_close": "Close Date",
         "owner": "Deal owner", "amount": "Amount", "opened_on": "Create Date"},
    ),
    "a plain one": (
        ["opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_date", "close_value"],
        {"external_id": "opportunity_id", "owner": "sales_agent", "product": "product", "account": "account",
         "stage": "deal_stage", "opened_on": "engage_date", "expected_close": "close_date", "amount": "close_value"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
def test_columns_of_known_systems_are_found(name: str) -> None:
    columns, expected = EXPORTS[name]
    assert guess_columns(fields_of(ImportKind.OPPORTUNITIES), columns, {}) == expected


def test_what_was_chosen_last_time_goes_first() -> None:
    columns = ["ID", "Legacy key", "Amount"]
    chosen = guess_columns(fields_of(ImportKind.OPPORTUNITIES), columns, {"external_id": "Legacy key", "name": "gone"})
    assert chosen == {"external_id": "Legacy key", "amount": "Amount"}


def test_no_column_is_taken_twice() -> None:
    chosen = guess_columns(fields_of(ImportKind.OPPORTUNITIES), ["Name", "Sector", "Industry"], {})
    assert len(set(chosen.values())) == len(chosen)


@pytest.mark.parametrize(
    ("word", "outcome"),
    [("Closed Won", Status.WON), ("closed-lost", Status.LOST), ("Gewonnen", Status.WON), ("Negotiation", Status.OPEN),
     ("Cancelled", Status.NO_DECISION), ("Disqualified", Status.WALKED_AWAY)],
)  # fmt: skip
def test_stage_words_are_understood(word: str, outcome: str) -> None:
    assert guess_meaning(word, OUTCOMES, Status.OPEN) == outcome


def test_kind_words_are_understood() -> None:
    assert guess_meaning("New Business", KINDS, Kind.NEW) == Kind.NEW
    assert guess_meaning("Renewal", KINDS, Kind.NEW) == Kind.RENEWAL


@pytest.mark.parametrize(
    ("word", "same"),
    [("GTXPro", True), ("gtx-pro", True), ("GTX Prro", False), ("MG Special", None), ("Rack 700", None)],
)
def test_other_spellings_are_told_from_misspellings_and_other_things(word: str, same: bool | None) -> None:
    found = likeness(word, ["GTX Pro", "GTX Plus Pro", "Rack 500"])
    assert (found and (found.name, found.same)) == (None if same is None else ("GTX Pro", same))
