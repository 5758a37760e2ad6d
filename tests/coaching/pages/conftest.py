"""A browser without JavaScript in which somebody of the cast has signed in."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from portal.models import organisation
from tests.cast import Cast


@pytest.fixture
def shown() -> Callable[[HttpResponse], str]:
    """The words of a page, with its white space as a reader sees it."""

    def words(response: HttpResponse) -> str:
        assert response.status_code == 200, response.content.decode()[:2000]
        return " ".join(response.content.decode().split())

    return words


@pytest.fixture
def as_lena(cast: Cast, enter: Callable[..., Client]) -> Client:
    return enter(cast.lena)


@pytest.fixture
def as_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """The organisation is read once and remembered for a moment, as outside tests."""
    monkeypatch.setattr(organisation, "REMEMBER_SECONDS", 60)
