"""Who has a say in a charter, and which other charters it meets."""

from __future__ import annotations

from charters.api.briefs import CharterBrief, charters
from charters.api.parts import PART, PartShape, ShiftedParts
from charters.models import Connection, Stakeholder
from portal.api.briefs import PersonBrief, everybody
from portal.api.fields import Related


class StakeholderShape(PartShape):
    """Reads the charter while it is in review, and acknowledges it once it is approved."""

    person = Related(PersonBrief, within=everybody)

    class Meta:
        model = Stakeholder
        fields = [*PART, "role", "person"]


class Stakeholders(ShiftedParts):
    model = Stakeholder
    shape = StakeholderShape


class ConnectionShape(PartShape):
    other = Related(CharterBrief, within=charters)

    class Meta:
        model = Connection
        fields = [*PART, "kind", "words", "other"]


class Connections(ShiftedParts):
    model = Connection
    shape = ConnectionShape
