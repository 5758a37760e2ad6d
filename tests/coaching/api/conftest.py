"""Callers of coaching's API. lena coaches nils; vera leads Acme and is told that they met; sam and rita are strangers."""

from __future__ import annotations

from typing import Any

import pytest

from portal.models.record import Versioned
from tests.cast import Cast
from tests.portal.api.conftest import Api

SESSIONS, COMMITMENTS = "v1/coaching-sessions/", "v1/coaching-commitments/"
TEXTS = {
    "focus", "own_view", "observed", "strengths", "goal", "reality", "options", "way_forward", "comment",
}  # fmt: skip


@pytest.fixture
def lena(cast: Cast) -> Api:
    return Api(cast.lena)


@pytest.fixture
def nils(cast: Cast) -> Api:
    return Api(cast.nils)


@pytest.fixture
def vera(cast: Cast) -> Api:
    return Api(cast.vera)


@pytest.fixture
def rita(cast: Cast) -> Api:
    return Api(cast.rita)


@pytest.fixture
def stella(cast: Cast) -> Api:
    """Steward of Acme: stewards know nothing of coaching."""
    return Api(cast.stella)


def at(session: Any) -> str:
    return f"{SESSIONS}{session.pk}/"


def of(commitment: Any) -> str:
    return f"{COMMITMENTS}{commitment.pk}/"


def tag(record: Versioned) -> str:
    """The ETag of the version that is in the database now."""
    record.refresh_from_db()
    return f'"{record.version}"'


def errors_of(response: Any) -> dict[str, str]:
    return {one.get("pointer", one.get("parameter")): one["code"] for one in response.json()["errors"]}
