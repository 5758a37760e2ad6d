"""Recording what the customer committed to, without JavaScript and in the dialog."""

import pytest

from funnels.choices import CommitmentState
from funnels.models import Contact, CustomerCommitment, Opportunity
from tests.cast import TODAY
from tests.factories import definitions_of, make_contact, make_opportunity
from tests.funnels.pages.conftest import address

HTMX = {"HX-Request": "true"}


def commitments(opportunity: Opportunity) -> list[CustomerCommitment]:
    return list(CustomerCommitment.objects.everything(reason="test").filter(opportunity=opportunity))


def test_the_form_stands_open_on_what_is_missing_with_today_and_the_likely_giver(as_nils, opportunity, shown):
    karin = make_contact(opportunity.account)
    opportunity.influences.create(contact=karin, role="user")
    words = shown(as_nils.get(address(opportunity, "record/")))
    assert "States the issue in its own words" in words
    assert f'<option value="{karin.pk}" selected>Karin Aune · User</option>' in words
    assert 'value="2026-11-18"' in words


def test_it_records_with_giver_day_and_quoted_evidence(as_nils, opportunity, first_owed, evidence):
    response = as_nils.post(first_owed, evidence)
    assert response.status_code == 302
    assert response["Location"] == address(opportunity)
    [recorded] = commitments(opportunity)
    assert recorded.state == CommitmentState.FULFILLED
    assert (recorded.given_by.name, recorded.fulfilled_on) == ("Karin Aune", TODAY)
    assert recorded.evidence_note.startswith("“We lose two days")


def test_the_last_missing_commitment_moves_the_opportunity_in_the_same_step(as_nils, opportunity, first_owed, evidence):
    response = as_nils.post(first_owed, evidence | {"move": "yes"}, follow=True)
    opportunity.refresh_from_db()
    assert opportunity.stage.code == "define"
    assert "Halden Shipping moved to Define." in response.content.decode()
    assert address(opportunity, "undo/") in response.content.decode()


def test_recording_alone_leaves_it_where_it_is(as_nils, opportunity, first_owed, evidence):
    as_nils.post(first_owed, evidence)
    opportunity.refresh_from_db()
    assert opportunity.stage.code == "acknowledge"


def test_recorded_stays_recorded_when_the_move_is_refused(as_nils, cast, opportunity, first_owed, evidence, noon):
    opportunity.edit({"segment": "Ports"}, by=cast.nils, at=opportunity.created_at)
    response = as_nils.post(first_owed, evidence | {"move": "yes"}, follow=True)
    assert "Recorded. It does not move yet" in response.content.decode()
    assert len(commitments(opportunity)) == 1
    opportunity.refresh_from_db()
    assert opportunity.stage.code == "acknowledge"


def test_somebody_new_is_added_by_name_and_role(as_nils, opportunity, first_owed, evidence):
    as_nils.post(first_owed, evidence | {"given_by": "", "new_giver": "Tom Reyes", "new_role": "economic"})
    [recorded] = commitments(opportunity)
    assert recorded.given_by.name == "Tom Reyes"
    assert recorded.given_by.account_id == opportunity.account_id
    assert [one.role for one in opportunity.influences.all()] == ["economic"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"given_by": ""}, "Choose who at the customer committed."),
        ({"note": ""}, "Say what the customer said or sent, or where to find it."),
        ({"fulfilled_on": "2026-11-19"}, "Enter a day that is not in the future."),
        ({"fulfilled_on": "0001-01-01"}, "Enter a day of the last 5 years."),
        ({"kind": "system"}, "Choose one of the list."),
        ({"new_giver": "Tom"}, "Choose somebody known or name somebody new, not both."),
    ],
)
def test_what_is_refused_is_said_at_its_field_and_nothing_is_kept(
    as_nils, opportunity, first_owed, evidence, shown, change, words
):
    response = as_nils.post(first_owed, evidence | change)
    assert response.status_code == 422
    assert words in shown(response)
    assert "<title>Error:" in shown(response)
    assert not commitments(opportunity)
    assert Contact.objects.count() == 1


