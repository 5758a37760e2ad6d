"""The frame of every page: the way around, the error pages, the app on a phone."""

from collections.abc import Callable

import pytest
from django.test import Client, override_settings

from portal.context import navigation
from portal.models import Organisation, Person
from tests.cast import Cast

Enter = Callable[[Person], Client]
WAYS = [
    {"url": "home", "label": "This week", "icon": "house"},
    {"url": "portal:people", "label": "People", "icon": "users", "also": ("/teams/",)},
    {"url": "portal:invite", "label": "Invite", "icon": "plus", "for": "stewards"},
    {"url": "portal:tokens", "label": "Tokens", "icon": "lock", "for": "administrators"},
    {"url": "portal:search", "label": "Search", "icon": "search", "for": "members"},
    {"url": "portal:teams", "label": "Teams", "icon": "git-branch", "for": "managers"},
    {"url": "nowhere:list", "label": "Nowhere", "icon": "compass"},
]


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("nils", ["This week", "People", "Search"]),
        ("lena", ["This week", "People", "Search", "Teams"]),
        ("stella", ["This week", "People", "Invite", "Search"]),
        ("adam", ["This week", "People", "Tokens"]),
    ],
)
@override_settings(NAVIGATION=WAYS)
def test_the_menu_shows_what_exists_and_what_a_person_may_open(cast: Cast, name: str, labels: list[str]) -> None:
    assert [entry["label"] for entry in navigation(getattr(cast, name), "/")] == labels


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/", ["This week"]),
        ("/people/", ["People"]),
        ("/people/invite/", ["Invite"]),
        ("/people/7/", ["People"]),
        ("/teams/7/", ["People"]),
        ("/settings/", []),
    ],
)
@override_settings(NAVIGATION=WAYS)
def test_the_entry_closest_above_a_page_is_marked(cast: Cast, path: str, marked: list[str]) -> None:
    assert [entry["label"] for entry in navigation(cast.stella, path) if entry["here"]] == marked


def test_a_page_has_one_heading_a_way_past_the_menu_and_landmarks(cast: Cast, enter: Enter) -> None:
    drawn = enter(cast.nils).get("/people/").content.decode()
    assert drawn.count("<h1") == 1
    for part in ('<a class="skip" href="#main">', '<main id="main" tabindex="-1">', '<nav aria-label="Main">'):
        assert part in drawn


@pytest.mark.django_db
def test_the_organisations_name_for_the_portal_is_shown(client: Client) -> None:
    Organisation.objects.create(name="Acme", product_name="Northstar", working_days=[1])
    assert "Sign in · Northstar</title>" in client.get("/accounts/login/").content.decode()
    assert client.get("/manifest.webmanifest").json()["name"] == "Northstar"


def test_a_page_that_does_not_exist_leads_back(cast: Cast, enter: Enter) -> None:
    answer = enter(cast.nils).get("/nowhere/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_a_refusal_gives_its_reason_where_scripts_find_it(cast: Cast, enter: Enter) -> None:
    answer = enter(cast.nils).get("/settings/organisation/")
    assert answer.status_code == 403
    assert "<p data-reason" in answer.content.decode()


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.portal.ui.urls")
def test_the_style_guide_shows_every_component(cast: Cast, enter: Enter) -> None:
    drawn = enter(cast.nils).get("/styleguide/").content.decode()
    for css in (
        "board",
        "checks",
        "timeline",
        "errsum",
        "empty",
        "path",
        "todo",
        "table",
        "menu",
        "chips",
        "segmented",
    ):
        assert f'class="{css}' in drawn, css


def test_the_style_guide_is_for_debugging_only(cast: Cast, enter: Enter) -> None:
    assert enter(cast.nils).get("/styleguide/").status_code == 404


def test_an_address_that_takes_only_forms_says_so_to_whoever_opens_it(cast: Cast, enter: Enter) -> None:
    browser = enter(cast.stella)
    opened = browser.get(f"/teams/{cast.oslo.pk}/archive/")
    assert opened.status_code == 405
    assert opened.headers["Allow"] == "POST"
    assert "This address is no page" in opened.content.decode()
    assert browser.get("/api/schema/", headers={"accept": "application/json"}).status_code == 200
    assert "This address is no page" not in browser.delete("/settings/").content.decode()
