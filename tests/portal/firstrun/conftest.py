import pytest
from django.test import Client
from pytest_django import Settings

from portal import firstrun
from portal.models import Person
from tests.cast import NOON

FOUNDER = {
    "name": "Greta Holm",
    "email": "greta@acme.example",
    "password": "three-quiet-otters",
    "again": "three-quiet-otters",
}


@pytest.fixture
def founder(db: None, noon: None) -> Person:
    return firstrun.add_first_administrator(
        name="Greta Holm", email="greta@acme.example", password="three-quiet-otters", at=NOON
    )


@pytest.fixture
def inside(client: Client, founder: Person) -> Client:
    client.force_login(founder, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture(autouse=True)
def only_the_portal(settings: Settings) -> None:
    """The portal's own part; what the apps add is tested where they are."""
    settings.SETUP_STEPS = []
    settings.HOME_SECTIONS = []
