import threading
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connections
from django.test import Client

from portal import firstrun
from portal.models import Event, Organisation, Person
from portal.refusals import Refusal
from tests.cast import NOON, Cast
from tests.portal.firstrun.conftest import FOUNDER


def address() -> str:
    return firstrun.link().removeprefix("http://testserver")


def printed() -> str:
    out = StringIO()
    call_command("first_run", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_first_start_prints_a_link_that_opens_the_form(client: Client) -> None:
    line = next(line.strip() for line in printed().splitlines() if "http" in line)
    assert line.startswith("http://testserver/first-run/begin/")
    assert client.get(line.removeprefix("http://testserver")).status_code == 200


def test_later_starts_print_nothing(cast: Cast) -> None:
    assert printed() == ""


@pytest.mark.django_db
def test_the_start_page_says_how_to_get_the_link_and_not_the_link(client: Client) -> None:
    text = client.get("/").content.decode()
    assert "manage.py first_run" in text
    assert "begin" not in text


def test_with_an_administrator_the_start_page_leads_to_the_sign_in(cast: Cast, client: Client) -> None:
    assert client.get("/").headers["Location"] == "/accounts/login/?next=/"


@pytest.mark.django_db
def test_the_founder_comes_in_and_goes_on(client: Client) -> None:
    answer = client.post(address(), FOUNDER)
    founder = Person.objects.get()
    assert answer.headers["Location"] == "/first-run/organisation/"
    assert (founder.is_administrator, founder.can_sign_in, founder.memberships.count()) == (True, True, 0)
    assert client.session["_auth_user_id"] == str(founder.pk)
    assert Event.objects.about(founder).get().verb == "founded"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "Enter a name."),
        ({"email": "greta"}, "such as ida.berg@example.com"),
        ({"password": "short", "again": "short"}, "too short"),
        ({"again": "something-else"}, "Enter the same password both times."),
        ({"password": "password123", "again": "password123"}, "too common"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_made(client: Client, changes: dict[str, str], says: str) -> None:
    answer = client.post(address(), FOUNDER | changes)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_link_dies_with_the_first_administrator(client: Client, founder: Person) -> None:
    assert Client().get(address()).status_code == 410
    assert Client().post(address(), FOUNDER | {"email": "eve@evil.example"}).status_code == 410
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_a_link_dies_after_seven_days(client: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        old = address()
    with time_machine.travel(NOON + firstrun.LINK_AGE * 0.99, tick=False):
        assert client.get(old).status_code == 200
    with time_machine.travel(NOON + firstrun.LINK_AGE * 1.01, tick=False):
        dead = client.get(old)
    assert dead.status_code == 410
    assert "manage.py first_run" in dead.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["guess", "ImJlZ2luIg:1xV03x:PtbD30t2uXAwCUfNef09Jhl5GjJZA1umcDzRZ7OSOmU"])
def test_a_guessed_link_opens_nothing(client: Client, token: str) -> None:
    assert client.post(f"/first-run/begin/{token}/", FOUNDER).status_code == 410
    assert not Person.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_founders_at_once_make_one_administrator() -> None:
    start, refused = threading.Barrier(4), []

    def begin(number: int) -> None:
        try:
            start.wait()
            firstrun.add_first_administrator(
                name="G", email=f"g{number}@acme.example", password="three-quiet-otters", at=NOON
            )
        except Refusal as refusal:
            refused.append(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Person.objects.count(), Organisation.objects.count(), len(refused)) == (1, 1, 3)
