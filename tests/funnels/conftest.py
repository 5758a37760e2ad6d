"""The cast at noon of its day, with a funnel in use at Acme and one opportunity that nils of Oslo owns."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from funnels.models import Funnel, Opportunity
from funnels.models.funnel import outline_of
from portal.models import Person
from tests.cast import NOON, Cast, make_cast
from tests.factories import make_funnel, make_opportunity
from tests.house.again import again


@pytest.fixture(autouse=True)
def outlines_are_read_anew() -> None:
    outline_of.cache_clear()


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def cast(db: None, noon: None) -> Cast:
    return again(make_cast)


@pytest.fixture
def funnel(cast: Cast) -> Funnel:
    return again(make_funnel, cast.acme)


@pytest.fixture
def opportunity(cast: Cast, funnel: Funnel) -> Opportunity:
    return again(make_opportunity, cast.nils, cast.oslo)


@pytest.fixture
def enter(client: Client) -> Callable[[Person], Client]:
    """`enter(person)` is a browser in which this person has signed in."""

    def signed_in(person: Person) -> Client:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
