"""This week for administrators: whether the portal works, who still has to be invited, and what became of the digests."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from portal.digests.ledger import weeks
from portal.digests.pulse import pulse
from portal.directory import STATES
from portal.home import Section
from portal.models import Person


def sections(person: Person, now: datetime) -> list[Section]:
    """Beside what else there is; in the wide column for somebody who is in no team."""
    if not person.is_administrator:
        return []
    counts = Person.objects.aggregate(
        **{code.replace("-", "_"): Count("pk", filter=which) for code, (_title, which) in STATES.items()}
    )
    latest = weeks(latest=1)
    mail = pulse(at=now)
    context = {
        "people": counts,
        "week": latest[0] if latest else None,
        "fault": mail.fault,
        "quiet": _(mail.quiet) if mail.quiet else "",
    }
    return [Section(_("The portal"), "portal/home/_keeping.html", context, aside=bool(person.reach.roles))]
