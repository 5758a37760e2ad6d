"""otto manages Oslo, whose six are asked about him; lena manages North and is his manager."""

from dataclasses import dataclass

import pytest

from coaching.models import FeedbackCycle
from portal.models import Person
from portal.roles import Role
from tests.cast import Cast, join, make_person
from tests.feedback_factories import make_cycle, make_team_of


@dataclass
class Branch:
    otto: Person
    six: list[Person]


@pytest.fixture
def branch(cast: Cast) -> Branch:
    otto = make_person("Otto")
    join(otto, cast.oslo, Role.MANAGER)
    return Branch(otto, [cast.nils, *make_team_of(cast.oslo, 5)])


@pytest.fixture
def cycle(cast: Cast, branch: Branch) -> FeedbackCycle:
    """Opened by stella in North on the cast's day, for two weeks."""
    return make_cycle(cast.north, cast.stella)
