"""What others found to work where an opportunity stands, beside it; and the way to write down what worked here."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from coaching.practices import fitting
from funnels.choices import Status
from funnels.models import Opportunity
from funnels.models.funnel import outline_of
from portal.home import Section
from portal.models import Person


def panels(opportunity: Opportunity, person: Person, now: datetime) -> list[Section]:
    """While it is open, and once it is won: then somebody knows what won it. One statement."""
    if opportunity.status not in (Status.OPEN, Status.WON) or not person.reach.roles:
        return []
    stage = outline_of(opportunity.funnel_id).stage(opportunity.stage_id)
    context = {"stage": stage.code, "practices": fitting(person, opportunity), "won": opportunity.status == Status.WON}
    return [Section(_("What worked for others here"), "coaching/practices/_panel.html", context)]
