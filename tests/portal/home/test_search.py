from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from portal.models import Person
from portal.search import Hit, search
from tests.cast import NOON, Cast

Enter = Callable[[Person], Client]


def find(person: Person, words: str) -> list[Hit]:
    """An app's part."""
    return [Hit(f"Opportunity for {person.name}", words, "/", "funnel")]


@pytest.fixture(autouse=True)
def only_the_portal(settings: Settings) -> None:
    settings.SEARCH_SECTIONS = []


def titles(person: Person, words: str) -> list[str]:
    return [hit.title for hit in search(person, words)]


def test_people_and_teams_are_found(cast: Cast) -> None:
    assert titles(cast.nils, "ol") == ["Olga"]
    assert titles(cast.nils, "oslo") == ["Oslo"]
    assert titles(cast.nils, "  LENA  ") == ["Lena"]


def test_one_character_finds_nothing(cast: Cast) -> None:
    assert titles(cast.nils, "o") == []


def test_somebody_in_no_team_finds_only_themselves(cast: Cast) -> None:
    assert titles(cast.felix, "acme") == ["Felix"]
    assert titles(cast.felix, "oslo") == []


def test_who_has_left_and_archived_teams_are_not_found(cast: Cast) -> None:
    Person.objects.filter(pk=cast.olga.pk).update(is_active=False)
    cast.bergen.archived_at = NOON
    cast.bergen.save()
    assert titles(cast.nils, "ol") == []
    assert titles(cast.nils, "bergen") == []


def test_the_apps_hits_come_first(cast: Cast, settings: Settings) -> None:
    settings.SEARCH_SECTIONS = [__name__]
    assert titles(cast.nils, "ol") == ["Opportunity for Nils", "Olga"]


def test_the_page_says_when_nothing_is_found(cast: Cast, enter: Enter) -> None:
    text = enter(cast.nils).get("/search/", {"q": "<script>"}).content.decode()
    assert "&lt;script&gt;" in text
    assert "Nothing that you can read contains" in text


@pytest.mark.parametrize("words", ["", "a", "%", "x" * 5000, "' OR 1=1 --"])
def test_odd_words_are_only_words(cast: Cast, enter: Enter, words: str) -> None:
    assert enter(cast.nils).get("/search/", {"q": words}).status_code == 200


def test_a_nul_is_refused(cast: Cast, enter: Enter) -> None:
    assert enter(cast.nils).get("/search/", {"q": "\0"}).status_code == 400


def test_the_dialog_opens_with_a_field_and_then_shows_results_alone(cast: Cast, enter: Enter) -> None:
    client = enter(cast.nils)
    opened = client.get("/search/", headers={"HX-Request": "true"}).content.decode()
    typed = client.get("/search/", {"q": "lena"}, headers={"HX-Request": "true"}).content.decode()
    assert "<dialog" in opened
    assert "<dialog" not in typed
    assert "Lena" in typed


def test_strangers_are_led_to_the_sign_in(client: Client, db: None) -> None:
    assert client.get("/search/", {"q": "lena"}).status_code == 302
