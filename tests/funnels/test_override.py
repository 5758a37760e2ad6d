"""A manager may move an opportunity ahead of its evidence, answers for it, and only for a while."""

from datetime import timedelta

import pytest

from funnels.models import Opportunity, Override
from funnels.models.overriding import OVERRIDE_DAYS
from funnels.refusals import CommitmentsMissing, ManagersOnly, WrongState
from portal.models import Event
from portal.refusals import Invalid, Stale
from tests.cast import NOON, TODAY, Cast
from tests.factories import satisfy
from tests.funnels.places import anew, fulfil, stage_id, stage_of

AFTER = NOON + timedelta(days=OVERRIDE_DAYS + 1)


@pytest.fixture
def overridden(cast: Cast, opportunity: Opportunity) -> Opportunity:
    opportunity.advance(override="Karin told me aloud.", by=cast.lena, at=NOON)
    return opportunity


def the_override(opportunity: Opportunity) -> Override:
    found: Override = opportunity.overrides.first()
    return found


def test_it_moves_at_once_and_says_who_answers_for_what(cast: Cast, overridden: Opportunity) -> None:
    override = the_override(overridden)
    assert stage_of(overridden) == "define"
    assert (override.by, str(override.remark), override.expires_on) == (
        cast.lena,
        "Karin told me aloud.",
        TODAY + timedelta(days=14),
    )
    assert [one["code"] for one in override.missing] == ["C02"]
    assert (overridden.last_move.override, overridden.last_move.supported) == (override, False)
    assert anew(overridden).supported_stage.code == "acknowledge"


@pytest.mark.parametrize("who", ["nils", "olga", "stella"])
def test_it_is_for_managers(cast: Cast, opportunity: Opportunity, who: str) -> None:
    with pytest.raises(ManagersOnly):
        opportunity.advance(override="I know them.", by=getattr(cast, who), at=NOON)
    assert stage_of(opportunity) == "acknowledge"


