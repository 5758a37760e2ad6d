"""The opportunity's page: what must the customer do next, and everything known about it."""

from datetime import date, timedelta

import pytest

from funnels.meetings import plan_meeting
from funnels.models import CommitmentDefinition, CustomerMeeting
from funnels.models.funnel import outline_of
from tests.cast import NOON, TODAY
from tests.factories import definitions_of, make_contact, record, satisfy
from tests.funnels.pages.conftest import address

# With the funnel's outline and guide in memory, as after the first look; one is for the organisation, remembered when served.
QUERIES = 15


def test_the_gate_stands_open_on_what_is_missing(as_nils, opportunity, shown):
    words = shown(as_nils.get(address(opportunity)))
    assert "What the customer must commit to before Define" in words
    assert "0 of 1" in words
    assert "Record and move to Define" in words


def test_what_is_recorded_shows_who_when_and_the_quoted_evidence(as_nils, cast, opportunity, shown):
    record(opportunity, definitions_of(opportunity)[0], by=cast.nils)
    words = shown(as_nils.get(address(opportunity)))
    assert "Karin Aune" in words
    assert "<q>They wrote it.</q>" in words
    assert "Move to Define" in words


def test_aged_evidence_is_said_and_has_to_be_confirmed_anew(as_nils, enter, cast, opportunity, noon, shown):
    satisfy(opportunity, by=cast.nils)
    opportunity.advance(by=cast.nils, at=NOON)
    ageing = next(one for one in definitions_of(opportunity) if one.lasts_days)
    record(opportunity, ageing, by=cast.nils)
    noon.shift(timedelta(days=ageing.lasts_days + 1))
    assert "the evidence aged on" in shown(enter(cast.nils).get(address(opportunity)))


def test_a_promise_shows_who_until_when_and_how_late(as_nils, cast, opportunity, noon, shown):
    karin = make_contact(opportunity.account)
    definition = definitions_of(opportunity)[0]
    opportunity.ask(
        definition=definition, given_by=karin, promised_for=TODAY + timedelta(days=1), by=cast.nils, at=NOON
    )
    noon.shift(timedelta(days=5))
    words = shown(as_nils.get(address(opportunity)))
    assert "Expected from Karin Aune by Thu 19 Nov" in words
    assert "4 days overdue" in words


def test_the_path_tells_dates_and_days(as_nils, cast, opportunity, noon, shown):
    noon.shift(timedelta(days=3))
    satisfy(opportunity, by=cast.nils, at=NOON + timedelta(days=3))
    opportunity.advance(by=cast.nils, at=NOON + timedelta(days=3))
    words = shown(as_nils.get(address(opportunity)))
    assert "Wed 18 Nov · 3 days" in words
    assert "4 commitments away" in words


def test_the_crms_stage_stands_beside_what_the_evidence_supports(as_nils, opportunity, shown):
    type(opportunity).objects.everything(reason="test").filter(pk=opportunity.pk).update(crm_stage="Negotiation")
    assert "The CRM says <b>Negotiation</b>" in shown(as_nils.get(address(opportunity)))


def test_the_history_can_be_narrowed(as_nils, cast, opportunity, shown):
    record(opportunity, definitions_of(opportunity)[0], by=cast.nils)
    opportunity.edit({"expected_close": date(2027, 3, 1)}, by=cast.nils, at=NOON)
    opportunity.edit({"expected_close": date(2027, 4, 1)}, by=cast.nils, at=NOON, reason="Budget moved")
    words = shown(as_nils.get(address(opportunity)))
    assert "Expected close: 1 Mar 2027 → 1 Apr 2027" in words
    assert "moved later once" in words
    only_moves = shown(as_nils.get(address(opportunity, "history/?history=moves")))
    assert "Opened in Acknowledge" in only_moves
    assert "Budget moved" not in only_moves
    only_commitments = shown(as_nils.get(address(opportunity, "history/?history=commitments")))
    assert "Kept" in only_commitments
    assert "Opened in" not in only_commitments


def test_a_won_one_shows_what_comes_after_the_order(as_nils, cast, opportunity, shown):
    stages = outline_of(opportunity.funnel_id).stages
    opportunity.advance(to=stages[-1].id, override="Signed before us", by=cast.lena, at=NOON)
    words = shown(as_nils.get(address(opportunity)))
    assert "Won on 18 Nov 2026" in words
    assert "What the customer does after the order" in words


