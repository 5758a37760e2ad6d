"""The strategy brief from draft to acknowledged, its priorities, feedback on it, the list of weak phrases."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from charters.choices import BriefState
from charters.models import PhraseList, StrategicPriority, StrategyBrief, StrategyFeedback
from charters.opening import open_brief
from portal.models import Person
from tests.cast import NOON, TODAY, Cast

Enter = Callable[[Person], Client]
ALL = {"reason": "test"}


@pytest.fixture
def brief(cast: Cast) -> StrategyBrief:
    return open_brief({"title": "Where we play"}, team=cast.acme, by=cast.vera, at=NOON)


def anew(brief: StrategyBrief) -> StrategyBrief:
    found: StrategyBrief = StrategyBrief.objects.everything(**ALL).get(pk=brief.pk)
    return found


def post(client: Client, name: str, pk: object, /, **typed: Any) -> Any:
    return client.post(reverse(f"charters:{name}", args=[pk]), typed)


def test_a_brief_is_begun_and_written(cast: Cast, enter: Enter) -> None:
    client = enter(cast.vera)
    client.post(reverse("charters:brief_new"), {"team": str(cast.acme.pk), "title": "Where we play"})
    made = StrategyBrief.objects.everything(**ALL).get()
    post(client, "brief_write", made.pk, version=made.version, title=made.title, doing_nothing="Delay costs more.")
    assert anew(made).doing_nothing == "Delay costs more."


def test_two_writers_of_a_brief_see_both_texts(cast: Cast, brief: StrategyBrief, enter: Enter) -> None:
    seen = brief.version
    brief.edit({"problems": "What vera wrote"}, by=cast.vera, at=NOON + timedelta(minutes=1))
    answer = post(enter(cast.vera), "brief_write", brief.pk, version=seen, title=brief.title, problems="What else")
    assert answer.status_code == 412
    assert "What vera wrote" in answer.content.decode()
    assert "What else" in answer.content.decode()


def test_a_priority_comes_with_its_mix(cast: Cast, brief: StrategyBrief, enter: Enter) -> None:
    client = enter(cast.vera)
    typed = {"kind": "market", "name": "Ports", "words": "They can pay.", "0-starts_on": str(TODAY),
             "0-ends_on": str(TODAY + timedelta(days=90)), "0-baseline": "10", "0-share": "25"}  # fmt: skip
    assert post(client, "priority_new", brief.pk, version=brief.version, **typed).status_code == 302
    one = StrategicPriority.objects.everything(**ALL).get()
    assert one.mix_targets.get().share == Decimal(25)
    typed |= {"name": "Ports and cold chain", "0-share": ""}
    post(client, "priority_edit", one.pk, version=anew(brief).version, **typed)
    one.refresh_from_db(from_queryset=StrategicPriority.objects.everything(**ALL))
    assert (one.name, one.mix_targets.count()) == ("Ports and cold chain", 0)
    post(client, "priority_remove", one.pk, version=anew(brief).version)
    assert not brief.priorities.exists()


def test_it_is_published_acknowledged_revised_and_retired(cast: Cast, brief: StrategyBrief, enter: Enter) -> None:
    client = enter(cast.vera)
    assert (
        "8 questions are not answered."
        in client.get(reverse("charters:brief_publish", args=[brief.pk])).content.decode()
    )
    post(client, "brief_publish", brief.pk, version=brief.version)
    assert anew(brief).state == BriefState.PUBLISHED
    post(enter(cast.nils), "brief_acknowledge", brief.pk, version=anew(brief).version)
    assert brief.acknowledgements.get().by == cast.nils
    client = enter(cast.vera)
    post(client, "brief_revise", brief.pk, version=anew(brief).version)
    draft = StrategyBrief.objects.everything(**ALL).get(revision=2)
    post(client, "brief_retire", draft.pk, version=draft.version)
    assert anew(draft).state == BriefState.RETIRED


def test_who_was_trained_is_recorded(cast: Cast, brief: StrategyBrief, enter: Enter) -> None:
    one = StrategicPriority.add(brief, {"kind": "market", "name": "Ports"}, by=cast.vera, at=NOON)
    client = enter(cast.vera)
    people = [str(cast.nils.pk), str(cast.olga.pk)]
    post(client, "training", one.pk, held_on=str(TODAY), people=people)
    assert {each.person for each in one.trainings.all()} == {cast.nils, cast.olga}
    assert post(client, "training", one.pk, held_on=str(TODAY + timedelta(days=1)), people=people).status_code == 422


def test_members_do_not_keep_it(cast: Cast, brief: StrategyBrief, enter: Enter) -> None:
    assert post(enter(cast.nils), "brief_write", brief.pk, version=1, title="Mine").status_code == 404
    brief.publish(by=cast.vera, at=NOON)
    assert post(enter(cast.nils), "brief_revise", brief.pk, version=anew(brief).version).status_code == 403


def test_feedback_is_filed_passed_on_and_answered(cast: Cast, brief: StrategyBrief, enter: Enter) -> None:
    brief.publish(by=cast.vera, at=NOON)
    typed = {"team": str(cast.oslo.pk), "topic": "competitor", "text": "They are faster.", "owner": str(cast.vera.pk)}
    enter(cast.nils).post(f"{reverse('charters:feedback_new')}?brief={brief.pk}", typed)
    filed = StrategyFeedback.objects.everything(**ALL).get()
    assert (filed.author, filed.brief, filed.owner) == (cast.nils, brief, cast.vera)
    assert "They are faster." in enter(cast.vera).get(reverse("charters:feedback")).content.decode()
    post(enter(cast.vera), "feedback_hand_over", filed.pk, version=filed.version, to=str(cast.lena.pk))
    post(enter(cast.lena), "feedback_answer", filed.pk, version=filed.version + 1, answer="We change the message.")
    filed.refresh_from_db(from_queryset=StrategyFeedback.objects.everything(**ALL))
    assert (filed.owner, filed.answer) == (cast.lena, "We change the message.")


def test_feedback_is_not_filed_for_a_team_of_others(cast: Cast, enter: Enter) -> None:
    typed = {"team": str(cast.rome.pk), "topic": "competitor", "text": "They are faster.", "owner": str(cast.vera.pk)}
    assert enter(cast.nils).post(reverse("charters:feedback_new"), typed).status_code == 422
    assert not StrategyFeedback.objects.everything(**ALL).exists()


def test_feedback_of_others_is_not_there(cast: Cast, enter: Enter) -> None:
    filed = StrategyFeedback.file(
        team=cast.oslo, topic="other", text="Quiet word", owner=cast.lena, by=cast.nils, at=NOON
    )  # fmt: skip
    assert "Quiet word" not in enter(cast.rita).get(reverse("charters:feedback")).content.decode()
    assert enter(cast.rita).get(reverse("charters:feedback_answer", args=[filed.pk])).status_code == 404


def test_without_feedback_the_page_says_what_it_is_for(cast: Cast, enter: Enter) -> None:
    assert "No feedback yet" in enter(cast.nils).get(reverse("charters:feedback")).content.decode()


def test_stewards_switch_the_checks_off(cast: Cast, enter: Enter) -> None:
    address = reverse("charters:phrases", args=["en"])
    assert "world-class" in enter(cast.stella).get(address).content.decode()
    enter(cast.stella).post(address, {"version": 1, "weak": "synergy\n"})
    kept = PhraseList.objects.get(language="en")
    assert (kept.checked, kept.weak) == (False, ["synergy"])
    assert enter(cast.nils).get(address).status_code == 403
