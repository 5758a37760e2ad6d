"""What the proofs over HTTP share: people with tokens, at today's date, in a database that both sides see."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone

from funnels.models.funnel import outline_of
from portal.models import Person
from portal.tokens.models import Token, TokenScope
from tests.cast import Cast, make_cast
from tests.factories import make_funnel
from tests.proofs.serving import Server, serving


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """With a funnel in use at Acme."""
    outline_of.cache_clear()
    made = make_cast()
    make_funnel(made.acme, at=timezone.now())
    return made


@pytest.fixture
def bearer() -> Callable[[Person], str]:
    def issue(person: Person) -> str:
        _token, secret = Token.issue(person, name="proof", scope=TokenScope.WRITE, days=1, by=None, at=timezone.now())
        return f"Bearer {secret}"

    return issue


@pytest.fixture
def server(cast: Cast) -> Iterator[Server]:
    with serving() as running:
        yield running
