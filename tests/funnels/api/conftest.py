"""Callers of the funnel's API."""

import pytest

from tests.cast import Cast
from tests.portal.api.conftest import Api


@pytest.fixture
def nils(cast: Cast) -> Api:
    """A member of Oslo, who owns the opportunity."""
    return Api(cast.nils)


@pytest.fixture
def lena(cast: Cast) -> Api:
    """Manages North, and so Oslo."""
    return Api(cast.lena)


@pytest.fixture
def rita(cast: Cast) -> Api:
    """A stranger, from Rome."""
    return Api(cast.rita)
