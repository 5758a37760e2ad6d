"""Approved charters come into force on the day they name. Asks the database what is due: late or twice does no harm."""

from __future__ import annotations

import logging
from datetime import datetime

from charters.models import Charter
from charters.refusals import WrongState
from portal.models import Organisation

logger = logging.getLogger(__name__)


def begin(*, at: datetime) -> int:
    """Days that were missed are made up for in their order. Says how many came into force.

    One that may not begin (another is in force for its team) waits for somebody to settle it, and holds up no other.
    """
    today = Organisation.current().today(at)
    due = Charter.objects.everything(reason="what takes effect").due_to_begin(today)
    return sum(_begin(charter, at) for charter in due.order_by("effective_on", "revision", "id"))


def _begin(charter: Charter, at: datetime) -> bool:
    try:
        charter.activate(by=None, at=at)
    except WrongState as refusal:
        logger.info("Charter %s does not begin: %s", charter.pk, refusal)
        return False
    return True
