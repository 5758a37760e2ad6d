"""What the passing of days changes, and what never changes by itself."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from funnels.models import Opportunity
from funnels.tasks import keep_up as scheduled
from funnels.upkeep import Upkeep, drifts, keep_up
from portal.models import Event
from tests.cast import NOON, TODAY, Cast
from tests.funnels.places import anew, bring_to, fulfil, stage_of

EXPIRED = NOON + timedelta(days=91)


@pytest.fixture
def ready(cast: Cast, opportunity: Opportunity) -> Opportunity:
    """In its second stage, with everything that leaving it takes."""
    bring_to(opportunity, "define", by=cast.nils)
    fulfil(opportunity, "C05", "C07", "C08", "C09", by=cast.nils)
    return opportunity


def test_evidence_that_ran_out_lowers_the_standing_and_moves_nothing(cast: Cast, ready: Opportunity) -> None:
    assert (anew(ready).required_met, anew(ready).ready_until) == (4, TODAY + timedelta(days=90))
    assert keep_up(at=EXPIRED) == Upkeep(restated=1, answered=0)
    found = anew(ready)
    assert (found.required_met, found.ready_until, found.supported_stage.code) == (2, None, "define")
    assert (stage_of(found), found.version) == ("define", ready.version)


def test_support_of_earlier_stages_runs_out_too(cast: Cast, ready: Opportunity) -> None:
    ready.advance(by=cast.nils, at=NOON)
    keep_up(at=EXPIRED)
    assert (stage_of(ready), anew(ready).supported_stage.code) == ("evaluate", "define")


def test_on_its_last_day_evidence_still_holds(cast: Cast, ready: Opportunity) -> None:
    assert keep_up(at=NOON + timedelta(days=90)) == Upkeep(restated=0, answered=0)


def test_doing_it_twice_changes_nothing_more(cast: Cast, ready: Opportunity) -> None:
    keep_up(at=EXPIRED)
    assert keep_up(at=EXPIRED) == Upkeep(restated=0, answered=0)


def test_an_override_whose_evidence_came_by_another_way_ends(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.advance(override="I know them.", by=cast.lena, at=NOON)
    fulfil(opportunity, "C02", by=cast.nils)
    override = opportunity.overrides.get()
    override.ended_at, override.ended_how = None, ""
    override.keep("ended_at", "ended_how")
    assert keep_up(at=NOON) == Upkeep(restated=0, answered=1)
    assert opportunity.overrides.get().ended_how == "evidence"
    assert Event.objects.about(opportunity).filter(verb="override_answered", by=None).count() == 1


def test_an_expired_override_waits_for_a_manager(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.advance(override="I know them.", by=cast.lena, at=NOON)
    keep_up(at=NOON + timedelta(days=30))
    assert (opportunity.overrides.get().ended_at, stage_of(opportunity)) == (None, "define")


def test_a_postponed_one_is_listed_on_its_day_and_never_opens_by_itself(cast: Cast, opportunity: Opportunity) -> None:
    day = TODAY + timedelta(days=10)
    opportunity.close(outcome="postponed", reasons=["budget_year"], wake_on=day, by=cast.nils, at=NOON)
    rows = Opportunity.objects.visible_to(cast.nils)
    assert not rows.waking(day - timedelta(days=1)).exists()
    keep_up(at=NOON + timedelta(days=10))
    assert rows.waking(day).get() == opportunity
    assert anew(opportunity).status == "postponed"


def test_the_check_finds_no_drift_after_verbs_and_upkeep(cast: Cast, ready: Opportunity) -> None:
    said = StringIO()
    call_command("check_standings", stdout=said)
    assert "agrees" in said.getvalue()
    keep_up(at=EXPIRED)
    assert list(drifts(at=EXPIRED)) == []


def test_the_check_names_what_drifted_and_fails(cast: Cast, ready: Opportunity) -> None:
    Opportunity.objects.everything(reason="test").update(required_met=1, ready_until=None)
    assert [(one.field, one.stored, one.reckoned) for one in drifts(at=NOON)] == [
        ("required_met", 1, 4),
        ("ready_until", None, TODAY + timedelta(days=90)),
    ]
    with pytest.raises(CommandError, match="2 stored figures"):
        call_command("check_standings", stdout=StringIO())


def test_what_drifted_is_reckoned_anew_on_request(cast: Cast, ready: Opportunity) -> None:
    Opportunity.objects.everything(reason="test").update(required_met=1, ready_until=None)
    said = StringIO()
    call_command("check_standings", mend=True, stdout=said)
    assert "Reckoned 1 opportunities anew." in said.getvalue()
    assert (anew(ready).required_met, list(drifts(at=NOON))) == (4, [])


def test_a_day_ahead_of_the_organisation_is_no_drift(cast: Cast, ready: Opportunity) -> None:
    ready.reckon_standing(TODAY + timedelta(days=91))
    ready.save()
    assert list(drifts(at=NOON + timedelta(days=90))) == []


def test_the_schedule_does_the_same(cast: Cast, ready: Opportunity) -> None:
    scheduled()
    assert list(drifts(at=NOON)) == []
