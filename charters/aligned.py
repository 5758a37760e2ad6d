"""The charters that a person reads, and how they fit together with each other and with the published priorities."""

from __future__ import annotations

from datetime import date

from charters.alignment import Alignment, align
from charters.document import Document
from charters.models import Charter, StrategyBrief
from charters.models.outlining import documents
from charters.priorities import priority_facts
from portal.models import Person


def aligned(person: Person, today: date) -> tuple[list[Document], Alignment]:
    """The present version of each charter. A fixed number of statements, however many there are."""
    found = documents(Charter.objects.visible_to(person).present().with_parts())
    published = StrategyBrief.objects.visible_to(person).published()
    return found, align(found, priority_facts(published, today))
