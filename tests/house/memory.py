"""Processes remember the organisation for some seconds; tests do not, so that what a page costs is counted in full."""

import gc
from collections.abc import Iterator

import pytest

from portal.memory import settle_memory
from portal.models import organisation


@pytest.fixture(autouse=True)
def nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    organisation.REMEMBERED.clear()
    monkeypatch.setattr(organisation, "REMEMBER_SECONDS", -1)


@pytest.fixture
def settled() -> Iterator[None]:
    """As a process that serves pages looks for garbage."""
    before = gc.get_threshold()
    settle_memory()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)
