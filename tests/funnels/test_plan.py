"""Changes that leave the stage alone: fields, close date, owner, waiting, product lines, people, archive."""

from datetime import timedelta
from decimal import Decimal

import pytest

from funnels.models import Opportunity, Product
from funnels.refusals import WrongState
from portal.models import Event
from portal.refusals import Invalid, Stale
from tests.cast import NOON, TODAY, Cast
from tests.funnels.places import anew


def test_an_edit_keeps_what_was_and_what_is(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.edit({"amount": Decimal("400000"), "segment": "Ports"}, reason="New scope.", by=cast.nils, at=NOON)
    event = Event.objects.about(opportunity).get(verb="edited")
    assert (event.before, event.after) == (
        {"amount": "384000.00", "segment": ""},
        {"amount": "400000", "segment": "Ports"},
    )
    assert (anew(opportunity).version, event.reason) == (2, "New scope.")


def test_an_edit_that_changes_nothing_leaves_nothing(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.edit({"name": opportunity.name}, by=cast.nils, at=NOON)
    assert (anew(opportunity).version, Event.objects.about(opportunity).count()) == (1, 0)


@pytest.mark.parametrize("field", ["stage", "status", "owner", "team", "funnel", "parked_until", "push_count"])
def test_what_has_a_verb_of_its_own_is_not_edited(cast: Cast, opportunity: Opportunity, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        opportunity.edit({field: None}, by=cast.nils, at=NOON)
    assert list(refusal.value.errors) == [field]


def test_a_later_close_date_is_a_push_and_an_earlier_one_is_none(cast: Cast, opportunity: Opportunity) -> None:
    for days, pushes in ((30, 0), (60, 1), (20, 1), (25, 2)):
        opportunity.edit({"expected_close": TODAY + timedelta(days=days)}, by=cast.nils, at=NOON)
        assert anew(opportunity).push_count == pushes


def test_reassigning_may_take_it_to_another_team(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.reassign(to=cast.olga, team=cast.bergen, reason="Nils is away.", by=cast.lena, at=NOON)
    found = anew(opportunity)
    assert (found.owner, found.team) == (cast.olga, cast.bergen)
    assert found.moves.get().team == cast.oslo


def test_nobody_owns_who_no_longer_works_here(cast: Cast, opportunity: Opportunity) -> None:
    cast.olga.is_active = False
    cast.olga.save()
    with pytest.raises(Invalid) as refusal:
        opportunity.reassign(to=cast.olga, by=cast.lena, at=NOON)
    assert list(refusal.value.errors) == ["owner"]


def test_waiting_takes_a_day_to_come_and_a_reason(cast: Cast, opportunity: Opportunity) -> None:
    for values in ({"until": TODAY, "reason": "Karin said."}, {"until": TODAY + timedelta(days=9), "reason": ""}):
        with pytest.raises(Invalid):
            opportunity.park(by=cast.nils, at=NOON, **values)
    opportunity.park(until=TODAY + timedelta(days=9), reason="Karin said.", by=cast.nils, at=NOON)
    assert anew(opportunity).is_parked(TODAY)
    opportunity.unpark(by=cast.nils, at=NOON)
    assert not anew(opportunity).is_parked(TODAY)


def test_only_an_open_one_waits(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    with pytest.raises(WrongState):
        opportunity.park(until=TODAY + timedelta(days=9), reason="Karin said.", by=cast.nils, at=NOON)


def test_archiving_puts_it_away_and_restoring_brings_it_back(cast: Cast, opportunity: Opportunity) -> None:
    everybody = Opportunity.objects.everything(reason="test")
    opportunity.archive(by=cast.nils, at=NOON)
    opportunity.archive(by=cast.nils, at=NOON)
    assert (everybody.current().count(), everybody.open().count(), Event.objects.about(opportunity).count()) == (
        0,
        0,
        1,
    )
    opportunity.restore(by=cast.nils, at=NOON)
    assert everybody.open().get() == opportunity


def test_product_lines_share_the_whole_amount(cast: Cast, opportunity: Opportunity) -> None:
    planner, radar = Product.objects.create(name="Planner"), Product.objects.create(name="Radar")
    with pytest.raises(Invalid):
        opportunity.split({planner: Decimal(60), radar: Decimal(30)}, by=cast.nils, at=NOON)
    opportunity.split({planner: Decimal(60), radar: Decimal(40)}, by=cast.nils, at=NOON)
    opportunity.split({radar: Decimal(100)}, by=cast.nils, at=NOON)
    assert [(line.product, line.share) for line in opportunity.lines.all()] == [(radar, Decimal(100))]


def test_an_invited_colleague_reads_it_and_others_do_not(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.invite([cast.rita], by=cast.nils, at=NOON)
    assert Opportunity.objects.visible_to(cast.rita).get() == opportunity
    assert not Opportunity.objects.visible_to(cast.sam).exists()
    opportunity.invite([], by=cast.nils, at=NOON)
    assert not Opportunity.objects.visible_to(cast.rita).exists()


@pytest.mark.parametrize("verb", ["edit", "reassign", "park", "archive", "split", "invite"])
def test_somebody_elses_change_in_between_refuses_it(cast: Cast, opportunity: Opportunity, verb: str) -> None:
    anew(opportunity).edit({"segment": "Ports"}, by=cast.lena, at=NOON)
    values: dict[str, object] = {
        "edit": {"values": {"segment": "Rail"}},
        "reassign": {"to": cast.olga},
        "park": {"until": TODAY + timedelta(days=9), "reason": "Karin said."},
        "archive": {},
        "split": {"shares": {}},
        "invite": {"people": [cast.rita]},
    }[verb]  # type: ignore[assignment]
    with pytest.raises(Stale):
        getattr(opportunity, verb)(by=cast.nils, at=NOON, version=1, **values)  # type: ignore[arg-type]
