"""A commitment before it is kept: asked for, another day, declined, broken, withdrawn."""

from datetime import date

import pytest

from funnels.choices import CommitmentState
from funnels.models import CustomerCommitment
from tests.cast import NOON, TODAY
from tests.factories import definitions_of, make_contact, record
from tests.funnels.pages.conftest import address

ASKED = {
    "definition": "",
    "statement": "",
    "given_by": "",
    "new_giver": "",
    "new_role": "",
    "promised_for": "",
    "asked_on": "",
}


def only(opportunity) -> CustomerCommitment:
    return CustomerCommitment.objects.everything(reason="test").get(opportunity=opportunity)


@pytest.fixture
def promised(cast, opportunity):
    return opportunity.ask(definition=definitions_of(opportunity)[0], promised_for=TODAY, by=cast.nils, at=NOON)


def test_asking_with_a_day_is_a_promise(as_nils, opportunity):
    karin = make_contact(opportunity.account)
    definition = definitions_of(opportunity)[0]
    typed = ASKED | {"definition": str(definition.pk), "given_by": str(karin.pk), "promised_for": "2026-11-27"}
    as_nils.post(address(opportunity, "ask/"), typed)
    one = only(opportunity)
    assert (one.state, one.promised_for, one.given_by) == (CommitmentState.PROMISED, date(2026, 11, 27), karin)


def test_asking_in_ones_own_words(as_nils, opportunity):
    as_nils.post(address(opportunity, "ask/"), ASKED | {"statement": "Sends the berth plan"})
    assert (only(opportunity).state, only(opportunity).statement) == (CommitmentState.ASKED, "Sends the berth plan")


def test_asking_for_nothing_is_refused(as_nils, opportunity, shown):
    response = as_nils.post(address(opportunity, "ask/"), ASKED)
    assert response.status_code == 422
    assert "say in words what the customer does" in shown(response)


def test_words_beside_a_chosen_commitment_are_not_dropped(as_nils, opportunity, shown):
    chosen = definitions_of(opportunity)[0]
    both = ASKED | {"definition": str(chosen.pk), "statement": "Sends the berth plan"}
    words = shown(as_nils.post(address(opportunity, "ask/"), both))
    assert "A commitment was chosen, which has its own words" in words
    assert 'value="Sends the berth plan"' in words
    assert not opportunity.commitments.filter(definition=chosen).exists()


def test_what_is_asked_for_already_is_not_offered_again(as_nils, opportunity, promised, shown):
    assert f'value="{promised.definition_id}"' not in shown(as_nils.get(address(opportunity, "ask/")))


def test_another_day_keeps_the_old_one(as_nils, opportunity, promised):
    typed = {"promised_for": "2026-12-01", "reason": "Karin is ill", "version": str(promised.version)}
    as_nils.post(f"/commitments/{promised.pk}/reschedule/", typed)
    one = only(opportunity)
    assert (one.promised_for, one.reschedules) == (date(2026, 12, 1), 1)


def test_a_day_in_the_past_is_refused(as_nils, promised):
    typed = {"promised_for": "2026-11-17", "reason": "", "version": str(promised.version)}
    assert as_nils.post(f"/commitments/{promised.pk}/reschedule/", typed).status_code == 422


@pytest.mark.parametrize(("verb", "state"), [("decline", "declined"), ("break", "broken"), ("withdraw", "withdrawn")])
def test_each_ending_is_recorded_with_its_reason(as_nils, opportunity, promised, shown, verb, state):
    as_nils.post(f"/commitments/{promised.pk}/{verb}/", {"reason": "They said so", "version": str(promised.version)})
    assert only(opportunity).state == state
    assert "They said so" in shown(as_nils.get(address(opportunity)))


def test_withdrawing_evidence_takes_a_reason(as_nils, cast, opportunity):
    recorded = record(opportunity, definitions_of(opportunity)[0], by=cast.nils)
    typed = {"reason": "", "version": str(recorded.version)}
    assert as_nils.post(f"/commitments/{recorded.pk}/withdraw/", typed).status_code == 422
    as_nils.post(f"/commitments/{recorded.pk}/withdraw/", typed | {"reason": "It was another customer"})
    assert only(opportunity).state == CommitmentState.WITHDRAWN


@pytest.mark.parametrize("verb", ["reschedule", "decline", "break", "withdraw"])
def test_strangers_find_none_and_readers_may_not(enter, cast, opportunity, promised, verb):
    address = f"/commitments/{promised.pk}/{verb}/"
    typed = {"reason": "x", "promised_for": "2026-12-01", "version": str(promised.version)}
    assert enter(cast.rita).post(address, typed).status_code == 404
    assert enter(cast.stella).post(address, typed).status_code == 403
    assert only(opportunity).state == CommitmentState.PROMISED
