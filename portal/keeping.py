"""This week for administrators: whether the portal works, who still has to be invited, and what became of the digests."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.digests.ledger import LATE, weeks
from portal.digests.pulse import Pulse, pulse
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
        "fault": _fault(mail) if mail.fault else "",
        "quiet": _(mail.quiet) if mail.quiet else "",
    }
    return [Section(_("The portal"), "portal/home/_keeping.html", context, aside=bool(person.reach.roles))]


def _fault(mail: Pulse) -> str:
    late = bool(mail.waited and mail.waited > LATE)
    minutes = int(((mail.waited if late else mail.unlooked) or timedelta()).total_seconds() // 60)
    if late:
        told = ngettext(
            "The oldest due digest has waited for %(count)d minute",
            "The oldest due digest has waited for %(count)d minutes",
            minutes,
        )
    else:
        told = ngettext(
            "Nobody has looked what is due for %(count)d minute",
            "Nobody has looked what is due for %(count)d minutes",
            minutes,
        )
    return told % {"count": minutes}
