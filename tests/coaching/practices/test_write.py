"""Writing down what works, changing it, putting it away."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from coaching import practices, rules
from coaching.models import BestPractice, CoachingSession, SessionWords
from coaching.refusals import WrongState
from funnels.models import Opportunity
from portal.models import Event
from portal.refusals import Invalid, Stale
from tests.cast import NOON, Cast
from tests.coaching_factories import make_practice, make_session
from tests.factories import satisfy

LATER = NOON + timedelta(hours=1)


def test_a_stage_brings_its_customer_phase(cast: Cast, opportunity: Opportunity) -> None:
    practice = make_practice(cast.nils, cast.oslo, stage=opportunity.stage, phase="adoption")
    assert practice.phase == opportunity.stage.customer_phase


def test_it_says_how_it_is_known_in_words_or_by_an_opportunity(cast: Cast, opportunity: Opportunity) -> None:
    with pytest.raises(ValidationError, match="what the customer did"):
        make_practice(cast.nils, cast.oslo, evidence="  ")
    assert make_practice(cast.nils, cast.oslo, evidence="", opportunity=opportunity).pk


def test_only_its_two_may_name_a_session(cast: Cast, session: CoachingSession) -> None:
    values = {"title": "T", "problem": "price", "what": "W", "when_works": "N", "evidence": "E"}
    with pytest.raises(Invalid):
        BestPractice.write(values, team=cast.bergen, by=cast.olga, at=NOON, session=session)
    assert BestPractice.write(values, team=cast.oslo, by=cast.nils, at=NOON, session=session).session == session


def test_what_was_said_in_coaching_is_not_copied(cast: Cast, opportunity: Opportunity) -> None:
    session = make_session(cast.lena, cast.nils, opportunities=[opportunity])
    said = SessionWords.objects.visible_to(cast.nils).get()
    start = practices.begun_from(None, session)
    assert start == {"opportunity": opportunity, "stage": opportunity.stage}
    assert said.observed
    assert said.observed not in str(start)


def test_a_won_opportunity_brings_its_outcome(cast: Cast, opportunity: Opportunity) -> None:
    while opportunity.is_open:
        satisfy(opportunity, by=cast.nils)
        opportunity.advance(by=cast.nils, at=NOON)
    assert practices.begun_from(opportunity, None)["outcome"] == "won"


def test_a_change_leaves_the_names_of_the_fields_and_no_text(cast: Cast) -> None:
    practice = make_practice(cast.nils, cast.oslo)
    practice.edit({"what": "Ask the port."}, by=cast.nils, at=LATER, version=1)
    event = Event.objects.about(practice).get(verb="edited")
    assert event.after == {"fields": ["what"]}
    assert practice.version == 2


def test_an_edit_of_an_old_version_is_refused(cast: Cast) -> None:
    practice = make_practice(cast.nils, cast.oslo)
    practice.edit({"what": "Ask the port."}, by=cast.nils, at=LATER, version=1)
    with pytest.raises(Stale):
        practice.edit({"what": "Ask the ship."}, by=cast.nils, at=LATER, version=1)


def test_what_is_put_away_is_not_changed_and_comes_back(cast: Cast) -> None:
    practice = make_practice(cast.nils, cast.oslo)
    practice.archive(by=cast.lena, at=LATER)
    with pytest.raises(WrongState):
        practice.edit({"what": "Ask the port."}, by=cast.nils, at=LATER)
    practice.restore(by=cast.nils, at=LATER)
    assert practice.archived_at is None
    assert set(Event.objects.about(practice).values_list("verb", flat=True)) == {"written", "archived", "restored"}


def test_only_its_author_changes_it(cast: Cast) -> None:
    practice = make_practice(cast.nils, cast.oslo)
    assert rules.may_edit_practice(cast.nils, practice)
    assert not rules.may_edit_practice(cast.lena, practice)


def test_its_author_and_whoever_leads_or_keeps_the_team_put_it_away(cast: Cast) -> None:
    practice = make_practice(cast.nils, cast.oslo)
    assert all(rules.may_keep_practice(person, practice) for person in (cast.nils, cast.lena, cast.stella, cast.vera))
    assert not any(rules.may_keep_practice(person, practice) for person in (cast.olga, cast.sam, cast.adam))


def test_whoever_works_in_a_team_reads_it_and_nobody_else(cast: Cast) -> None:
    practice = make_practice(cast.nils, cast.oslo)
    for person in (cast.rita, cast.sam, cast.stella, cast.vera):
        assert BestPractice.objects.visible_to(person).filter(pk=practice.pk).exists()
    for person in (cast.adam, cast.felix):
        assert not BestPractice.objects.visible_to(person).exists()
        assert not rules.may_share(person)
