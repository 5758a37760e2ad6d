from portal.models.event import Entry, Event, Remark
from portal.models.idempotency import IdempotencyKey
from portal.models.membership import Membership
from portal.models.organisation import Organisation
from portal.models.person import Person
from portal.models.record import Record, Versioned
from portal.models.saved_view import SavedView
from portal.models.team import Team

__all__ = [
    "Entry",
    "Event",
    "IdempotencyKey",
    "Membership",
    "Organisation",
    "Person",
    "Record",
    "Remark",
    "SavedView",
    "Team",
    "Versioned",
]
