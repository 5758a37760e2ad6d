from collections.abc import Callable

import pytest

from funnels.models import Funnel, Opportunity
from portal.models import Person, Team
from tests.cast import Cast
from tests.factories import make_funnel, make_opportunity


@pytest.fixture
def funnel(cast: Cast) -> Funnel:
    return make_funnel(cast.acme)


@pytest.fixture
def opportunity(funnel: Funnel) -> Callable[..., Opportunity]:
    """`opportunity(owner, team)` is an open one."""

    def made(owner: Person, team: Team, name: str = "Port turnaround planning") -> Opportunity:
        return make_opportunity(owner, team, name=name)

    return made
