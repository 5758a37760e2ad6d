"""The charters that a person reads, and how they fit together with each other and with the published priorities."""

from __future__ import annotations

from datetime import date

from charters.alignment import Alignment, fit
from charters.gist import Card
from charters.gisting import cards
from charters.models import StrategyBrief
from charters.priorities import priority_facts
from portal.models import Person


def aligned(person: Person, today: date) -> tuple[list[Card], Alignment]:
    """The present version of each charter. A fixed number of statements, however many there are."""
    found = cards(person)
    published = StrategyBrief.objects.visible_to(person).published()
    return found, fit(found, priority_facts(published, today))
