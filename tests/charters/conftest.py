"""The cast at noon of its day; Acme's charter in force, North's complete draft that serves it."""

from collections.abc import Iterator

import pytest
import time_machine

from charters.models import Charter
from tests.cast import NOON, Cast, make_cast
from tests.charter_factories import make_child, make_root
from tests.house.again import again


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def cast(db: None, noon: None) -> Cast:
    return again(make_cast)


@pytest.fixture
def root(cast: Cast) -> Charter:
    return again(make_root, cast)


@pytest.fixture
def child(cast: Cast, root: Charter) -> Charter:
    return again(make_child, cast, root)
