"""What else becomes of a commitment: another day, a no, a broken promise, or it no longer matters."""

from datetime import timedelta

import pytest

from funnels.choices import CommitmentState
from funnels.models import CustomerCommitment, Opportunity
from funnels.refusals import WrongState
from portal.models import Event
from portal.refusals import Invalid
from tests.cast import NOON, TODAY, Cast
from tests.funnels.places import anew, definition, fulfil

FRIDAY = TODAY + timedelta(days=2)
MONDAY = TODAY + timedelta(days=5)


@pytest.fixture
def promised(cast: Cast, opportunity: Opportunity) -> CustomerCommitment:
    return opportunity.ask(definition=definition(opportunity, "C02"), promised_for=FRIDAY, by=cast.nils, at=NOON)


def test_another_day_is_kept_in_the_history(cast: Cast, opportunity: Opportunity, promised: CustomerCommitment) -> None:
    promised.reschedule(promised_for=MONDAY, reason="Karin is ill.", by=cast.nils, at=NOON)
    assert (promised.reschedules, anew(opportunity).next_due_on) == (1, MONDAY)
    event = Event.objects.about(opportunity).get(verb="commitment_rescheduled")
    assert (event.before, event.after["promised_for"]) == ({"promised_for": FRIDAY.isoformat()}, MONDAY.isoformat())
    assert event.reason == "Karin is ill."


def test_the_first_day_is_no_reschedule(cast: Cast, opportunity: Opportunity) -> None:
    one = opportunity.ask(statement="Calls", by=cast.nils, at=NOON)
    one.reschedule(promised_for=FRIDAY, by=cast.nils, at=NOON)
    assert (one.state, one.reschedules) == (CommitmentState.PROMISED, 0)


def test_a_day_gone_by_is_refused(cast: Cast, promised: CustomerCommitment) -> None:
    with pytest.raises(Invalid) as refusal:
        promised.reschedule(promised_for=TODAY - timedelta(days=1), by=cast.nils, at=NOON)
    assert list(refusal.value.errors) == ["promised_for"]


@pytest.mark.parametrize(
    ("verb", "state"), [("decline", "declined"), ("break_off", "broken"), ("withdraw", "withdrawn")]
)
def test_it_settles_as_what_it_became(
    cast: Cast, opportunity: Opportunity, promised: CustomerCommitment, verb: str, state: str
) -> None:
    getattr(promised, verb)(reason="They said so.", by=cast.nils, at=NOON)
    assert (promised.state, promised.settled_on) == (state, TODAY)
    assert anew(opportunity).next_commitment is None
    assert Event.objects.about(opportunity).get(verb=f"commitment_{state}").reason == "They said so."


@pytest.mark.parametrize("verb", ["decline", "break_off", "reschedule"])
def test_what_is_settled_stays_settled(cast: Cast, promised: CustomerCommitment, verb: str) -> None:
    promised.decline(by=cast.nils, at=NOON)
    values = {"promised_for": MONDAY} if verb == "reschedule" else {}
    with pytest.raises(WrongState, match="declined"):
        getattr(promised, verb)(by=cast.nils, at=NOON, **values)


def test_it_can_be_asked_for_again(cast: Cast, opportunity: Opportunity, promised: CustomerCommitment) -> None:
    promised.decline(by=cast.nils, at=NOON)
    fulfil(opportunity, "C02", by=cast.nils)
    assert anew(opportunity).required_met == 1


def test_evidence_withdrawn_reads_as_unknown_and_moves_nothing(cast: Cast, opportunity: Opportunity) -> None:
    fulfil(opportunity, "C02", by=cast.nils)
    opportunity.advance(by=cast.nils, at=NOON)
    one = opportunity.commitments.get()
    with pytest.raises(Invalid):
        one.withdraw(by=cast.nils, at=NOON)
    one.withdraw(reason="It was another opportunity's.", by=cast.nils, at=NOON)
    found = anew(opportunity)
    assert (found.stage.code, found.supported_stage.code) == ("define", "acknowledge")
