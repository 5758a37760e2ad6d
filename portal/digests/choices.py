"""What can become of a digest, and why."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

WEEKLY: Final = "weekly"
GRACE: Final = timedelta(hours=36)  # how late a digest may still be sent
APART: Final = timedelta(hours=24)  # nobody is sent two digests within this time


class State(TextChoices):
    """They only follow each other downwards; the last four are final (portal/digests/dbrules.py)."""

    PLANNED = "planned", _("Planned")
    RENDERED = "rendered", _("Written")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Skipped")
    FAILED = "failed", _("Failed")
    UNCERTAIN = "uncertain", _("Uncertain")


FINAL: Final = (State.SENT, State.SKIPPED, State.FAILED, State.UNCERTAIN)
WAITING: Final = (State.PLANNED, State.RENDERED, State.SENDING)


class Reason(TextChoices):
    """Why a digest was skipped or failed."""

    STALE = "stale", _("The portal was down until it was too late")
    NOTHING = "nothing", _("There was nothing to say")
    AWAY = "away", _("The person is away")
    OPTED_OUT = "opted_out", _("The person reads it on the page")
    SLOWER = "slower", _("The person does not open it: it comes less often")
    BOUNCED = "bounced", _("Mail to this address comes back")
    LEFT = "left", _("The person has left, or has no address")
    TOO_SOON = "too_soon", _("The one before was sent less than a day ago")
    RESTORED = "restored", _("It was due before this database was adopted")
    UNWRITABLE = "unwritable", _("It could not be written")
    REFUSED = "refused", _("The mail server refused it")
    GIVEN_UP = "given_up", _("The mail server did not take it in time")


class Outcome(TextChoices):
    """What came of handing a digest to the mail server."""

    ACCEPTED = "accepted", _("Accepted")
    LATER = "later", _("Not now")
    REFUSED = "refused", _("Refused")
    UNKNOWN = "unknown", _("No answer")
