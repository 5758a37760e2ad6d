"""Best practices on pages: found by stage, problem and words; written in one step; adopted and judged."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coaching.models import BestPractice
from coaching.practices import fitting
from funnels.models import Opportunity
from portal.models import Person
from portal.search import search
from tests.cast import NOON, TODAY, Cast
from tests.coaching_factories import make_practice, make_session
from tests.portal.costs import cost

Enter = Callable[[Person], Client]
LIST = "/coaching/practices/"


@pytest.fixture
def practice(cast: Cast, opportunity: Opportunity) -> BestPractice:
    return make_practice(cast.nils, cast.oslo, stage=opportunity.stage, opportunity=opportunity)


def text(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_an_empty_list_invites_to_write_the_first(cast: Cast, enter: Enter) -> None:
    assert "No best practice yet" in text(enter(cast.nils).get(LIST))


def test_it_is_found_across_teams_by_stage_problem_and_words(cast: Cast, practice: BestPractice, enter: Enter) -> None:
    client = enter(cast.rita)
    assert practice.stage is not None
    for query in ("", f"?stage={practice.stage.code}", "?problem=access", "?q=else+loses"):
        assert practice.title in text(client.get(LIST + query))
    for query in ("?problem=price", "?q=nowhere", "?show=mine", "?show=adopted", "?show=archived"):
        assert practice.title not in text(client.get(LIST + query))


def test_the_opportunity_is_named_to_those_who_read_it(cast: Cast, practice: BestPractice, enter: Enter) -> None:
    assert "Port turnaround planning" in text(enter(cast.lena).get(f"{LIST}{practice.pk}/"))
    stranger = text(enter(cast.rita).get(f"{LIST}{practice.pk}/"))
    assert "Port turnaround planning" not in stranger
    assert "an opportunity that you do not read" in stranger


def test_the_session_is_told_to_those_who_know_of_it(cast: Cast, enter: Enter) -> None:
    session = make_session(cast.lena, cast.nils)
    client = enter(cast.nils)
    typed = {"team": str(cast.oslo.pk), "title": "Ask first", "problem": "access", "what": "Ask.",
             "when_works": "Early.", "evidence": "They said so."}  # fmt: skip
    client.post(f"{LIST}new/?session={session.pk}", typed)
    made = BestPractice.objects.everything(reason="a test").get()
    assert made.session == session
    assert "Came up in" in text(client.get(f"{LIST}{made.pk}/"))
    assert "Came up in" not in text(enter(cast.olga).get(f"{LIST}{made.pk}/"))


def test_nobody_begins_from_a_session_of_others(cast: Cast, enter: Enter) -> None:
    session = make_session(cast.lena, cast.nils)
    assert enter(cast.vera).get(f"{LIST}new/?session={session.pk}").status_code == 404
    assert enter(cast.vera).get(f"{LIST}new/?session=not-an-id").status_code == 404


def test_it_begins_prefilled_from_an_opportunity(cast: Cast, opportunity: Opportunity, enter: Enter) -> None:
    shown = text(enter(cast.nils).get(f"{LIST}new/?opportunity={opportunity.pk}"))
    assert f'<option value="{opportunity.pk}" selected>' in shown
    assert f'<option value="{opportunity.stage_id}" selected>' in shown


def test_what_is_missing_is_said_and_nothing_typed_is_lost(cast: Cast, enter: Enter) -> None:
    typed = {
        "team": str(cast.oslo.pk),
        "title": "Ask first",
        "problem": "access",
        "what": "Ask.",
        "when_works": "Early.",
    }
    answer = enter(cast.nils).post(f"{LIST}new/", typed)
    assert answer.status_code == 422
    assert "what the customer did or said" in answer.content.decode()
    assert "Ask first" in answer.content.decode()


def test_others_adopt_it_and_say_whether_it_was_useful(cast: Cast, practice: BestPractice, enter: Enter) -> None:
    client, address = enter(cast.rita), f"{LIST}{practice.pk}/"
    client.post(f"{address}adopt/", {"on": str(TODAY)})
    client.post(f"{address}useful/", {"useful": "yes"})
    shown = text(client.get(address))
    assert "Rita" in shown
    assert "Too few to say: 1 voice" in shown
    assert client.post(f"{address}adopt/", {"on": str(TODAY)}).status_code == 409
    client.post(f"{address}stop/")
    assert client.post(f"{address}stop/").status_code == 409


def test_it_is_edited_put_away_and_brought_back(cast: Cast, practice: BestPractice, enter: Enter) -> None:
    client, address = enter(cast.nils), f"{LIST}{practice.pk}/"
    typed = {"title": "Ask twice", "problem": "access", "what": "Ask.", "when_works": "Early.", "evidence": "So.",
             "version": practice.version}  # fmt: skip
    assert client.post(f"{address}edit/", typed).status_code == 302
    assert client.post(f"{address}edit/", typed | {"title": "Ask thrice"}).status_code == 412
    client.post(f"{address}archive/", {"version": 2})
    assert "Put away on" in text(client.get(address))
    assert client.post(f"{address}archive/", {"version": 3}).status_code == 409
    client.post(f"{address}restore/", {"version": 3})
    assert "Put away on" not in text(client.get(address))


def test_an_opportunity_is_offered_what_fits_its_stage(
    cast: Cast, practice: BestPractice, opportunity: Opportunity
) -> None:
    make_practice(cast.rita, cast.rome, title="For later", phase="adoption")
    anywhere = make_practice(cast.rita, cast.rome, title="For every stage")
    anywhere.adopt(by=cast.nils, at=NOON)
    assert [one.title for one in fitting(cast.nils, opportunity)] == ["For every stage", practice.title]


def test_search_finds_it_across_teams_and_no_text_of_coaching(cast: Cast, practice: BestPractice) -> None:
    make_session(cast.lena, cast.nils, words={"focus": "turnaround talk", "observed": "turnaround"})
    assert [hit.title for hit in search(cast.rita, "else loses")] == [practice.title]
    assert [hit.url for hit in search(cast.rita, "turnaround")] == []
    practice.archive(by=cast.nils, at=NOON)
    assert search(cast.rita, "else loses") == []


@pytest.mark.parametrize("more", [0, 2])
def test_pages_cost_the_same_with_more_rows(cast: Cast, practice: BestPractice, enter: Enter, more: int) -> None:
    practice.adopt(by=cast.rita, at=NOON)
    for number in range(more):
        make_practice(cast.nils, cast.oslo, title=f"Number {number}", stage=practice.stage)
    for person in (cast.olga, cast.lena)[:more]:
        practice.adopt(by=person, at=NOON)
    client = enter(cast.rita)
    assert cost(client, LIST) == 8
    assert cost(client, reverse("coaching:practice", args=[practice.pk])) == 12
