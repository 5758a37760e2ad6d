"""An open opportunity goes on in the next version of its funnel and takes its commitments with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from funnels import definitions
from funnels.choices import MoveKind
from funnels.migrating import asked_for, passages, start, work_off, work_piece
from funnels.models import Funnel, FunnelMigration, Opportunity
from funnels.models.funnel import outline_of
from funnels.refusals import CommitmentsMissing, WrongState
from portal.models import Event
from portal.refusals import Invalid
from tests.cast import NOON, Cast
from tests.factories import make_account, make_opportunity, satisfy
from tests.funnels.places import anew, bring_to, fulfil, stage_of

LATER = NOON + timedelta(days=3)
Change = Callable[[Funnel], None]


@pytest.fixture
def revised(cast: Cast, funnel: Funnel) -> Callable[[Change], Funnel]:
    """`revised(change)` is the next version in use, with that change."""

    def revise(change: Change) -> Funnel:
        draft = funnel.revise(by=cast.stella, at=NOON)
        change(draft)
        draft.activate(by=cast.stella, at=NOON)
        return draft

    return revise


def without(code: str) -> Change:
    return lambda draft: definitions.remove_stage(draft.stages.get(code=code), by=None, at=NOON)


def nothing(draft: Funnel) -> None:
    pass


def edited(code: str, **values: object) -> Change:
    def change(draft: Funnel) -> None:
        one = next(one for stage in draft.stages.all() for one in stage.definitions.all() if one.code == code)
        definitions.edit_commitment(one, values, by=None, at=NOON)

    return change


def test_it_stays_on_its_version_until_somebody_moves_it(
    cast: Cast, opportunity: Opportunity, revised: Callable[[Change], Funnel]
) -> None:
    new = revised(edited("C02", statement="Confirms our recap"))
    assert (anew(opportunity).funnel_id, new.state) == (opportunity.funnel_id, "active")
    with pytest.raises(CommitmentsMissing):
        opportunity.advance(by=cast.nils, at=NOON)


def test_it_stands_in_the_stage_of_the_same_code_and_keeps_its_age(
    cast: Cast, opportunity: Opportunity, revised: Callable[[Change], Funnel]
) -> None:
    bring_to(opportunity, "define", by=cast.nils)
    new = revised(nothing)
    event = opportunity.migrate(to=new, by=cast.stella, at=LATER).event
    found = anew(opportunity)
    assert (found.funnel, found.stage.funnel, stage_of(found), found.stage_entered_at) == (new, new, "define", NOON)
    assert (event.kind, event.by, event.from_stage.code) == (MoveKind.MIGRATED, cast.stella, "define")


def test_evidence_goes_along_and_counts_by_the_new_definitions(
    cast: Cast, opportunity: Opportunity, revised: Callable[[Change], Funnel]
) -> None:
    fulfil(opportunity, "C02", by=cast.nils)
    new = revised(edited("C02", lasts_days=10))
    opportunity.migrate(to=new, by=cast.stella, at=NOON)
    one = opportunity.commitments.get()
    assert (one.definition.stage.funnel, one.expires_on) == (new, NOON.date() + timedelta(days=10))
    assert anew(opportunity).required_met == 1
    opportunity.advance(by=cast.nils, at=NOON)


def test_what_is_no_longer_asked_for_stays_and_counts_no_more(
    cast: Cast, opportunity: Opportunity, revised: Callable[[Change], Funnel]
) -> None:
    bring_to(opportunity, "define", by=cast.nils)
    fulfil(opportunity, "C05", by=cast.nils)
    old = opportunity.commitments.get(definition__code="C05").definition

    def change(draft: Funnel) -> None:
        gone = draft.stages.get(code="define").definitions.get(code="C05")
        definitions.remove_commitment(gone, by=None, at=NOON)

    opportunity.migrate(to=revised(change), by=cast.stella, at=NOON)
    assert (opportunity.commitments.get(definition=old).state, anew(opportunity).required_met) == ("fulfilled", 0)


def test_a_running_override_goes_on_for_what_is_still_owed(
    cast: Cast, opportunity: Opportunity, revised: Callable[[Change], Funnel]
) -> None:
    opportunity.advance(override="I know them.", by=cast.lena, at=NOON)
    new = revised(nothing)
    opportunity.migrate(to=new, by=cast.stella, at=NOON)
    override = opportunity.overrides.get()
    assert override.owed <= {one.id for stage in outline_of(new.pk).stages for one in stage.definitions}
    at = NOON + timedelta(days=15)
    satisfy(opportunity, by=cast.nils, at=at)
    with pytest.raises(CommitmentsMissing) as refusal:
        opportunity.advance(by=cast.nils, at=at)
    assert [one["code"] for one in refusal.value.extra["missing"]] == ["C02"]


def test_a_stage_that_is_gone_needs_a_word_and_leads_nowhere_far_ahead(
    cast: Cast, opportunity: Opportunity, revised: Callable[[Change], Funnel]
) -> None:
    bring_to(opportunity, "define", by=cast.nils)
    new = revised(without("define"))
    way = passages(new)[0]
    assert [stage.code for stage in way.landings] == ["acknowledge", "evaluate"]
    assert way.to.code == "acknowledge"
    decide = outline_of(new.pk).deciding
    for wrong in (None, decide.id):
        with pytest.raises(Invalid):
            opportunity.migrate(to=new, stage=wrong, by=cast.stella, at=LATER)
    opportunity.migrate(to=new, stage=way.landings[1].id, by=cast.stella, at=LATER)
    assert (stage_of(opportunity), anew(opportunity).stage_entered_at) == ("evaluate", LATER)


def test_moving_to_another_version_is_not_undone_by_a_click(
    cast: Cast, opportunity: Opportunity, revised: Callable[[Change], Funnel]
) -> None:
    opportunity.migrate(to=revised(nothing), by=cast.stella, at=NOON)
    with pytest.raises(WrongState):
        opportunity.undo_move(by=cast.stella, at=NOON)


def test_only_open_ones_and_only_to_the_version_in_use(
    cast: Cast, funnel: Funnel, opportunity: Opportunity, revised: Callable[[Change], Funnel]
) -> None:
    draft = funnel.revise(by=cast.stella, at=NOON)
    with pytest.raises(WrongState):
        opportunity.migrate(to=draft, by=cast.stella, at=NOON)
    draft.activate(by=cast.stella, at=NOON)
    opportunity.close(outcome="lost", reasons=["price"], by=cast.nils, at=NOON)
    with pytest.raises(WrongState):
        opportunity.migrate(to=draft, by=cast.stella, at=NOON)


def test_a_run_moves_all_of_them_and_counts(
    cast: Cast, opportunity: Opportunity, revised: Callable[[Change], Funnel], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("funnels.migrating.PIECE", 2)
    for number in range(4):
        make_opportunity(cast.nils, cast.oslo, account=make_account(f"Customer {number}"))
    new = revised(nothing)
    assert [(way.stage.code, way.count) for way in passages(new)] == [("acknowledge", 5)]
    migration = start(new, {}, by=cast.stella, at=NOON)
    counts = []
    while work_piece(migration.pk, at=NOON):
        migration.refresh_from_db(from_queryset=FunnelMigration.objects.everything(reason="test"))
        counts.append(migration.done)
    assert counts == [2, 4, 5]
    assert not passages(new)
    assert Event.objects.about(new).get(verb="migration_finished").after == {"done": 5}


def test_a_killed_run_is_resumed_without_loss_or_doubling(
    cast: Cast, opportunity: Opportunity, revised: Callable[[Change], Funnel], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("funnels.migrating.PIECE", 1)
    second = make_opportunity(cast.nils, cast.oslo, account=make_account("Tern"))
    new = revised(nothing)
    migration = start(new, {}, by=cast.stella, at=NOON)
    work_piece(migration.pk, at=NOON)
    with pytest.raises(WrongState, match="already"):
        start(new, {}, by=cast.stella, at=NOON)
    for _again in range(2):
        work_off(migration.pk, at=NOON)
    for one in (opportunity, second):
        assert anew(one).moves.filter(kind=MoveKind.MIGRATED).count() == 1


def test_a_run_asks_for_each_stage_that_is_gone(
    cast: Cast, opportunity: Opportunity, revised: Callable[[Change], Funnel]
) -> None:
    bring_to(opportunity, "define", by=cast.nils)
    new = revised(without("define"))
    with pytest.raises(Invalid) as refusal:
        start(new, {}, by=cast.stella, at=NOON)
    assert list(refusal.value.errors) == ["define"]
    landing = asked_for(passages(new))["define"][0]
    work_off(start(new, {"define": landing.id}, by=cast.stella, at=NOON).pk, at=NOON)
    assert stage_of(opportunity) == "acknowledge"


def test_nothing_to_move_is_said(cast: Cast, funnel: Funnel) -> None:
    with pytest.raises(WrongState, match="All open"):
        start(funnel, {}, by=cast.stella, at=NOON)