def test_a_manager_further_up_may_as_well(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.advance(override="I know them.", by=cast.vera, at=NOON)
    assert stage_of(opportunity) == "define"


@pytest.mark.parametrize("reason", ["", "  "])
def test_it_takes_a_reason(cast: Cast, opportunity: Opportunity, reason: str) -> None:
    with pytest.raises(CommitmentsMissing):
        opportunity.advance(override=reason, by=cast.lena, at=NOON)


def test_none_is_kept_where_nothing_is_missing(cast: Cast, opportunity: Opportunity) -> None:
    satisfy(opportunity, by=cast.nils)
    opportunity.advance(override="To be sure.", by=cast.lena, at=NOON)
    assert not opportunity.overrides.exists()


def test_while_it_runs_the_gap_stops_nothing(cast: Cast, overridden: Opportunity) -> None:
    satisfy(overridden, by=cast.nils)
    overridden.advance(by=cast.nils, at=NOON + timedelta(days=OVERRIDE_DAYS))
    assert stage_of(overridden) == "evaluate"


def test_once_expired_the_stage_stays_and_the_next_advance_wants_the_evidence(
    cast: Cast, overridden: Opportunity
) -> None:
    satisfy(overridden, by=cast.nils)
    with pytest.raises(CommitmentsMissing) as refusal:
        overridden.advance(by=cast.nils, at=AFTER)
    assert [one["code"] for one in refusal.value.extra["missing"]] == ["C02"]
    assert stage_of(overridden) == "define"
    fulfil(overridden, "C02", by=cast.nils, at=AFTER)
    overridden.advance(by=cast.nils, at=AFTER)
    assert stage_of(overridden) == "evaluate"


def test_it_ends_when_the_evidence_comes(cast: Cast, overridden: Opportunity) -> None:
    fulfil(overridden, "C02", by=cast.nils, at=NOON + timedelta(days=3))
    assert (the_override(overridden).ended_how, the_override(overridden).ended_at) == (
        "evidence",
        NOON + timedelta(days=3),
    )
    assert Event.objects.about(overridden).filter(verb="override_answered", by=cast.nils).count() == 1


def test_it_ends_when_the_opportunity_moves_back(cast: Cast, overridden: Opportunity) -> None:
    overridden.regress(to=stage_id(overridden, "acknowledge"), reason="They did not write.", by=cast.nils, at=NOON)
    assert the_override(overridden).ended_how == "moved"


def test_it_ends_when_the_opportunity_is_lost(cast: Cast, overridden: Opportunity) -> None:
    overridden.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    assert the_override(overridden).ended_how == "closed"


def test_winning_without_all_evidence_is_answered_for_too(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.close(outcome="won", reasons=["best_fit"], override="The order came by phone.", by=cast.lena, at=NOON)
    assert (anew(opportunity).status, len(the_override(opportunity).missing)) == ("won", 14)


def test_it_is_renewed_with_a_reason_of_its_own(cast: Cast, overridden: Opportunity) -> None:
    renewed = the_override(overridden).renew(reason="Karin is away until Monday.", by=cast.lena, at=AFTER)
    former = Override.objects.everything(reason="test").get(ended_how="renewed")
    assert (former.ended_at, str(former.remark)) == (AFTER, "Karin told me aloud.")
    assert (renewed.ended_at, renewed.expires_on, renewed.missing) == (
        None,
        AFTER.date() + timedelta(days=14),
        former.missing,
    )
    assert Event.objects.about(overridden).get(verb="override_renewed").reason == "Karin is away until Monday."
    satisfy(overridden, by=cast.nils, at=AFTER)
    overridden.advance(by=cast.nils, at=AFTER)
    assert stage_of(overridden) == "evaluate"


def test_renewing_is_for_managers_and_takes_a_reason(cast: Cast, overridden: Opportunity) -> None:
    with pytest.raises(ManagersOnly):
        the_override(overridden).renew(reason="I know them.", by=cast.nils, at=NOON)
    with pytest.raises(Invalid):
        the_override(overridden).renew(reason=" ", by=cast.lena, at=NOON)
    assert the_override(overridden).ended_at is None


def test_one_that_has_ended_is_not_renewed(cast: Cast, overridden: Opportunity) -> None:
    override = the_override(overridden)
    fulfil(overridden, "C02", by=cast.nils)
    with pytest.raises(WrongState, match="the evidence came"):
        override.renew(reason="To be sure.", by=cast.lena, at=NOON)


def test_two_managers_do_not_renew_the_same_one(cast: Cast, overridden: Opportunity) -> None:
    seen = the_override(overridden)
    the_override(overridden).renew(reason="Karin is away.", by=cast.vera, at=NOON)
    with pytest.raises(Stale):
        seen.renew(reason="Karin is away.", by=cast.lena, at=NOON, version=seen.version)


def test_moving_back_part_of_the_way_leaves_what_is_still_owed(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.advance(to=stage_id(opportunity, "evaluate"), override="Karin told me aloud.", by=cast.lena, at=NOON)
    opportunity.regress(to=stage_id(opportunity, "define"), reason="Too early.", by=cast.nils, at=NOON)
    assert the_override(opportunity).ended_at is None
    satisfy(opportunity, by=cast.nils, at=AFTER)
    with pytest.raises(CommitmentsMissing) as refusal:
        opportunity.advance(by=cast.nils, at=AFTER)
    assert [one["code"] for one in refusal.value.extra["missing"]] == ["C02"]


def test_reopening_a_win_that_was_overridden_ends_the_override(cast: Cast, opportunity: Opportunity) -> None:
    opportunity.close(outcome="won", reasons=["best_fit"], override="The order came by phone.", by=cast.lena, at=NOON)
    opportunity.reopen(reason="It did not.", by=cast.lena, at=NOON)
    assert (stage_of(opportunity), the_override(opportunity).ended_how) == ("acknowledge", "moved")
