"""Beginning an observation: whose manager, which form, which stage, which session."""

from datetime import timedelta

import pytest

from coaching import rules
from coaching.choices import Setting
from coaching.models import Observation, ObservationForm
from funnels.models import Opportunity
from portal.models import Event
from portal.refusals import Invalid
from tests.cast import NOON, Cast
from tests.coaching_factories import make_form, make_observation, make_session
from tests.factories import satisfy


def test_it_keeps_the_team_of_the_day_and_the_stage_of_the_moment(
    cast: Cast, form: ObservationForm, opportunity: Opportunity
) -> None:
    first, later = opportunity.stage, NOON + timedelta(hours=1)
    satisfy(opportunity, by=cast.nils, at=later)
    opportunity.advance(by=cast.nils, at=later)
    told = {"held_at": NOON + timedelta(minutes=5), "opportunity": opportunity}
    made = make_observation(cast.lena, cast.nils, form, at=NOON + timedelta(hours=5), **told)
    assert (made.team, made.stage) == (cast.oslo, first)


def test_managers_observe_their_people_and_nobody_else(cast: Cast, form: ObservationForm) -> None:
    assert rules.may_observe(cast.lena, cast.nils)
    assert not rules.may_observe(cast.sam, cast.nils)
    assert not rules.may_observe(cast.nils, cast.nils)
    with pytest.raises(Invalid) as refused:
        make_observation(cast.sam, cast.nils, form)
    assert set(refused.value.errors) == {"coachee"}


def test_the_form_is_one_in_use_for_the_persons_team(cast: Cast) -> None:
    southern = make_form(cast.south, by=cast.stella)
    with pytest.raises(Invalid) as refused:
        make_observation(cast.lena, cast.nils, southern)
    assert set(refused.value.errors) == {"form"}


def test_neither_the_future_nor_a_session_of_others(cast: Cast, form: ObservationForm) -> None:
    session = make_session(cast.lena, cast.olga)
    with pytest.raises(Invalid) as refused:
        make_observation(cast.lena, cast.nils, form, held_at=NOON + timedelta(days=1), session=session)
    assert set(refused.value.errors) == {"held_at", "session"}


def test_a_role_play_is_not_seen_with_a_customer(cast: Cast, form: ObservationForm) -> None:
    for setting in Setting:
        make_observation(cast.lena, cast.nils, form, setting=setting)
    rows = Observation.objects.visible_to(cast.lena)
    assert {one.setting for one in rows.with_customers()} == {"customer", "joint", "recording"}
    assert [one.setting for one in rows if not one.with_customer] == ["role_play"]


def test_its_event_tells_facts(cast: Cast, form: ObservationForm) -> None:
    event = Event.objects.about(make_observation(cast.lena, cast.nils, form)).get()
    assert (event.verb, event.team) == ("begun", cast.oslo)
    assert event.after["setting"] == "customer"
