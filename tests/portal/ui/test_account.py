"""Signing in, passwords and sessions, in the kit."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from portal import browsers
from portal.models import Person
from tests.cast import PASSWORD, Cast

Enter = Callable[[Person], Client]


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/accounts/login/", "Sign in"),
        ("/accounts/signup/", "By invitation only"),
        ("/accounts/inactive/", "This account is closed"),
        ("/accounts/password/reset/", "Set a new password"),
        ("/accounts/password/reset/done/", "Look into your mail"),
        ("/accounts/password/reset/key/1-none/", "This link does not work any more"),
        ("/accounts/password/reset/key/done/", "Your password is set"),
    ],
)
def test_the_door_says_where_one_is(cast: Cast, client: Client, address: str, heading: str) -> None:
    drawn = client.get(address).content.decode()
    assert f"<h1>{heading}</h1>" in drawn
    assert f"<title>{heading} · Waypoint</title>" in drawn


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/accounts/logout/", "Sign out"),
        ("/accounts/password/change/", "Change password"),
        ("/accounts/sessions/", "Where you are signed in"),
    ],
)
def test_ones_own_pages_stand_in_the_shell(cast: Cast, enter: Enter, address: str, heading: str) -> None:
    drawn = enter(cast.nils).get(address).content.decode()
    assert f"<h1>{heading}</h1>" in drawn
    assert '<nav aria-label="Main">' in drawn


def test_a_forgotten_password_is_replaced_by_mail(cast: Cast, client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": cast.nils.email})
    (letter,) = mail.outbox
    assert letter.subject == "Set a new password for Waypoint"
    address = next(line for line in letter.body.splitlines() if line.startswith("http"))
    form = client.get(address, follow=True)
    assert "<h1>Set your password</h1>" in form.content.decode()
    client.post(form.request["PATH_INFO"], {"password1": "another-long-phrase", "password2": "another-long-phrase"})
    cast.nils.refresh_from_db()
    assert cast.nils.check_password("another-long-phrase")


def test_an_address_without_an_account_gets_the_same_answer_and_no_mail(cast: Cast, client: Client) -> None:
    known = client.post("/accounts/password/reset/", {"email": cast.nils.email}, follow=True).content.decode()
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@acme.example"}, follow=True).content.decode()
    assert "Look into your mail" in known
    assert "Look into your mail" in unknown
    assert [letter.to for letter in mail.outbox] == [[cast.nils.email]]


def test_a_new_password_that_is_too_short_is_refused_in_place(cast: Cast, enter: Enter) -> None:
    answer = enter(cast.nils).post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    )
    drawn = answer.content.decode()
    assert "<title>Error: Change password" in drawn
    assert 'href="#id_password1"' in drawn


def test_other_sessions_can_be_ended(cast: Cast, client: Client) -> None:
    elsewhere = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"})
    for one in (elsewhere, client):
        one.post("/accounts/login/", {"login": cast.nils.email, "password": PASSWORD})
    assert "Firefox on Windows" in client.get("/accounts/sessions/").content.decode()
    client.post("/accounts/sessions/")
    assert elsewhere.get("/people/").status_code == 302
    assert client.get("/people/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Safari/537.36",
            "Chrome on Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140", "Edge on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Safari/604",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Android 15; Mobile) Gecko/140 Firefox/140", "Firefox on Android"),
        ("curl/8.5", "Unknown browser"),
    ],
)
def test_browsers_are_named_as_their_owners_know_them(agent: str, words: str) -> None:
    assert browsers.named(agent) == words
