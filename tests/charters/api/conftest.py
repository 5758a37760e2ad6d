"""Callers of the charters' API. lena writes North's charter, vera leads and sponsors."""

from __future__ import annotations

from typing import Any

import pytest

from charters.models import Charter
from tests.cast import Cast
from tests.portal.api.conftest import Api


@pytest.fixture
def vera(cast: Cast) -> Api:
    return Api(cast.vera)


@pytest.fixture
def lena(cast: Cast) -> Api:
    return Api(cast.lena)


@pytest.fixture
def stella(cast: Cast) -> Api:
    """Steward of Acme."""
    return Api(cast.stella)


@pytest.fixture
def nils(cast: Cast) -> Api:
    """A member of Oslo, below North."""
    return Api(cast.nils)


@pytest.fixture
def rita(cast: Cast) -> Api:
    """A stranger to North, from Rome."""
    return Api(cast.rita)


def at(record: Any) -> str:
    return f"v1/charters/{record.pk}/"


def tag(record: Charter) -> str:
    """The ETag of the version that is in the database now."""
    record.refresh_from_db()
    return f'"{record.version}"'
