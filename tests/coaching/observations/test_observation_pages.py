"""Observations on pages: begun from a person, an opportunity or a session; given, compared; facts for managers above."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from coaching.defining import begin_form
from coaching.models import Observation, ObservationForm
from coaching.models.observation_words import Mark
from coaching.observed import watched
from funnels.models import Opportunity
from portal.models import Person
from tests.cast import NOON, TODAY, Cast
from tests.coaching_factories import make_marks, make_observation, make_session
from tests.portal.costs import cost

Enter = Callable[[Person], Client]
LIST = "/coaching/observations/"
SECRET = "He let the pause stand"


def text(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def anew(observation: Observation) -> Observation:
    found: Observation = Observation.objects.everything(reason="a test").get(pk=observation.pk)
    return found


def at(observation: Observation, verb: str = "") -> str:
    return f"{LIST}{observation.pk}/{verb}"


def test_lists_are_empty_with_a_word_for_each(cast: Cast, enter: Enter) -> None:
    assert "Go along to a customer" in text(enter(cast.lena).get(LIST))
    assert "When your manager has watched you" in text(enter(cast.nils).get(LIST))


def test_without_a_form_the_page_says_who_keeps_them(cast: Cast, enter: Enter) -> None:
    assert "No observation form is in use" in text(enter(cast.lena).get(f"{LIST}new/"))


def test_it_begins_prefilled_from_a_person_an_opportunity_or_a_session(
    cast: Cast, form: ObservationForm, opportunity: Opportunity, enter: Enter
) -> None:
    session = make_session(cast.lena, cast.nils)
    client = enter(cast.lena)
    for query in (f"person={cast.nils.pk}", f"opportunity={opportunity.pk}", f"session={session.pk}"):
        assert f'<option value="{cast.nils.pk}" selected>' in text(client.get(f"{LIST}new/?{query}"))
    assert f'<option value="{opportunity.pk}" selected>' in text(client.get(f"{LIST}new/?opportunity={opportunity.pk}"))
    typed = {"coachee": str(cast.nils.pk), "setting": "joint", "held_on": str(TODAY), "form": str(form.pk),
             "opportunity": str(opportunity.pk)}  # fmt: skip
    assert client.post(f"{LIST}new/?session={session.pk}", typed).status_code == 302
    made = Observation.objects.everything(reason="a test").get()
    assert (made.session, made.stage, made.setting) == (session, opportunity.stage, "joint")


def test_a_day_in_the_future_is_said_at_its_field(cast: Cast, form: ObservationForm, enter: Enter) -> None:
    typed = {"coachee": str(cast.nils.pk), "setting": "joint", "held_on": "2026-12-24", "form": str(form.pk)}
    answer = enter(cast.lena).post(f"{LIST}new/", typed)
    assert answer.status_code == 422
    assert "id_held_on_error" in answer.content.decode()


def test_both_say_what_they_saw_and_then_see_both(cast: Cast, observation: Observation, enter: Enter) -> None:
    client = enter(cast.lena)
    typed = {"version": 1, "level-0": "4", "level-1": "2", "comment": "Well prepared"}
    refused = client.post(at(observation, "give/"), typed)
    assert refused.status_code == 422
    assert "id_evidence-0_error" in refused.content.decode()
    client.post(at(observation, "give/"), typed | {"evidence-0": SECRET})
    assert "Hidden until both are in" in text(client.get(at(observation)))
    client = enter(cast.nils)
    assert SECRET not in text(client.get(at(observation)))
    client.post(at(observation, "give/"), {"version": anew(observation).version, "level-0": "2"})
    shown = text(client.get(at(observation)))
    assert SECRET in shown
    assert "Has a written plan with the best commitment" in shown
    assert "talk about this" in shown


def test_what_was_given_comes_back_to_be_changed(cast: Cast, observation: Observation, enter: Enter) -> None:
    observation.give([Mark("issue", 3, SECRET)], by=cast.lena, at=NOON)
    assert SECRET in text(enter(cast.lena).get(at(observation, "give/")))
    assert SECRET not in text(enter(cast.nils).get(at(observation, "give/")))


def test_the_coachee_declines_and_the_observer_withdraws(cast: Cast, observation: Observation, enter: Enter) -> None:
    client = enter(cast.nils)
    assert client.post(at(observation, "decline/"), {"version": 1}).status_code == 302
    assert client.post(at(observation, "decline/"), {"version": 2}).status_code == 409
    assert client.post(at(observation, "withdraw/"), {"version": 2}).status_code == 403
    enter(cast.lena).post(at(observation, "withdraw/"), {"version": 2})
    assert anew(observation).state == "withdrawn"


def test_managers_above_see_that_it_took_place(cast: Cast, observation: Observation, enter: Enter) -> None:
    observation.give([Mark("issue", 4, SECRET)], SECRET, by=cast.lena, at=NOON)
    observation.give(make_marks(2), by=cast.nils, at=NOON)
    client = enter(cast.vera)
    shown = text(client.get(at(observation)))
    assert SECRET not in shown
    assert "You see that it took place" in shown
    assert client.get(at(observation, "give/")).status_code == 403
    assert enter(cast.sam).get(at(observation)).status_code == 404


def test_the_list_names_what_waits_for_me(cast: Cast, observation: Observation, enter: Enter) -> None:
    assert "waits for you" in text(enter(cast.nils).get(LIST))
    assert "Nils" in text(enter(cast.nils).get(f"{LIST}?need=waiting"))
    observation.give(make_marks(2), by=cast.nils, at=NOON)
    assert "waits for you" not in text(enter(cast.nils).get(LIST))
    assert "No observation like this" in text(enter(cast.nils).get(f"{LIST}?setting=role_play"))


def test_the_trend_is_told_in_a_drawing_and_in_a_table(cast: Cast, form: ObservationForm) -> None:
    for level in (2, 3):
        made = make_observation(cast.lena, cast.nils, form)
        made.give(make_marks(level), by=cast.lena, at=NOON)
        made.decline(by=cast.nils, at=NOON)
    context = {"watched": watched(cast.nils, cast.nils, TODAY), "today": TODAY}
    shown = " ".join(render_to_string("coaching/observations/_trend.html", context).split())
    assert "As Lena saw it: With a customer" in shown
    assert "<polyline" in shown
    assert '<td class="num">2</td><td class="num">3</td>' in shown
    alone = {"watched": watched(cast.nils, cast.vera, TODAY), "today": TODAY}
    assert "<polyline" not in render_to_string("coaching/observations/_trend.html", alone)


def test_a_steward_writes_a_form_and_puts_it_into_use(cast: Cast, enter: Enter) -> None:
    client = enter(cast.stella)
    assert "No observation form yet" in text(client.get(f"{LIST}forms/"))
    client.post(f"{LIST}forms/new/", {"team": str(cast.acme.pk), "name": "First talks", "call_type": "first"})
    draft = ObservationForm.objects.everything(reason="a test").get()
    address = f"{LIST}forms/{draft.pk}/"
    typed = {"version": 1, "name": "First talks", "call_type": "first", "name-0": "Asks", "place-0": "2",
             "name-1": "Listens", "place-1": "1"}  # fmt: skip
    typed |= {f"level_{level}-{row}": f"Level {level}" for level in (1, 2, 3, 4) for row in (0, 1)}
    refused = client.post(address, typed | {"level_2-0": ""})
    assert refused.status_code == 422
    assert "id_level_2-0_error" in refused.content.decode()
    assert client.post(address, typed).status_code == 302
    assert [item.name for item in draft.items.all()] == ["Listens", "Asks"]
    client.post(f"{address}activate/", {"version": 2})
    assert "never edited" in text(client.get(address))
    assert client.post(address, typed | {"version": 3}).status_code == 409
    client.post(f"{address}revise/", {"version": 3})
    assert "Edit draft of version 2" in text(client.get(address))
    client.post(f"{address}retire/", {"version": 3})
    client.post(f"{address}bring-back/", {"version": 4})
    assert ObservationForm.objects.everything(reason="a test").get(pk=draft.pk).state == "active"
    assert client.post(f"{address}bring-back/", {"version": 5}).status_code == 409


def test_members_read_a_form_and_do_not_write_it(cast: Cast, form: ObservationForm, enter: Enter) -> None:
    draft = begin_form({"name": "Secret draft"}, team=cast.acme, by=cast.stella, at=NOON)
    client = enter(cast.nils)
    assert "Secret draft" not in text(client.get(f"{LIST}forms/"))
    assert "Comes prepared" in text(client.get(f"{LIST}forms/{form.pk}/"))
    assert client.get(f"{LIST}forms/{draft.pk}/").status_code == 404
    assert client.post(f"{LIST}forms/{form.pk}/", {"version": 2}).status_code == 403


@pytest.mark.parametrize("more", [0, 2])
def test_pages_cost_the_same_with_more_rows(
    cast: Cast, form: ObservationForm, observation: Observation, enter: Enter, more: int
) -> None:
    for _each in range(more):
        make_observation(cast.lena, cast.olga, form)
    observation.give(make_marks(3), by=cast.lena, at=NOON)
    client = enter(cast.lena)
    assert cost(client, LIST) == 8
    assert cost(client, at(observation, "give/")) == 8
    observation.give(make_marks(2), by=cast.nils, at=NOON)
    assert cost(client, at(observation)) == 8
    assert cost(client, f"{LIST}forms/") == 7