def test_typed_words_are_still_there_after_an_error(as_nils, first_owed, evidence):
    response = as_nils.post(first_owed, evidence | {"given_by": ""})
    assert "We lose two days at every port call." in response.content.decode()


def test_a_commitment_in_the_customers_own_words(as_nils, opportunity, evidence):
    response = as_nils.post(
        address(opportunity, "record/?own=yes"), evidence | {"statement": "Sends last year's berth plan"}
    )
    assert response.status_code == 302
    [recorded] = commitments(opportunity)
    assert (recorded.statement, recorded.definition) == ("Sends last year's berth plan", None)


def test_one_that_only_this_opportunity_asked_for_is_kept_later(as_nils, cast, opportunity, evidence):
    asked = opportunity.ask(statement="Sends last year's berth plan", by=cast.nils, at=opportunity.created_at)
    as_nils.post(address(opportunity, f"record/?commitment={asked.pk}"), evidence)
    [recorded] = commitments(opportunity)
    assert (recorded.pk, recorded.state) == (asked.pk, CommitmentState.FULFILLED)


def test_the_same_address_is_a_dialog_for_htmx(as_nils, opportunity):
    response = as_nils.get(address(opportunity, "record/"), headers=HTMX)
    assert response.content.decode().lstrip().startswith("<dialog")
    assert "HX-Request" in response["Vary"]


def test_a_dialog_that_is_done_loads_the_page_beneath_it_anew(as_nils, opportunity, first_owed, evidence):
    current = f"http://testserver{address(opportunity)}"
    response = as_nils.post(first_owed, evidence, headers=HTMX | {"HX-Current-URL": current})
    assert response["HX-Refresh"] == "true"


def test_it_leads_back_to_where_the_person_came_from_but_never_outside(as_nils, first_owed, evidence):
    assert as_nils.post(first_owed, evidence | {"next": "/funnel/?owner=me"})["Location"] == "/funnel/?owner=me"
    away = as_nils.post(first_owed, evidence | {"next": "https://elsewhere.example/"})
    assert away["Location"].startswith("/opportunities/")


def test_a_commitment_of_another_funnel_or_stage_is_not_found(as_nils, cast, opportunity):
    response = as_nils.get(address(opportunity, "record/?definition=01a201bd-2332-77a6-a745-241dccfdb9d7"))
    assert response.status_code == 404


def test_a_colleague_who_may_read_is_told_who_records(enter, cast, opportunity, first_owed, evidence):
    response = enter(cast.stella).post(first_owed, evidence)
    assert response.status_code == 403
    assert "Only the owner, invited collaborators and managers" in response.content.decode()
    assert not commitments(opportunity)


def test_a_stranger_finds_nothing(enter, cast, opportunity, first_owed, evidence):
    assert enter(cast.rita).post(first_owed, evidence).status_code == 404
    assert not commitments(opportunity)


def test_an_invited_collaborator_records_and_cannot_move(enter, cast, opportunity, first_owed, evidence):
    opportunity.invite([cast.rita], by=cast.nils, at=opportunity.created_at)
    rita = enter(cast.rita)
    assert "Record and move" not in rita.get(first_owed).content.decode()
    assert rita.post(first_owed, evidence | {"move": "yes", "version": "2"}).status_code == 403
    opportunity.refresh_from_db()
    assert opportunity.stage.code == "acknowledge"


def test_choosing_an_opportunity_offers_the_own_ones_by_urgency(as_nils, cast, funnel, opportunity, shown):
    make_opportunity(cast.olga, cast.bergen, name="Not of nils")
    urgent = make_opportunity(cast.nils, cast.oslo, name="Urgent one", account=opportunity.account)
    urgent.ask(definition=definitions_of(urgent)[0], promised_for=TODAY, by=cast.nils, at=opportunity.created_at)
    words = shown(as_nils.get("/funnel/record/"))
    assert words.index("Urgent one") < words.index("Port turnaround planning")
    assert "Not of nils" not in words
