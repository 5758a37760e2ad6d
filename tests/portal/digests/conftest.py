"""The cast on a Monday morning, and a file of this test's own that says whose mail it is."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from tests.cast import Cast, make_cast

MONDAY = datetime(2026, 11, 16, 6, 30, tzinfo=UTC)  # half past seven in Oslo


@pytest.fixture
def cast(db: None) -> Cast:
    """They were here before anybody's digest was due."""
    with time_machine.travel(datetime(2026, 11, 1, tzinfo=UTC), tick=False):
        return make_cast()


@pytest.fixture(autouse=True)
def instance_file(settings: object, tmp_path: Path) -> Path:
    settings.MAIL_INSTANCE_FILE = str(tmp_path / "mail" / "instance.json")  # type: ignore[attr-defined]
    return Path(settings.MAIL_INSTANCE_FILE)  # type: ignore[attr-defined]
