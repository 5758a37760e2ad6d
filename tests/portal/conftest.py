"""The cast, at noon of its day."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from portal.models import Person
from tests.cast import NOON, Cast, make_cast
from tests.house.again import again


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def cast(db: None, noon: None) -> Cast:
    return again(make_cast)


@pytest.fixture
def enter(client: Client) -> Callable[[Person], Client]:
    """`enter(person)` is a browser in which this person has signed in."""

    def signed_in(person: Person) -> Client:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
