"""Asking the customer for a commitment, and writing down what it promised."""

from datetime import date, timedelta

import pytest

from funnels.choices import CommitmentState
from funnels.models import Funnel, Opportunity
from portal.models import Event
from portal.refusals import Invalid
from tests.cast import NOON, TODAY, Cast
from tests.factories import make_account, make_contact, make_funnel
from tests.funnels.places import anew, definition

FRIDAY = TODAY + timedelta(days=2)


def test_without_a_date_it_is_asked(cast: Cast, opportunity: Opportunity) -> None:
    one = opportunity.ask(definition=definition(opportunity, "C02"), by=cast.nils, at=NOON)
    assert (one.state, one.asked_on, one.asked_by, one.given_by) == (CommitmentState.ASKED, TODAY, cast.nils, None)
    assert anew(opportunity).next_commitment == one
    assert anew(opportunity).next_due_on is None
    assert anew(opportunity).last_customer_act is None


def test_with_a_date_it_is_promised_and_counts_as_the_customers_act(cast: Cast, opportunity: Opportunity) -> None:
    one = opportunity.ask(definition=definition(opportunity, "C02"), promised_for=FRIDAY, by=cast.nils, at=NOON)
    assert one.state == CommitmentState.PROMISED
    assert (anew(opportunity).next_due_on, anew(opportunity).last_customer_act) == (FRIDAY, TODAY)


def test_the_one_due_first_is_the_next(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.ask(statement="Names a date", by=cast.nils, at=NOON)
    opportunity.ask(statement="Sends the figures", promised_for=FRIDAY + timedelta(days=9), by=cast.nils, at=NOON)
    first = opportunity.ask(definition=definition(opportunity, "C02"), promised_for=FRIDAY, by=cast.nils, at=NOON)
    assert anew(opportunity).next_commitment == first


def test_one_for_this_opportunity_only_has_words_of_its_own(cast: Cast, opportunity: Opportunity) -> None:
    one = opportunity.ask(statement="  Shows us the port  ", by=cast.nils, at=NOON)
    assert (one.definition, one.statement) == (None, "Shows us the port")


def test_it_leaves_a_row_in_the_history(cast: Cast, opportunity: Opportunity) -> None:
    one = opportunity.ask(statement="Shows us the port", promised_for=FRIDAY, by=cast.nils, at=NOON)
    event = Event.objects.about(opportunity).get(verb="commitment_promised")
    assert (event.by, event.team) == (cast.nils, cast.oslo)
    assert event.after == {"commitment": str(one.pk), "definition": None, "promised_for": FRIDAY.isoformat()}


def test_it_wants_a_definition_or_words_and_not_both(cast: Cast, opportunity: Opportunity) -> None:
    for values in ({}, {"statement": " "}, {"statement": "Calls", "definition": definition(opportunity, "C02")}):
        with pytest.raises(Invalid) as refusal:
            opportunity.ask(by=cast.nils, at=NOON, **values)
        assert list(refusal.value.errors) == ["statement"]


def test_it_refuses_what_another_funnel_asks_for(cast: Cast, opportunity: Opportunity) -> None:
    other: Funnel = make_funnel(cast.south, name="Another")
    foreign = other.stages.first().definitions.first()
    with pytest.raises(Invalid) as refusal:
        opportunity.ask(definition=foreign, by=cast.nils, at=NOON)
    assert list(refusal.value.errors) == ["definition"]


def test_it_refuses_somebody_of_another_customer_and_a_day_to_come(cast: Cast, opportunity: Opportunity) -> None:
    stranger = make_contact(make_account("Tern Robotics"))
    with pytest.raises(Invalid) as refusal:
        opportunity.ask(statement="Calls", given_by=stranger, asked_on=TODAY + timedelta(days=1), by=cast.nils, at=NOON)
    assert sorted(refusal.value.errors) == ["asked_on", "given_by"]
    assert not opportunity.commitments.exists()


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"asked_on": date(1900, 1, 1)}, "asked_on"),
        ({"asked_on": TODAY + timedelta(days=1)}, "asked_on"),
        ({"promised_for": date(1950, 1, 1)}, "promised_for"),
        ({"promised_for": TODAY - timedelta(days=1)}, "promised_for"),
        ({"promised_for": date(9999, 12, 31)}, "promised_for"),
    ],
)
def test_it_refuses_days_that_nobody_can_mean(
    cast: Cast, opportunity: Opportunity, days: dict[str, date], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        opportunity.ask(statement="Calls", by=cast.nils, at=NOON, **days)  # type: ignore[arg-type]
    assert list(refusal.value.errors) == [field]


def test_what_was_promised_lately_may_be_overdue_already(cast: Cast, opportunity: Opportunity) -> None:
    asked, due = TODAY - timedelta(days=9), TODAY - timedelta(days=2)
    one = opportunity.ask(statement="Calls", asked_on=asked, promised_for=due, by=cast.nils, at=NOON)
    assert anew(opportunity).next_due_on == one.promised_for == due


def test_another_day_is_not_years_ahead(cast: Cast, opportunity: Opportunity) -> None:
    one = opportunity.ask(statement="Calls", promised_for=FRIDAY, by=cast.nils, at=NOON)
    with pytest.raises(Invalid) as refusal:
        one.reschedule(promised_for=date(9999, 12, 31), by=cast.nils, at=NOON)
    assert refusal.value.errors == {"promised_for": ["Enter a day of the next 5 years."]}
