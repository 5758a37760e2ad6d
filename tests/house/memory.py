"""Processes remember the organisation for some seconds; tests do not, so that what a page costs is counted in full."""

import pytest

from portal.models import organisation


@pytest.fixture(autouse=True)
def nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    organisation.REMEMBERED.clear()
    monkeypatch.setattr(organisation, "REMEMBER_SECONDS", -1)