def test_collaborators_lines_and_influences_are_shown(as_nils, cast, opportunity, shown):
    opportunity.invite([cast.olga], by=cast.nils, at=NOON)
    opportunity.influences.create(contact=make_contact(opportunity.account, "Per Holm"), role="economic", rating=-2)
    words = shown(as_nils.get(address(opportunity)))
    assert "Olga" in words
    assert "Per Holm" in words
    assert "-2" in words


@pytest.mark.parametrize("verb", ["", "edit/", "record/", "ask/", "history/", "regress/", "close/", "park/", "lines/"])
def test_a_stranger_finds_no_more_than_behind_a_random_id(enter, cast, opportunity, verb):
    rita = enter(cast.rita)
    foreign = rita.get(address(opportunity, verb))
    random = rita.get(f"/opportunities/01a201bd-2332-77a6-a745-241dccfdb9d7/{verb}")
    assert foreign.status_code == random.status_code == 404
    assert b"turnaround" not in foreign.content


def test_a_steward_reads_and_finds_no_button(enter, cast, opportunity, shown):
    words = shown(enter(cast.stella).get(address(opportunity)))
    assert "Port turnaround planning" in words
    assert "Record and move" not in words
    assert "advance/" not in words


def test_the_number_of_queries_does_not_grow(as_nils, cast, opportunity, django_assert_num_queries):
    fill(opportunity, cast)
    as_nils.get(address(opportunity))
    with django_assert_num_queries(QUERIES):
        as_nils.get(address(opportunity))
    for _more in range(2):
        fill(opportunity, cast)
    with django_assert_num_queries(QUERIES):
        as_nils.get(address(opportunity))


def fill(opportunity, cast) -> None:
    """One more of everything that the page lists."""
    number = CustomerMeeting.objects.everything(reason="test").count()
    contact = make_contact(opportunity.account, f"Person {number}")
    opportunity.influences.create(contact=contact, role="user")
    plan_meeting(opportunity, held_on=TODAY, attendees=[contact], by=cast.nils, at=NOON)
    opportunity.ask(statement=f"Does thing {number}", given_by=contact, by=cast.nils, at=NOON)


def test_nothing_is_asked_of_the_customer_once_it_is_lost(as_nils, cast, opportunity, shown):
    asking = address(opportunity, "ask/?definition=")
    opportunity.close(
        outcome="postponed", reasons=["budget_year"], wake_on=TODAY + timedelta(days=9), by=cast.nils, at=NOON
    )
    assert asking in shown(as_nils.get(address(opportunity)))
    opportunity.reopen(reason="They called", by=cast.nils, at=NOON)
    opportunity.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    assert asking not in shown(as_nils.get(address(opportunity)))


def test_what_was_asked_for_stands_outside_the_fold_the_latest_first(as_nils, cast, opportunity, noon, shown):
    helpful = definitions_of(opportunity, required=False)
    late = next(one for one in helpful if not one.required)
    ahead = CommitmentDefinition.objects.everything(reason="test").get(stage__funnel=opportunity.funnel_id, code="C23")
    opportunity.ask(statement="Shows us the yard", by=cast.nils, at=NOON)
    opportunity.ask(definition=ahead, promised_for=TODAY + timedelta(days=2), by=cast.nils, at=NOON)
    opportunity.ask(definition=late, promised_for=TODAY + timedelta(days=1), by=cast.nils, at=NOON)
    noon.shift(timedelta(days=2))
    words = shown(as_nils.get(address(opportunity)))
    places = [words.index(f"<h3>{said}</h3>") for said in (late.statement, ahead.statement, "Shows us the yard")]
    assert places == sorted(places)
    assert "1 day overdue" in words
    assert places[-1] < words.index("more commitment")
    assert f'href="{address(opportunity, "record/")}?definition={ahead.pk}"' in words
    assert as_nils.get(address(opportunity, f"record/?definition={ahead.pk}")).status_code == 200


def test_the_fold_keeps_only_what_nobody_asked_for(as_nils, cast, opportunity, shown):
    helpful = [one for one in definitions_of(opportunity, required=False) if not one.required]
    before = shown(as_nils.get(address(opportunity)))
    assert before.index("more commitment") < before.index(f"<h3>{helpful[0].statement}</h3>")
    record(opportunity, helpful[0], by=cast.nils)
    after = shown(as_nils.get(address(opportunity)))
    assert f"<h3>{helpful[0].statement}</h3>" not in after[after.find("more commitment") :]
